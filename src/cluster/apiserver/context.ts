import type { Cx } from '../../kernel/index.ts'
import type { ApiCancel, ApiRequest, EtcdAnswer } from '../messages.ts'
import type { KubeletAnswer } from '../kubelet/api.ts'

/** What the API server tells itself later. */
export type ApiServerTimer =
  | { readonly type: 'sweep' }
  | { readonly type: 'seats-free' }
  | { readonly type: 'rebalance' }
  | { readonly type: 'bookmarks' }
  | { readonly type: 'compaction' }
  | { readonly type: 'progress'; readonly cache: string }
  | { readonly type: 'retry'; readonly exchange: string }
  | { readonly type: 'watch-timeout'; readonly watch: string; readonly opened: number }
  | { readonly type: 'reconnect' }
  | { readonly type: 'boot' }

export type ApiServerMessage = ApiRequest | ApiCancel | EtcdAnswer | KubeletAnswer | ApiServerTimer
export type Context = Cx<ApiServerMessage>
