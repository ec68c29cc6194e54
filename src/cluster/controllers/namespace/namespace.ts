import type { Namespace } from '../../../api/index.ts'
import { SECOND } from '../../../kernel/index.ts'
import { reconciler } from '../reconciler.ts'
import { emptyNamespace, type Snapshot } from './emptying.ts'

const GRACE_US = 5 * SECOND

/** Empties namespaces that are being deleted, pods first, and then lets them go. Models pkg/controller/namespace. */
export const namespaceReconciler = reconciler<null, Snapshot>({
  name: 'namespace',
  account: 'namespace-controller',
  workers: 10,
  qpsFactor: 20,
  burstFactor: 100,
  informers: ['namespaces'],
  createMemory: () => null,

  heard(_, { news, object }, _view, enqueue) {
    // Other API servers may still let creations pass for a moment; give them time to hear of it.
    if (news !== 'deleted' && object.metadata.deletionTimestamp !== undefined) enqueue(object.metadata.name!, GRACE_US)
  },

  look: (key, view) => (view.get<Namespace>('namespaces', key) === undefined ? undefined : { name: key, clock: view.clock }),

  sync: emptyNamespace,
})
