import { badRequest, conflict, extended, notFound, timeText, withCondition, type ApiObject, type Binding, type Pod, type Status } from '../../../api/index.ts'
import type { Context } from '../context.ts'
import type { Exchange } from '../exchange.ts'
import { decodeBody } from '../registry/decode-body.ts'
import { beginUpdate } from '../registry/update.ts'
import { fail } from '../respond.ts'
import type { ApiServerState } from '../state.ts'

const BINDINGS = { group: '', resource: 'pods/binding' }

/** POST pods/<name>/binding (or bindings): the scheduler's word. */
export function handleBinding(state: ApiServerState, cx: Context, exchange: Exchange): void {
  const decoded = decodeBody(exchange, { apiVersion: 'v1', kind: 'Binding' })
  if ('failure' in decoded) return fail(state, cx, exchange, decoded.failure)
  const binding = decoded.object as unknown as Binding
  const { name, namespace } = binding.metadata ?? {}
  if (name && name !== exchange.info.name) return fail(state, cx, exchange, badRequest(`name in URL does not match name in Binding object`))
  if (namespace && namespace !== exchange.info.namespace) return fail(state, cx, exchange, badRequest('namespace in URL does not match namespace in Binding object'))
  if (!binding.target?.name) return fail(state, cx, exchange, badRequest('Binding "" is invalid: target.name: Required value'))
  if (binding.target.kind && binding.target.kind !== 'Node') return fail(state, cx, exchange, badRequest(`Binding ${JSON.stringify(exchange.info.name)} is invalid: target.kind: Unsupported value: ${JSON.stringify(binding.target.kind)}: supported values: "Node", "<empty>"`))
  beginUpdate(state, cx, exchange, { by: 'bind', binding })
}

/** The pod gets its node, once and for all, and with it the condition PodScheduled. */
export function bound(object: ApiObject, { target, metadata }: Binding, cx: Context): { readonly object: ApiObject } | { readonly failure: Status } {
  const pod = object as unknown as Pod
  const name = pod.metadata.name!
  const refuse = (message: string): { readonly failure: Status } => ({ failure: conflict(BINDINGS, name, message) })
  if (metadata?.uid && metadata.uid !== pod.metadata.uid) return { failure: conflict(BINDINGS, name, `Precondition failed: UID in precondition: ${metadata.uid}, UID in object meta: ${pod.metadata.uid}`) }
  if (pod.metadata.deletionTimestamp !== undefined) return refuse(`pod ${name} is being deleted, cannot be assigned to a host`)
  if (pod.spec.nodeName) return refuse(`pod ${name} is already assigned to node ${JSON.stringify(pod.spec.nodeName)}`)
  if (pod.spec.schedulingGates?.length) return refuse(`pod ${name} has non-empty .spec.schedulingGates`)
  if (!target.name) return { failure: notFound({ group: '', resource: 'nodes' }, '') }
  const annotations = metadata?.annotations ? { annotations: { ...pod.metadata.annotations, ...metadata.annotations } } : {}
  const { nominatedNodeName: _, ...status } = pod.status ?? {}
  const scheduled = { type: 'PodScheduled', status: 'True', ...(pod.metadata.generation && { observedGeneration: pod.metadata.generation }) }
  return {
    object: {
      ...object, metadata: { ...object.metadata, ...annotations }, spec: extended(pod.spec, { nodeName: target.name }),
      status: extended(status, { conditions: withCondition(status.conditions, scheduled, timeText(cx.clock)) }),
    },
  }
}
