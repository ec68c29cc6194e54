/** The loops a learner meets first, in the order they are read; the rest stand behind "+N". */
const FIRST = ['deployment', 'replicaset', 'endpointslice', 'node-lifecycle', 'namespace', 'garbage-collector', 'serviceaccount', 'taint-eviction', 'job', 'daemonset', 'statefulset', 'resourcequota', 'pod-gc', 'node-ipam']

export function visibleControllers(names: readonly string[], most: number): readonly string[] {
  const rank = (name: string) => {
    const found = FIRST.findIndex(first => plain(name) === first)
    return found < 0 ? FIRST.length : found
  }
  return [...names].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : a > b ? 1 : 0)).slice(0, most)
}

/** 'deployment-controller' and 'Deployment' are the same loop; a chip shows it as its users say it. */
export function controllerTitle(name: string): string {
  return TITLES[plain(name)] ?? plain(name).split('-').map(part => part.charAt(0).toUpperCase() + part.slice(1)).join('')
}

const plain = (name: string) => name.replace(/-controller$/, '').toLowerCase()

const TITLES: Readonly<Record<string, string>> = {
  'deployment': 'Deployment', 'replicaset': 'ReplicaSet', 'endpointslice': 'EndpointSlice', 'node-lifecycle': 'Node', 'namespace': 'Namespace',
  'garbage-collector': 'GarbageCollector', 'serviceaccount': 'ServiceAccount', 'resourcequota': 'ResourceQuota', 'daemonset': 'DaemonSet',
  'statefulset': 'StatefulSet', 'cronjob': 'CronJob', 'node-ipam': 'NodeIPAM', 'pod-gc': 'PodGC', 'root-ca-cert-publisher': 'RootCA', 'clusterrole-aggregation': 'ClusterRoleAggregation', 'taint-eviction': 'TaintEviction',
}
