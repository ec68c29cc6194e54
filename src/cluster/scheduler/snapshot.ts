import type { ClusterCache } from './cache.ts'
import { searchOrder } from './cache.ts'
import type { NodeInfo, Snapshot } from './framework.ts'
import { amountsOf, resourcesOf } from './resources.ts'
import type { KnownPod } from './shape.ts'

/** The cluster as plain objects. Costs as much as there are pods, so it is made for explanations, tests and preemption only. */
export const snapshotOf = (cache: ClusterCache, without?: string): Snapshot =>
  ({ ...partialSnapshot(cache), nodes: Array.from(searchOrder(cache), slot => nodeInfo(cache, slot, without)) })

/** For functions that are told which nodes to look at. */
export const partialSnapshot = (cache: ClusterCache): Snapshot => ({ nodes: [], namespaces: cache.namespaces, nominated: cache.nominated, images: cache.images })

export function nodeInfo({ nodes, podsOn }: ClusterCache, slot: number, without?: string): NodeInfo {
  const node = nodes[slot]!
  const amounts = amountsOf(node.status?.allocatable)
  const pods: KnownPod[] = []
  for (const pod of podsOn[slot]!.values()) if (pod.key !== without) pods.push(pod)
  return { name: node.metadata.name!, node, pods, allocatable: { ...resourcesOf(amounts), pods: amounts.pods ?? 0 } }
}
