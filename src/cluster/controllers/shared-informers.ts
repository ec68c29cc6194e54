import type { InformerOptions } from '../client/informer-state.ts'

/** The caches that the manager's controllers share; each is one list and one watch, whoever reads it. */
export const SHARED_INFORMERS = {
  pods: core('pods', ['owner', 'orphan', 'node', 'unassigned', 'namespace']),
  replicasets: of('apps', 'v1', 'replicasets', ['owner', 'orphan', 'namespace']),
  deployments: of('apps', 'v1', 'deployments', ['namespace']),
  services: core('services', ['namespace']),
  endpointslices: of('discovery.k8s.io', 'v1', 'endpointslices', ['service']),
  nodes: core('nodes', []),
  namespaces: core('namespaces', []),
  serviceaccounts: core('serviceaccounts', []),
  configmaps: core('configmaps', []),
  clusterroles: of('rbac.authorization.k8s.io', 'v1', 'clusterroles', []),
  leases: { ...of('coordination.k8s.io', 'v1', 'leases', []), namespace: 'kube-node-lease', noise: true },
} as const satisfies Record<string, Omit<InformerOptions, 'name'>>

export type InformerName = keyof typeof SHARED_INFORMERS | `any:${string}`

/** 'any:<group>/<version>/<resource>' names a cache that only the garbage collector needs. */
export function informerOptions(name: InformerName): Omit<InformerOptions, 'name'> {
  if (!name.startsWith('any:')) return SHARED_INFORMERS[name as keyof typeof SHARED_INFORMERS]
  const [group = '', version = '', resource = ''] = name.slice('any:'.length).split('/')
  return { group, version, resource }
}

function core(resource: string, indexes: NonNullable<InformerOptions['indexes']>) {
  return of('', 'v1', resource, indexes)
}

function of(group: string, version: string, resource: string, indexes: NonNullable<InformerOptions['indexes']>): Omit<InformerOptions, 'name'> {
  return { group, version, resource, indexes }
}
