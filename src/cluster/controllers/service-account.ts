import type { Namespace, ServiceAccount } from '../../api/index.ts'
import { createCall, namespaceTerminating, SERVICE_ACCOUNTS } from './calls.ts'
import { ask, decision, DONE, reconciler, type Sync } from './reconciler.ts'

interface Snapshot { readonly namespace: string }

/** Every namespace has a ServiceAccount 'default'. Models pkg/controller/serviceaccount. */
export const serviceAccountReconciler = reconciler<null, Snapshot>({
  name: 'serviceaccount',
  account: 'service-account-controller',
  workers: 1,
  informers: ['serviceaccounts', 'namespaces'],
  createMemory: () => null,

  heard(_, { news, object }, _view, enqueue) {
    if (object.kind === 'Namespace') return news === 'deleted' ? undefined : enqueue(object.metadata.name!)
    if (news === 'deleted') enqueue(object.metadata.namespace!)
  },

  look(key, view) {
    const namespace = view.get<Namespace>('namespaces', key)
    if (namespace?.status?.phase !== 'Active') return undefined
    return view.get<ServiceAccount>('serviceaccounts', `${key}/default`) === undefined ? { namespace: key } : undefined
  },

  *sync({ namespace }): Sync {
    const body: ServiceAccount = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace } }
    const answer = yield* ask(createCall(SERVICE_ACCOUNTS, body), decision('create-serviceaccount', { namespace }))
    return answer.ok || answer.code === 409 || namespaceTerminating(answer.body) ? DONE : { error: answer.message }
  },
})
