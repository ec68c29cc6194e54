import { parseTimeUs, quantityMilli, quantityValue, type Lease, type Node, type Pod } from '../../api/index.ts'
import { cniDetail, kubeletDetail, proxySummary, runtimeDetail, type SandboxDetail } from '../../cluster/details.ts'
import { heardSince, objectAt } from '../../cluster/index.ts'
import type { InformerRow, KubeletInside, NodeInside, PullRow, SandboxRow } from '../../protocol/index.ts'
import { isUp, state } from '../views.ts'
import { beatNamed, timersOf } from './beats.ts'
import type { Looking } from './inside.ts'
import { conditionsOf } from '../object-answer.ts'
import { placeOfPod, workerRow, type AtKubelet } from './worker.ts'

/** What stands and runs on one node. A kubelet that is down has no memory; what containerd has is on the disk. */
export function insideNode(looking: Looking): NodeInside | undefined {
  const { kernel, plan, place, beganAt } = looking
  const name = place.split('/')[1]!
  const planned = plan.nodes.find((one) => one.name === name)
  if (!planned) return undefined
  const api = state(kernel, 'apiserver')
  const node = objectAt(api, '', 'nodes', name) as Node | undefined
  const powered = !kernel.isOff(name)
  const up = { kubelet: isUp(kernel, `kubelet/${name}`), runtime: isUp(kernel, `runtime/${name}`), cni: isUp(kernel, `cni/${name}`), proxy: isUp(kernel, `kube-proxy/${name}`) }
  const at: AtKubelet = { timers: timersOf(kernel, `kubelet/${name}`), nowUs: kernel.now, clockUs: kernel.clockOf(name), beganAt }
  const kubelet = kubeletDetail(state(kernel, `kubelet/${name}`), at)
  const podOf = (key: string): Pod | undefined => objectAt(api, '', 'pods', key) as Pod | undefined
  const runtime = runtimeDetail(state(kernel, `runtime/${name}`))
  const { services, syncs, syncedAtUs, pending } = proxySummary(state(kernel, `kube-proxy/${name}`))
  const owner = new Map(runtime.sandboxes.map((one) => [one.id, `${one.namespace}/${one.pod}`]))
  const { leases, ...cni } = cniDetail(state(kernel, `cni/${name}`))
  return {
    inside: 'node', node: name, powered, up, controlPlane: planned.controlPlane, ready: node?.status?.conditions?.find(({ type }) => type === 'Ready')?.status ?? '', unschedulable: node?.spec.unschedulable ?? false,
    taints: (node?.spec.taints ?? []).map(({ key, value, effect }) => `${key}${value ? `=${value}` : ''}:${effect}`),
    kubelet: kubeletInside(looking, at, up.kubelet ? kubelet : undefined, runtime, node, name),
    workers: up.kubelet ? kubelet.workers.map((worker) => workerRow(at, worker, podOf(worker.key))).sort((a, b) => order(a.pod) - order(b.pod) || (a.pod < b.pod ? -1 : 1)) : [],
    runtime: { networkReady: runtime.networkReady, layers: runtime.layers, images: [...runtime.images].sort((a, b) => b.used - a.used || (a.name < b.name ? -1 : 1)), sandboxes: runtime.sandboxes.map(sandboxRow) },
    cni: { ...cni, leases: leases.map(({ ip, sandbox }) => ({ ip, pod: owner.get(sandbox) ?? '', place: placeOfPod(owner.get(sandbox) ?? '') })) },
    proxy: { services, syncs, syncedAt: syncedAtUs - beganAt, pending }, room: roomOf(node, up.kubelet ? kubelet : undefined, powered && up.runtime ? runtime.usedBytes : undefined),
  }
}

/** The visitor's own come first. */
const order = (key: string): number => (key.startsWith('kube-') ? 1 : 0)

type Kubelet = ReturnType<typeof kubeletDetail>

function kubeletInside({ kernel, beganAt }: Looking, at: AtKubelet, kubelet: Kubelet | undefined, runtime: ReturnType<typeof runtimeDetail>, node: Node | undefined, name: string): KubeletInside {
  const lease = objectAt(state(kernel, 'apiserver'), 'coordination.k8s.io', 'leases', `kube-node-lease/${name}`) as unknown as Lease | undefined
  const renewed = lease?.spec?.renewTime
  const posted = kubelet && kubelet.postedAtUs > 0 ? { postedAt: kubelet.postedAtUs - beganAt } : {}
  const beat = (timer: string): { readonly leftUs: number; readonly ofUs: number } | undefined => (kubelet ? beatNamed(at.timers, timer, at.nowUs) : undefined)
  const [leaseBeat, statusBeat] = [beat('lease'), beat('node-status')]
  const heartbeats = new Map((node?.status?.conditions ?? []).map(({ type, lastHeartbeatTime }) => [type, lastHeartbeatTime ? parseTimeUs(lastHeartbeatTime) - beganAt : 0]))
  return {
    startedAt: (kubelet?.startedAtUs ?? 0) - beganAt, registered: kubelet?.registered ?? false, leaseUnderWay: kubelet?.leaseUnderWay ?? false, statusUnderWay: kubelet?.statusUnderWay ?? false, ...posted,
    ...(leaseBeat ? { lease: leaseBeat } : {}), ...(statusBeat ? { status: statusBeat } : {}), ...(renewed ? { leaseRenewedAt: parseTimeUs(renewed) - beganAt } : {}),
    informers: (kubelet?.informers ?? []).map((one): InformerRow => ({
      name: one.name, resource: one.resource, objects: one.objects, resourceVersion: one.resourceVersion, behind: behindOf(kernel, one.group, one.resource, name, one.name, Number(one.resourceVersion || 0)),
      phase: one.phase, synced: one.synced, since: one.watchSince - beganAt, events: one.watchEvents, delayed: one.delayed,
    })),
    conditions: node ? conditionsOf(node as never, beganAt).map((one) => ({ ...one, heartbeatAt: heartbeats.get(one.type) ?? 0 })) : [],
    pulls: kubelet ? pullsOf(kubelet, runtime, at, beganAt) : [],
  }
}

/** Changes of Pods of this node, or of Services, that the API server's watch cache has and this kubelet has not heard of. */
function behindOf(kernel: Looking['kernel'], group: string, resource: string, node: string, informer: string, since: number): number {
  const { changes } = heardSince(state(kernel, 'apiserver'), group, resource, since)
  return changes?.filter(({ object }) => informer !== 'pods' || (object as unknown as Pod).spec.nodeName === node).length ?? 0
}

function pullsOf({ pulling, pullQueue, workers }: Kubelet, runtime: ReturnType<typeof runtimeDetail>, { nowUs }: AtKubelet, beganAt: number): readonly PullRow[] {
  const podOf = new Map(workers.map(({ uid, key }) => [uid, key]))
  const row = (stage: PullRow['stage'], { uid, container, image, sinceUs }: NonNullable<typeof pulling>): PullRow => ({ image, pod: podOf.get(uid) ?? '', container, stage, bytes: 0, since: sinceUs - beganAt })
  const current = pulling && runtime.pulls.length > 0 ? runtime.pulls[0]! : undefined
  const now = pulling && {
    ...row(current?.stage ?? 'resolving', pulling), bytes: current?.bytes ?? 0,
    ...(current && current.endUs > 0 ? { beat: { leftUs: Math.max(0, current.endUs - nowUs), ofUs: current.endUs - current.startedUs } } : {}),
  }
  return [...(now ? [now] : []), ...pullQueue.map((wish) => row('waiting', wish))]
}

export const sandboxRow = ({ id, namespace, pod, attempt, state: now, ip, hostNetwork, containers }: SandboxDetail): SandboxRow =>
  ({ id, pod: `${namespace}/${pod}`, place: placeOfPod(`${namespace}/${pod}`), attempt, state: now, ip, hostNetwork, containers: containers.map(({ name, state: is, exitCode }) => ({ name, state: is, exitCode })) })

const ROOM = ['cpu', 'memory', 'ephemeral-storage', 'pods'] as const

function roomOf(node: Node | undefined, kubelet: Kubelet | undefined, usedBytes: number | undefined): NodeInside['room'] {
  const amount = (resource: (typeof ROOM)[number], text: string | undefined): number => (text === undefined ? 0 : resource === 'cpu' ? quantityMilli(text) : quantityValue(text))
  return ROOM.map((resource) => {
    const sum = kubelet?.requests[resource] ?? 0
    return {
      resource, capacity: amount(resource, node?.status?.capacity?.[resource]), allocatable: amount(resource, node?.status?.allocatable?.[resource]),
      requested: resource === 'pods' ? kubelet?.admitted ?? 0 : resource === 'cpu' ? sum : Math.round(sum / 1000), ...(resource === 'memory' && usedBytes !== undefined ? { used: usedBytes } : {}),
    }
  })
}
