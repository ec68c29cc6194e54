import { badRequest, podTerminal, timeText, withCondition, type ApiObject, type DeleteOptions, type Eviction, type Pod, type Status } from '../../../api/index.ts'
import type { Context } from '../context.ts'
import type { Exchange } from '../exchange.ts'
import { decodeBody } from '../registry/decode-body.ts'
import { beginDelete } from '../registry/delete.ts'
import { beginUpdate } from '../registry/update.ts'
import { fail } from '../respond.ts'
import type { ApiServerState } from '../state.ts'

/** POST pods/<name>/eviction. No disruption budgets are served yet, so none can stand against it. */
export function handleEviction(state: ApiServerState, cx: Context, exchange: Exchange): void {
  const decoded = decodeBody(exchange, { apiVersion: 'policy/v1', kind: 'Eviction' })
  if ('failure' in decoded) return fail(state, cx, exchange, decoded.failure)
  const eviction = decoded.object as unknown as Eviction
  if (eviction.metadata?.name && eviction.metadata.name !== exchange.info.name) return fail(state, cx, exchange, badRequest('name in URL does not match name in Eviction object'))
  beginUpdate(state, cx, exchange, { by: 'evict', options: eviction.deleteOptions })
}

/** Who looks at the pod later reads why it had to go. Pods that run no more are simply deleted. */
export function markedForEviction(object: ApiObject, cx: Context): { readonly object: ApiObject } | { readonly failure: Status } {
  const pod = object as unknown as Pod
  if (podTerminal(pod) || pod.status?.phase === 'Pending' || pod.metadata.deletionTimestamp !== undefined) return { object }
  const condition = {
    type: 'DisruptionTarget', status: 'True', reason: 'EvictionByEvictionAPI', message: 'Eviction API: evicting',
    ...(pod.metadata.generation && { observedGeneration: pod.metadata.generation }),
  }
  return { object: { ...object, status: { ...pod.status, conditions: withCondition(pod.status?.conditions, condition, timeText(cx.clock)) } } }
}

export function beginEvictionDelete(state: ApiServerState, cx: Context, exchange: Exchange, options: DeleteOptions | undefined): void {
  beginDelete(state, cx, exchange, options ?? ({} as DeleteOptions))
}
