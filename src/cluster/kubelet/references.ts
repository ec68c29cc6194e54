import type { ConfigMap, Secret } from '../../api/index.ts'
import { SECOND } from '../../kernel/index.ts'
import { call } from '../client/client.ts'
import type { KubeletCx, KubeletState, PodWorker, Reference } from './state.ts'

export type ReferenceKind = 'configmaps' | 'secrets'

/** 'configmaps/default/web' */
export const referenceKey = (kind: ReferenceKind, namespace: string, name: string): string => `${kind}/${namespace}/${name}`

/** NB: the kubelet reads an object when a container needs it and again after this time, where upstream watches it; files of running containers do not change. */
const FRESH_US = 10 * SECOND

/** The ConfigMap or Secret as last read; if it must be read first, the pod is woken when the answer is there. */
export function reference(state: KubeletState, worker: PodWorker, kind: ReferenceKind, name: string, cx: KubeletCx): Reference {
  const namespace = worker.pod.metadata.namespace!
  const key = referenceKey(kind, namespace, name)
  let known = state.references.get(key)
  if (!known) state.references.set(key, (known = { data: {}, state: 'asking', askedAtUs: -1, waiting: new Set() }))
  if (known.askedAtUs < 0 || (known.state !== 'asking' && cx.now - known.askedAtUs > FRESH_US)) {
    known.state = 'asking'
    known.askedAtUs = cx.now
    call(state.client, cx, { method: 'GET', path: `/api/v1/namespaces/${namespace}/${kind}/${name}` }, { for: 'reference', key })
  }
  if (known.state === 'asking') known.waiting.add(worker.uid)
  return known
}

export function referenceAnswered(known: Reference, code: number, body: unknown): readonly string[] {
  known.state = code === 200 ? 'present' : 'missing'
  known.data = code === 200 ? textsOf(body as ConfigMap | Secret) : {}
  const waiting = [...known.waiting]
  known.waiting.clear()
  return waiting
}

function textsOf(object: ConfigMap | Secret): Record<string, string> {
  if (object.kind === 'ConfigMap') return { ...object.data }
  const texts: Record<string, string> = {}
  for (const [key, value] of Object.entries(object.data ?? {})) texts[key] = new TextDecoder().decode(fromBase64(value))
  return texts
}

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

function fromBase64(text: string): Uint8Array {
  const bytes: number[] = []
  let bits = 0
  let value = 0
  for (const letter of text) {
    const digit = BASE64.indexOf(letter)
    if (digit < 0) continue
    value = ((value << 6) | digit) & 0xffffff
    bits += 6
    if (bits >= 8) {
      bits -= 8
      bytes.push((value >>> bits) & 0xff)
    }
  }
  return new Uint8Array(bytes)
}
