import { clusterOf, node, pod } from './builders.ts'
import { assumePod, know, removePod, searchOrder, type ClusterCache } from './cache.ts'
import { drawBest } from './cycle.ts'
import { constraintsFor } from './default-spread.ts'
import { findFeasible, prepareFilters, scoreNodes, searched, totals } from './oracle.ts'
import { rank } from './ranking.ts'
import { ask, search } from './search.ts'
import { snapshotOf } from './snapshot.ts'

export interface SchedulerBench {
  readonly nodes: number
  readonly pods: number
  readonly columnsPerSecond: number
  readonly oraclePerSecond: number
  /** Columns against plain objects, in one process: the figure that a machine does not change much. */
  readonly ratio: number
}

/** Decisions a second with the default plugins and default spreading. `clock` gives milliseconds. */
export function schedulerBench(clock: () => number, { nodes = 5000, pods = 20_000, decisions = 20_000, oracleDecisions = 20 } = {}): SchedulerBench {
  const cache = clusterOf(Array.from({ length: nodes }, (_, i) => node(`node-${i}`, { cpu: '32', memory: '128Gi', zone: `zone-${i % 3}` })))
  for (let i = 0; i < pods; i++) assumePod(cache, know(cache, replica(i, 'old')), `node-${i % nodes}`)
  let start = 0
  let next = 0
  const columns = rate(clock, decisions, () => {
    start = byColumns(cache, next++, start)
  })
  for (let i = 0; i < next; i++) removePod(cache, `default/web-${i}`)
  const oracle = rate(clock, oracleDecisions, () => byBook(cache, next++))
  return { nodes, pods, columnsPerSecond: Math.round(columns), oraclePerSecond: Math.round(oracle * 10) / 10, ratio: Math.round(columns / oracle) }
}

const SPREAD = constraintsFor({ matchLabels: { app: 'web' } })
const replica = (i: number, app: string) => pod(`${app}-${i}`, { cpu: '100m', memory: '100Mi', labels: { app } })

function byColumns(cache: ClusterCache, i: number, start: number): number {
  const known = know(cache, replica(i, 'web'))
  const question = ask(cache, known, SPREAD)
  const { feasible, visited } = search(question, start)
  const slot = feasible[drawBest(rank(question, feasible), { below: () => 0 })]!
  assumePod(cache, known, cache.nodes[slot]!.metadata.name!)
  return (start + visited) % searchOrder(cache).length
}

function byBook(cache: ClusterCache, i: number): void {
  const known = know(cache, replica(i, 'web'))
  const snapshot = snapshotOf(cache)
  const prepared = prepareFilters({ known, snapshot, defaultSpread: SPREAD })
  const { feasible } = findFeasible(prepared, searched(prepared, snapshot), 0)
  const sums = totals(scoreNodes(prepared.subject, feasible), feasible.length)
  assumePod(cache, known, feasible[drawBest(Float64Array.from(sums), { below: () => 0 })]!.name)
}

function rate(clock: () => number, times: number, run: () => void): number {
  const begin = clock()
  for (let i = 0; i < times; i++) run()
  return (times * 1000) / (clock() - begin)
}
