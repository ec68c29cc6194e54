import type { Node, Pod } from '../../api/index.ts'
import { objectAt, podsOnNode, schedulerLoad, type ClusterPlan } from '../../cluster/index.ts'
import type { Kernel } from '../../kernel/index.ts'
import type { View } from '../../protocol/index.ts'
import { objectsNow } from '../objects.ts'
import type { Slots } from '../slots.ts'
import { isUp, pushControlPlane, pushNode, pushWorkloads, state } from '../views.ts'

/** Of a large cluster: the control plane, the workloads, and those nodes with their Pods that somebody looks at. */
export function fleetViews(kernel: Kernel, plan: ClusterPlan, slots: Slots, looked: readonly string[]): View[] {
  const views: View[] = []
  pushControlPlane(kernel, plan, [], views)
  const { leading, paused, active, backoff, unschedulable } = schedulerLoad(state(kernel, 'kube-scheduler'))
  views.push({ kind: 'scheduler', id: 'scheduler', up: isUp(kernel, 'kube-scheduler'), leader: leading, paused, active, backoff, unschedulable, pod: undefined, scores: [] })
  const pods = new Map(looked.map((name) => [name, [...podsOnNode(state(kernel, 'apiserver'), name)] as unknown as Pod[]]))
  plan.nodes.forEach((planned, slot) => {
    const own = pods.get(planned.name)
    if (own) pushNode(kernel, planned, slot, objectAt(state(kernel, 'apiserver'), '', 'nodes', planned.name) as Node | undefined, own, slots, views)
  })
  pushWorkloads(objectsNow(kernel), views)
  return views
}
