import type { Address } from '../../kernel/index.ts'

/** The API server calls a kubelet for logs and the like: GET https://<node>:10250<path>. */
export interface KubeletRequest {
  readonly type: 'kubelet-request'
  readonly id: number
  /** '/containerLogs/<namespace>/<pod>/<container>', '/healthz', '/pods' */
  readonly path: string
  /** follow, previous, timestamps, tailLines, sinceSeconds, sinceTime, limitBytes: as kubectl sends them. */
  readonly query: Readonly<Record<string, string>>
}

/** The caller no longer reads: a followed log ends. */
export interface KubeletCancel { readonly type: 'kubelet-cancel'; readonly id: number }

/** The whole answer; with follow=true and code 200 it opens a stream of chunks, and `body` is ''. */
export interface KubeletResponse {
  readonly type: 'kubelet-response'
  readonly id: number
  readonly code: number
  readonly body: string
  readonly streaming: boolean
}

/** A piece of a streamed answer; `last` ends it. */
export interface KubeletChunk { readonly type: 'kubelet-chunk'; readonly id: number; readonly text: string; readonly last: boolean }

export type KubeletCall = KubeletRequest | KubeletCancel
export type KubeletAnswer = KubeletResponse | KubeletChunk
export type KubeletAddress = Address<KubeletCall>
