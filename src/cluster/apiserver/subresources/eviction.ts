import { badRequest, timeText, withCondition, type ApiObject, type DeleteOptions, type Eviction, type Pod } from '../../../api/index.ts'
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

/** Who looks at the pod later reads why it had to go, whatever state it was in. Models addConditionAndDeletePod. */
export function markedForEviction(object: ApiObject, cx: Context): { readonly object: ApiObject } {
  const { status } = object as unknown as Pod
  const condition = { type: 'DisruptionTarget', status: 'True', reason: 'EvictionByEvictionAPI', message: 'Eviction API: evicting' }
  return { object: { ...object, status: { ...status, conditions: withCondition(status?.conditions, condition, timeText(cx.clock)) } } }
}

export function beginEvictionDelete(state: ApiServerState, cx: Context, exchange: Exchange, options: DeleteOptions | undefined): void {
  beginDelete(state, cx, exchange, options ?? ({} as DeleteOptions))
}
