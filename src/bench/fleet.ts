import { performance } from 'node:perf_hooks'
import { SECOND, type Observer } from '../kernel/index.ts'
import { deployment, testCluster, type TestCluster } from '../testing/cluster.ts'
import { megabytes, ms, row } from './print.ts'

const PODS_A_NODE = 30
/** Virtual time after which a roll-out counts as stuck. */
const LIMIT_US = 3600 * SECOND

/** What one roll-out cost. */
interface Cost { readonly replicas: number; readonly perPodMs: number; readonly met: boolean }

/** Cost per Pod from apply to Ready; the first size is the measure of the others. */
export function fleetFigures(sizes: readonly number[]): void {
  // What is measured is a warm engine: the first clusters of a process run before anything is compiled.
  for (let i = 0; i < 3; i++) rollOut(sizes[0]!)
  const costs = sizes.map((size) => report(best(size)))
  const base = costs[0]!
  for (const { replicas, perPodMs, met } of costs) {
    row(`cost per Pod, ${replicas} replicas`, `${(perPodMs / base.perPodMs).toFixed(2)} x`,
      `of the cost at ${base.replicas}: ${(perPodMs * 1000).toFixed(0)} µs against ${(base.perPodMs * 1000).toFixed(0)} µs${verdict(replicas, perPodMs / base.perPodMs, met)}`)
  }
}

/** The limit at 10,000, the design's beyond. */
function verdict(replicas: number, ratio: number, met: boolean): string {
  if (!met) return '; NOT ALL READY'
  const limit = replicas > 10_000 ? 2 : 1.5
  return ratio > limit ? `; limit ${limit}: MISSED` : `; limit ${limit}`
}

interface RollOut extends Cost {
  readonly nodes: number
  readonly bootMs: number
  readonly events: number
  readonly messages: number
  readonly writes: number
  readonly virtualS: number
  readonly heap: string
}

/** Small sizes are over in a blink: the middle of several runs counts. */
function best(replicas: number): RollOut {
  const runs = Array.from({ length: replicas < 1_000 ? 7 : 1 }, () => rollOut(replicas)).sort((a, b) => a.perPodMs - b.perPodMs)
  return runs[runs.length >> 1]!
}

function rollOut(replicas: number): RollOut {
  const nodes = Math.max(3, Math.ceil(replicas / PODS_A_NODE))
  const { observer, counted } = counter()
  const start = performance.now()
  const cluster = testCluster({ seed: 1, workers: nodes, etcd: 3, fleet: true, cpu: '32', memory: '64Gi', observers: [observer] })
  const bootMs = ms(start)
  const before = { events: cluster.kernel.handled, messages: counted.messages, writes: revision(cluster), at: cluster.kernel.now }
  const begun = performance.now()
  cluster.ask('POST', '/apis/apps/v1/namespaces/default/deployments', deployment('web', replicas))
  const met = cluster.runUntil(everySecond(cluster, () => readyReplicas(cluster) >= replicas), LIMIT_US)
  const tookMs = ms(begun)
  return {
    replicas, nodes, met, bootMs, perPodMs: tookMs / replicas, heap: megabytes(), virtualS: (cluster.kernel.now - before.at) / SECOND,
    events: cluster.kernel.handled - before.events, messages: counted.messages - before.messages, writes: revision(cluster) - before.writes,
  }
}

function report({ replicas, nodes, met, bootMs, perPodMs, events, messages, writes, virtualS, heap }: RollOut): Cost {
  const perPod = (count: number): string => (count / replicas).toFixed(1)
  row(`${replicas} Pods on ${nodes} nodes, apply to Ready`, `${(perPodMs * replicas / 1000).toFixed(1)} s`, `${met ? '' : 'NOT ALL READY, '}${virtualS.toFixed(0)} s of virtual time, boot ${(bootMs / 1000).toFixed(1)} s`)
  row('  messages, writes and events a Pod', `${perPod(messages)}, ${perPod(writes)}, ${perPod(events)}`, `heap ${heap} after all are Ready`)
  return { replicas, perPodMs, met }
}

/** Messages between actors: timers are not among them. */
function counter(): { readonly observer: Observer; readonly counted: { messages: number } } {
  const counted = { messages: 0 }
  return { counted, observer: { sent({ from, to }) { if (from !== to) counted.messages++ } } }
}

/** Every write to etcd is a revision; heartbeats and leases are among them. */
const revision = (cluster: TestCluster): number => (cluster.kernel.inspect('etcd-0') as { readonly database: { readonly mvcc: { readonly revision: number } } }).database.mvcc.revision

interface Rolled { readonly metadata: { readonly name: string }; readonly status?: { readonly readyReplicas?: number } }

const readyReplicas = (cluster: TestCluster): number => cluster.list<Rolled>('apps', 'deployments').find(({ metadata }) => metadata.name === 'web')?.status?.readyReplicas ?? 0

function everySecond(cluster: TestCluster, look: () => boolean): () => boolean {
  let next = cluster.kernel.now
  return () => {
    if (cluster.kernel.now < next) return false
    next = cluster.kernel.now + SECOND
    return look()
  }
}
