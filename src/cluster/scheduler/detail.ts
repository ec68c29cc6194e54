import type { ClusterCache } from './cache.ts'
import { searchOrder } from './cache.ts'
import { DEFAULT_WEIGHTS } from './plugins.ts'
import type { SchedulingReport } from './report.ts'
import type { SchedulerState } from './state.ts'

/** What the scheduler believes of each node: from its own cache, pods that it only assumes there included. */
export interface SchedulerDetail {
  readonly nodes: readonly NodeDetail[]
  readonly pods: number
  readonly assumed: number
  /** One for each Pod, the newest first. */
  readonly reports: readonly SchedulingReport[]
  readonly weights: Readonly<Record<string, number>>
}

export interface NodeDetail {
  readonly node: string
  readonly unschedulable: boolean
  readonly controlPlane: boolean
  readonly cpu: readonly [used: number, max: number]
  readonly memory: readonly [used: number, max: number]
  readonly pods: readonly [used: number, max: number]
  readonly taints: readonly { readonly key: string; readonly value: string; readonly effect: string }[]
}

/** Of a fleet only the first `limit` nodes in the order of the search. */
export function schedulerDetail({ cache, reports }: SchedulerState, limit = 40): SchedulerDetail {
  const seen = new Set<string>()
  return {
    nodes: [...searchOrder(cache)].slice(0, limit).map((slot) => nodeDetail(cache, slot)).sort((a, b) => (a.node < b.node ? -1 : 1)),
    pods: cache.slotOf.size, assumed: cache.assumed.size,
    reports: [...reports].reverse().filter(({ pod }) => !seen.has(pod) && seen.add(pod)),
    weights: DEFAULT_WEIGHTS,
  }
}

function nodeDetail({ nodes, columns }: ClusterCache, slot: number): NodeDetail {
  const { metadata, spec } = nodes[slot]!
  return {
    node: metadata.name!, unschedulable: spec.unschedulable ?? false, controlPlane: metadata.labels?.['node-role.kubernetes.io/control-plane'] !== undefined,
    cpu: [columns.cpu[slot]!, columns.cpuMax[slot]!], memory: [columns.memory[slot]!, columns.memoryMax[slot]!], pods: [columns.pods[slot]!, columns.podsMax[slot]!],
    taints: (spec.taints ?? []).map(({ key, value, effect }) => ({ key, value: value ?? '', effect })),
  }
}
