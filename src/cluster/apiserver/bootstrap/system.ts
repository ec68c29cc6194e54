import { MANDATORY_LEVELS, MANDATORY_SCHEMAS, SUGGESTED_LEVELS, SUGGESTED_SCHEMAS, type ApiObject } from '../../../api/index.ts'
import type { ApiServerConfig } from '../config.ts'
import { addressText, parseCidr } from '../registry/addresses.ts'

/** What the API server itself sees to at every start, in phases: a phase begins when the one before is in the caches. */
export function systemNamespaces(): readonly ApiObject[] {
  return ['default', 'kube-system', 'kube-public', 'kube-node-lease'].map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }))
}

/** Levels first: a schema that points nowhere is not followed. Models ensureAPFBootstrapConfiguration. */
export const flowControlObjects = (): readonly ApiObject[] => [...SUGGESTED_LEVELS, ...MANDATORY_LEVELS, ...SUGGESTED_SCHEMAS, ...MANDATORY_SCHEMAS] as unknown as readonly ApiObject[]

export function priorityClasses(): readonly ApiObject[] {
  const make = (name: string, value: number, description: string): ApiObject => ({ apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name }, value, description })
  return [
    make('system-node-critical', 2_000_001_000, 'Used for system critical pods that must not be moved from their current node.'),
    make('system-cluster-critical', 2_000_000_000, 'Used for system critical pods that must run in the cluster, but can be moved to another node if necessary.'),
  ]
}

/** The door of the cluster, as pods see it: the first address of the service range, with endpoints that no selector chose. */
export function kubernetesService({ serviceCidr, advertiseAddress }: ApiServerConfig): readonly ApiObject[] {
  return [
    {
      apiVersion: 'v1', kind: 'Service', metadata: { name: 'kubernetes', namespace: 'default', labels: { component: 'apiserver', provider: 'kubernetes' } },
      spec: { type: 'ClusterIP', clusterIP: addressText(parseCidr(serviceCidr).first + 1), ports: [{ name: 'https', protocol: 'TCP', port: 443, targetPort: 6443 }], sessionAffinity: 'None' },
    },
    {
      apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', metadata: { name: 'kubernetes', namespace: 'default', labels: { 'kubernetes.io/service-name': 'kubernetes' } },
      addressType: 'IPv4', endpoints: [{ addresses: [advertiseAddress], conditions: { ready: true } }], ports: [{ name: 'https', port: 6443, protocol: 'TCP' }],
    },
  ]
}

/** What kubeadm adds for its administrators: without it `kubernetes-admin` may do nothing. */
export const KUBEADM_ADMINS: ApiObject = {
  apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRoleBinding', metadata: { name: 'kubeadm:cluster-admins' },
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
  subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: 'kubeadm:cluster-admins' }],
}
