import { quantityValue } from '../../api/index.ts'
import { createKernel, type Component, type HostId, type Kernel, type Latency, type Observer } from '../../kernel/index.ts'
import { apiServer } from '../apiserver/apiserver.ts'
import { kubeControllerManager } from '../controllers/controller-manager.ts'
import { standardControllers } from '../controllers/standard.ts'
import { createApplyCache } from '../etcd/apply-cache.ts'
import { disk, type DiskState } from '../etcd/disk.ts'
import { etcd } from '../etcd/member.ts'
import type { EtcdConfig } from '../etcd/state.ts'
import { KUBERNETES_ADMIN } from '../identity.ts'
import { kubectl } from '../kubectl/kubectl.ts'
import { kubelet } from '../kubelet/kubelet.ts'
import { flannel, type FlannelState } from '../network/flannel.ts'
import { kubeProxy } from '../network/kube-proxy.ts'
import { registry } from '../runtime/registry.ts'
import { runtime } from '../runtime/runtime.ts'
import type { RuntimeMessage, RuntimeState } from '../runtime/state.ts'
import { kubeScheduler } from '../scheduler/scheduler.ts'
import { installedObjects } from './installed.ts'
import { markControlPlane } from './mark-control-plane.ts'
import { CONTROL_PLANE, planCluster, SERVICE_CIDR, type ClusterPlan, type ClusterShape, type PlannedNode } from './plan.ts'
import { staticPodsOf } from './static-pods.ts'

export interface ClusterOptions extends ClusterShape {
  readonly seed: number
  readonly observers?: readonly Observer[]
  /** Virtual time at which the machines are switched on; 0 (2026-01-01) unless told. */
  readonly startUs?: number
  /** A bug planted in etcd, to see that invariants catch it. */
  readonly bug?: EtcdConfig['bug']
}

export const LAPTOP = 'laptop'
/** The machine of a fleet's control plane has more processors. */
const FLEET_CORES = 32

/** Puts every component of a cluster on its host. Nothing has happened yet: the first step of the kernel boots it. */
export function buildCluster({ seed, observers, startUs, bug, ...shape }: ClusterOptions): { readonly kernel: Kernel; readonly plan: ClusterPlan } {
  const plan = planCluster(shape)
  return { kernel: buildPlanned({ seed, observers, startUs, bug }, plan), plan }
}

/** What disks hold before the first step, for machines that were in use before. */
export interface Disks {
  readonly etcd: () => DiskState
  readonly runtime: (node: PlannedNode) => RuntimeState
  readonly cni: (node: PlannedNode) => FlannelState
}

export function buildPlanned({ seed, observers, startUs, bug }: Omit<ClusterOptions, keyof ClusterShape>, plan: ClusterPlan, disks?: Disks): Kernel {
  const kernel = createKernel({ seed, observers, latency, startUs })
  const cache = createApplyCache()
  for (const name of plan.etcd) {
    kernel.spawn(`${name}/disk`, CONTROL_PLANE, disks ? { ...disk(), init: disks.etcd } : disk())
    kernel.spawn(name, CONTROL_PLANE, etcd({ name, members: plan.etcd, disk: `${name}/disk`, cache, bug }))
  }
  kernel.spawn('apiserver', CONTROL_PLANE, apiServer({
    etcd: plan.etcd, hostName: CONTROL_PLANE, advertiseAddress: plan.nodes[0]!.hostIP, serviceCidr: SERVICE_CIDR, tokenKey: `glass-${seed}`, installed: installedObjects(),
    managedFields: plan.fleet ? 'applies-only' : 'tracked', ...(plan.fleet ? { cores: FLEET_CORES } : {}),
  }))
  kernel.spawn('registry', 'registry', registry())
  kernel.spawn('kube-controller-manager', CONTROL_PLANE, kubeControllerManager({
    apiserver: 'apiserver', reconcilers: standardControllers({ rootCertificate: CERTIFICATE, clusterCidr: plan.podCidr }), leaderElection: true, ...(plan.fleet ? { qps: 'unlimited' as const } : {}),
  }))
  kernel.spawn('kube-scheduler', CONTROL_PLANE, kubeScheduler({ apiserver: 'apiserver', leaderElect: true, ...(plan.fleet ? { qps: 0 } : {}) }))
  for (const node of plan.nodes) spawnNode(kernel, plan, node, disks)
  kernel.spawn('kubeadm', CONTROL_PLANE, markControlPlane('apiserver'))
  kernel.spawn('kubectl', LAPTOP, kubectl({ apiserver: 'apiserver', credentials: KUBERNETES_ADMIN }))
  return kernel
}

// NB: a text of the right shape; nobody in the simulation checks its signature.
const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIDBTCCAe2gAwIBAgIIR2xhc3NDQTAwDQYJKoZIhvcNAQELBQAwFTETMBEGA1UE
-----END CERTIFICATE-----
`

function spawnNode(kernel: Kernel, plan: ClusterPlan, node: PlannedNode, disks: Disks | undefined): void {
  const { name, hostIP, controlPlane, zone } = node
  const capacity = controlPlane ? { cpu: '4', memory: '8Gi' } : { cpu: plan.cpu, memory: plan.memory }
  const plugin = flannel({ node: name, apiserver: 'apiserver', runtime: `runtime/${name}` })
  const containerd = runtime({ kubelet: `kubelet/${name}`, cni: `cni/${name}`, registry: 'registry', hostIP, memoryBytes: quantityValue(capacity.memory) })
  kernel.spawn(`cni/${name}`, name, disks ? { ...plugin, init: () => disks.cni(node) } : plugin)
  kernel.spawn(`runtime/${name}`, name, disks ? running(containerd, () => disks.runtime(node)) : containerd)
  kernel.spawn(`kubelet/${name}`, name, kubelet({
    nodeName: name, hostIP, capacity, apiserver: 'apiserver', runtime: `runtime/${name}`, staticPods: staticPodsOf(plan, node),
    ...(zone === '' ? {} : { labels: { 'topology.kubernetes.io/region': 'region-1', 'topology.kubernetes.io/zone': zone } }),
    taints: controlPlane ? [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }] : [],
    ...(plan.fleet ? { serviceLinks: false, events: false, qps: Infinity } : {}),
  }))
  kernel.spawn(`kube-proxy/${name}`, name, kubeProxy({ node: name, apiserver: 'apiserver' }))
}

/** A runtime whose processes run already: its first start finds the machine as it was left, later ones are real. */
const running = (component: Component<RuntimeState, RuntimeMessage>, init: () => RuntimeState): Component<RuntimeState, RuntimeMessage> => ({
  ...component, init,
  start(state, cx) {
    if (state.boots > 0) component.start?.(state, cx)
    else state.boots = 1
  },
})

const SAME_HOST: Latency = { minUs: 30, maxUs: 60 }
const SAME_RACK: Latency = { minUs: 200, maxUs: 500 }
const OFFICE: Latency = { minUs: 1_000, maxUs: 3_000 }
const INTERNET: Latency = { minUs: 10_000, maxUs: 20_000 }

/** NB: orders of magnitude of a data centre, an office line and the internet; not measured on any one network. */
function latency(from: HostId, to: HostId): Latency {
  if (from === to) return SAME_HOST
  if (from === 'registry' || to === 'registry') return INTERNET
  if (from === LAPTOP || to === LAPTOP) return OFFICE
  return SAME_RACK
}
