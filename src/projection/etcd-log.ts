import type { ApiRequest } from '../cluster/index.ts'
import type { EtcdLogRow } from '../protocol/index.ts'
import { controllerOf, parsePath } from './describe.ts'
import { placeOf } from './places.ts'
import { causeOf, factsOf, messageOf, rowOf, type Trace } from './trace.ts'

/** One stored write, found on the trace at the event that confirmed it. */
export function logRow(trace: Trace, event: number, revision: number, key: string, beganAt: number): EtcdLogRow | undefined {
  const row = rowOf(trace, event)
  if (!row) return undefined
  const stored = factsOf(trace, event).find((fact) => fact.fact === 'stored' && fact.revision === revision)
  const request = requestBehind(trace, event)
  return {
    revision, key, verb: (stored?.verb as EtcdLogRow['verb'] | undefined) ?? 'update', writer: request ? writerOf(trace, request) : 'kube-apiserver', bytes: bytesOf(trace, event), at: row.at - beganAt, event, changed: [],
  }
}

/** `created` is the object as it was sent, where the request was to create one. */
export interface WriteBehind { readonly at: number; readonly writer: string; readonly user?: string; readonly command?: string; readonly created?: unknown }

/** The request behind a stored write: who sent it, as whom, and the line that a user typed at the root of it. */
export function writeBehind(trace: Trace, event: number): WriteBehind | undefined {
  const row = rowOf(trace, event)
  const request = requestBehind(trace, event)
  if (!row || request === 0) return undefined
  const user = factsOf(trace, request).find(({ fact, stage }) => fact === 'stage' && stage === 'authn')?.user
  const { msg } = (trace.inputs.get(row.root)?.input ?? {}) as { msg?: { readonly line?: string } }
  const { method, path, body } = messageOf(trace, request) as ApiRequest
  const created = method === 'POST' && parsePath(path)?.ref.name === '' ? body : undefined
  return { at: row.at, writer: writerOf(trace, request), ...(created === undefined ? {} : { created }), ...(typeof user === 'string' ? { user } : {}), ...(msg?.line === undefined ? {} : { command: msg.line }) }
}

function requestBehind(trace: Trace, event: number): number {
  for (let id = event, steps = 0; id > 0 && steps < 12; steps++) {
    if (messageOf(trace, id)?.type === 'api-request') return id
    id = causeOf(trace, id)
  }
  return 0
}

function writerOf(trace: Trace, request: number): string {
  const row = rowOf(trace, request)!
  return (row.from === 'kube-controller-manager' ? controllerOf(row.msg as ApiRequest) : undefined) ?? placeOf(row.from)
}

function bytesOf(trace: Trace, event: number): number {
  for (let id = event, steps = 0; id > 0 && steps < 12; steps++) {
    const call = (messageOf(trace, id) as { call?: { success?: readonly { readonly bytes?: number }[] } } | undefined)?.call
    const bytes = call?.success?.find((op) => op.bytes !== undefined)?.bytes
    if (bytes !== undefined) return bytes
    id = causeOf(trace, id)
  }
  return 0
}
