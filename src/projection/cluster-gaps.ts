import { podTerminal, type ApiObject, type Pod } from '../api/index.ts'
import type { Kernel } from '../kernel/index.ts'
import type { GapRow, WaitsFor } from '../protocol/index.ts'
import type { ClusterPlan } from '../cluster/index.ts'
import { gapsOfOne } from './object-answer.ts'
import { objectsNow } from './objects.ts'
import { waitsOf } from './waits.ts'

/** Where desired and observed differ anywhere in the cluster. Pods that have ended, and what has no wish, have no gap. */
export function clusterGaps(kernel: Kernel): readonly GapRow[] {
  const objects = objectsNow(kernel)
  const kinds = [objects.list('', 'nodes'), objects.list('apps', 'deployments'), objects.list('apps', 'replicasets'), objects.list<Pod>('', 'pods').filter((pod) => !podTerminal(pod)) as unknown as readonly ApiObject[]]
  return kinds.flat().flatMap(gapsOfOne).filter(({ state }) => state !== 'settled')
}

const ASKED_MOST = 20

/** Which loop is stuck on what. */
export function clusterWaits(kernel: Kernel, plan: ClusterPlan, gaps: readonly GapRow[]): readonly WaitsFor[] {
  const seen = new Map<string, WaitsFor>()
  for (const { object } of gaps.slice(0, ASKED_MOST)) for (const wait of waitsOf(kernel, plan, object)) seen.set(JSON.stringify(wait), wait)
  return [...seen.values()]
}
