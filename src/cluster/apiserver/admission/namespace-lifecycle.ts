import { notFound, type ApiObject, type Namespace } from '../../../api/index.ts'
import type { Exchange } from '../exchange.ts'
import type { ApiServerState } from '../state.ts'
import { known } from '../storage/lookup.ts'
import { refuse, type Admitted } from './chain.ts'

/** How long a namespace may be unknown to the cache before that is believed. */
const MISSING_WAIT_US = 50_000

/** Nothing is created in a namespace that is not there or is going. */
export function namespaceAllows(state: ApiServerState, exchange: Exchange, object: ApiObject, waits: number): Admitted | undefined {
  const { namespace, resource } = exchange.info
  const found = known(state, '', 'namespaces', namespace) as unknown as Namespace | undefined
  if (!found) return waits === 0 ? { waitUs: MISSING_WAIT_US } : { failure: notFound({ group: '', resource: 'namespaces' }, namespace) }
  if (found.status?.phase !== 'Terminating' && found.metadata.deletionTimestamp === undefined) return undefined
  // Reviews are no objects: they are answered even there.
  if (resource === 'localsubjectaccessreviews') return undefined
  const failure = refuse(exchange, object, `unable to create new content in namespace ${namespace} because it is being terminated`)
  const causes = [{ reason: 'NamespaceTerminating', message: `namespace ${namespace} is being terminated`, field: 'metadata.namespace' }]
  return { failure: { ...failure, details: { ...failure.details, causes } } }
}
