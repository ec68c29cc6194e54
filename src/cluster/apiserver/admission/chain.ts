import { forbidden, type ApiObject, type Status } from '../../../api/index.ts'
import type { Context } from '../context.ts'
import type { Exchange } from '../exchange.ts'
import type { ApiServerState } from '../state.ts'
import { withDefaultTolerations } from './default-toleration-seconds.ts'
import { namespaceAllows } from './namespace-lifecycle.ts'
import { nodeMayCreate, nodeMayDelete, nodeMayUpdate } from './node-restriction.ts'
import { defaultPriorityClassUnique, withPriority } from './priority.ts'
import { withServiceAccount } from './service-account.ts'
import { withNotReadyTaint } from './taint-nodes-by-condition.ts'

/** What a plugin says: the object to go on with, a refusal, or that it must be asked again later. */
export type Admitted = { readonly object: ApiObject } | Stop | { readonly waitUs: number }
export interface Stop { readonly failure: Status }

export const isStop = (admitted: Admitted): admitted is Stop => 'failure' in admitted

// The plugins run in upstream's fixed order. Each line says which kinds and operations it is for, so that nothing else pays for it:
// NamespaceLifecycle, (LimitRanger), ServiceAccount, TaintNodesByCondition, (PodSecurity), Priority, DefaultTolerationSeconds, NodeRestriction, (ResourceQuota).
// NB: the ones in brackets have no kinds to act on, because LimitRange, ResourceQuota and Pod Security labels are not served.

/** The mutating phase of a create. */
export function admitCreate(state: ApiServerState, cx: Context, exchange: Exchange, object: ApiObject, waits: number): Admitted {
  const { info } = exchange
  if (info.info!.namespaced) {
    const refused = namespaceAllows(state, exchange, object, waits)
    if (refused) return refused
  }
  switch (info.resource) {
    case 'pods': {
      let admitted = withServiceAccount(state, cx, exchange, object, waits)
      if ('object' in admitted) admitted = withPriority(state, exchange, admitted.object)
      if ('object' in admitted) admitted = { object: withDefaultTolerations(admitted.object) }
      return admitted
    }
    case 'nodes': return { object: withNotReadyTaint(object) }
    default: return { object }
  }
}

/** The mutating phase of an update. */
export function admitUpdate(state: ApiServerState, _cx: Context, exchange: Exchange, object: ApiObject, old: ApiObject, waits: number): Admitted {
  if (exchange.info.info!.namespaced && waits === 0 && !state.caches.get('/namespaces')!.objects.has(exchange.info.namespace)) {
    const refused = namespaceAllows(state, exchange, object, 1)
    if (refused) return refused
  }
  if (exchange.info.resource === 'pods' && exchange.info.subresource === '' && object.spec !== old.spec) return { object: withDefaultTolerations(object) }
  return { object }
}

/** The validating phase; deletes have no new object. */
export function validateAdmission(state: ApiServerState, exchange: Exchange, operation: 'create' | 'update' | 'delete', object: ApiObject | undefined, old: ApiObject | undefined): Status | undefined {
  const { info } = exchange
  if (operation === 'delete' && info.resource === 'namespaces' && IMMORTAL.has(info.name)) return refuse(exchange, old, 'this namespace may not be deleted')
  if (info.resource === 'priorityclasses' && object) {
    const refused = defaultPriorityClassUnique(state, exchange, object)
    if (refused) return refused
  }
  const reason = operation === 'create' ? nodeMayCreate(state, exchange, object!) : operation === 'update' ? nodeMayUpdate(exchange, object!, old!) : nodeMayDelete(exchange, old!)
  if (reason === undefined) return undefined
  return refuse(exchange, object ?? old, reason)
}

const IMMORTAL: ReadonlySet<string> = new Set(['default', 'kube-system', 'kube-public'])

/** The name by which admission speaks of an object that may not have one yet. */
export const admissionName = (object: ApiObject | undefined): string => object?.metadata.name || object?.metadata.generateName || ''

export function refuse({ info }: Exchange, object: ApiObject | undefined, message: string): Status {
  return forbidden({ group: info.group, resource: info.resource }, info.name || admissionName(object), message)
}
