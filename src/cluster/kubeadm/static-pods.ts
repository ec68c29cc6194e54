import type { Pod } from '../../api/index.ts'
import { CONTROL_PLANE, type ClusterPlan, type PlannedNode } from './plan.ts'

const VERSION = 'v1.36.3'

/** What lies in /etc/kubernetes/manifests of a node. */
export function staticPodsOf(plan: ClusterPlan, node: PlannedNode): readonly Pod[] {
  if (plan.fleet) return []
  // NB: kubeadm installs kube-proxy and flannel as DaemonSets; until there is a DaemonSet controller they are static Pods on every node.
  const agents = [
    manifest('kube-proxy', 'kube-system', `registry.k8s.io/kube-proxy:${VERSION}`, '0', 'k8s-app'),
    manifest('kube-flannel', 'kube-flannel', 'ghcr.io/flannel-io/flannel:v0.28.0', '100m', 'app'),
  ]
  if (node.name !== CONTROL_PLANE) return agents
  return [
    ...plan.etcd.map((name) => manifest(name, 'kube-system', 'registry.k8s.io/etcd:3.6.6-0', '100m')),
    manifest('kube-apiserver', 'kube-system', `registry.k8s.io/kube-apiserver:${VERSION}`, '250m'),
    manifest('kube-controller-manager', 'kube-system', `registry.k8s.io/kube-controller-manager:${VERSION}`, '200m'),
    manifest('kube-scheduler', 'kube-system', `registry.k8s.io/kube-scheduler:${VERSION}`, '100m'),
    ...agents,
  ]
}

function manifest(name: string, namespace: string, image: string, cpu: string, label = 'component'): Pod {
  const labels = label === 'component' ? { component: name, tier: 'control-plane' } : { [label]: name }
  return {
    apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace, labels },
    spec: {
      hostNetwork: true, priorityClassName: 'system-node-critical',
      containers: [{ name, image, imagePullPolicy: 'IfNotPresent', ...(cpu === '0' ? {} : { resources: { requests: { cpu } } }) }],
    },
  }
}
