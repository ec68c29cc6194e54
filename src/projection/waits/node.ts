import { parseTimeUs, type Lease, type Node } from '../../api/index.ts'
import { GRACE_US, kubeletNetwork } from '../../cluster/details.ts'
import type { ClusterPlan } from '../../cluster/index.ts'
import type { WaitsFor } from '../../protocol/index.ts'
import { state } from '../views.ts'
import { processWaiter, wait, waiterOf, type Asking, type Waiter } from './asking.ts'
import { cutWaits, stoppedWaits } from './control-plane.ts'

/** Why nobody acts or reports on a node. */
export function hostWaits(asking: Asking, name: string, depth: number): WaitsFor[] {
  const { kernel } = asking
  if (!hasHost(asking.plan, name)) return [wait(asking, processWaiter(name, depth), 'no-node', { node: name })]
  if (kernel.isOff(name)) return [wait(asking, processWaiter(name, depth), 'node-off', { node: name })]
  const kubelet = `kubelet/${name}`
  const stopped = stoppedWaits(asking, kubelet, depth)
  if (stopped.length > 0) return stopped.map((one) => ({ ...one, text: one.text === 'waits.frozen' ? one.text : 'waits.kubelet', params: { ...one.params, node: name } }))
  return cutWaits(asking, kubelet, name, depth)
}

const hasHost = ({ nodes }: ClusterPlan, name: string): boolean => nodes.some((node) => node.name === name)

/** Silent, and nobody has noticed: that takes as long as the node controller's grace, from the last heartbeat on. */
function unnoticed(asking: Asking, node: Node, waiter: Waiter): WaitsFor {
  const name = node.metadata.name!
  const lease = asking.objects.get({ group: 'coordination.k8s.io', resource: 'leases', namespace: 'kube-node-lease', name }) as Lease | undefined
  const heard = parseTimeUs(lease?.spec.renewTime ?? '')
  return wait(asking, waiter, 'node-silent', { node: name, seconds: GRACE_US / 1_000_000 }, { since: heard, until: heard + GRACE_US })
}

export function nodeWaits(asking: Asking, node: Node): WaitsFor[] {
  const name = node.metadata.name!
  const ready = node.status?.conditions?.find(({ type }) => type === 'Ready')
  const waiter = waiterOf(node as never, 0)
  const why = hostWaits(asking, name, 1)
  if (ready?.status === 'True') return why.length === 0 ? [] : [unnoticed(asking, node, waiter), ...why]
  if (ready === undefined) return [wait(asking, waiter, 'node-new', { node: name }), ...why]
  if (ready.status === 'Unknown') return [wait(asking, waiter, 'node-unknown', { node: name }), ...why]
  const network = why.length === 0 ? kubeletNetwork(state(asking.kernel, `kubelet/${name}`)) : undefined
  return [wait(asking, waiter, 'node-not-ready', { node: name, message: ready.message ?? '' }), ...why, ...(network && !network.ready ? [wait(asking, processWaiter(`kubelet/${name}`, 1), 'network-plugin', { message: network.message })] : [])]
}
