const KINDS: Readonly<Record<string, string>> = {
  pods: 'Pod', minions: 'Node', deployments: 'Deployment', replicasets: 'ReplicaSet', 'services/specs': 'Service', 'services/endpoints': 'Endpoints', endpointslices: 'EndpointSlice', configmaps: 'ConfigMap', secrets: 'Secret', serviceaccounts: 'ServiceAccount',
  namespaces: 'Namespace', leases: 'Lease', events: 'Event', statefulsets: 'StatefulSet', daemonsets: 'DaemonSet', jobs: 'Job', cronjobs: 'CronJob', persistentvolumeclaims: 'PersistentVolumeClaim', persistentvolumes: 'PersistentVolume', resourcequotas: 'ResourceQuota', ingress: 'Ingress',
}

/** What a key of etcd holds, as people call it: '/registry/pods/default/web-1' is 'Pod web-1'. A namespace is told only where it is not the visitor's own. */
export function keyWords(key: string): string {
  const parts = key.replace(/^\/registry\//, '').split('/')
  const two = KINDS[parts.slice(0, 2).join('/')]
  const kind = two ?? KINDS[parts[0] ?? ''] ?? parts[0]
  const rest = parts.slice(two === undefined ? 1 : 2)
  return `${kind} ${(rest[0] === 'default' && rest.length > 1 ? rest.slice(1) : rest).join('/')}`
}
