import type { Deployment } from '../../api/index.ts'
import { apiServerView, controllersView, objectsOf, schedulerLoad, type ClusterPlan } from '../../cluster/index.ts'
import { SECOND, type Delivery, type EventId, type Kernel, type Message, type Micros, type Observer } from '../../kernel/index.ts'
import type { FleetGauges, FleetSample, FleetTotals } from '../../protocol/index.ts'
import { blocksOf, type Blocks } from './blocks.ts'
import { createDelays, followPod, type Delays } from './delays.ts'
import { createTally, forgetCounts, keepUp, type Tally } from './tally.ts'
import { countMessage, createTraffic, ratesOf, turnTo, type Traffic } from './traffic.ts'

/** What is counted of a large cluster while it runs. An observer: it never touches what it looks at. */
export interface Fleet {
  readonly plan: ClusterPlan
  readonly blocks: Blocks
  readonly tally: Tally
  readonly traffic: Traffic
  readonly delays: Delays
  /** One a virtual second, in order; longer runs forget the beginning. Replaced when the branch changes. */
  samples: KeptSample[]
  /** Columns of the workers that the last thing done has touched. */
  touched: number[]
  followed: EventId
  readonly inputs: Map<EventId, Micros>
}

/** With what the delays were by then, so that a rewind finds them again. */
interface KeptSample { readonly sample: FleetSample; readonly delays: Int32Array }

export const TOUCHED_MAX = 6
const SAMPLES_MAX = 3_600

export function createFleet(plan: ClusterPlan): Fleet {
  const blocks = blocksOf(plan)
  return { plan, blocks, tally: createTally(plan), traffic: createTraffic(blocks), delays: createDelays(), samples: [], touched: [], followed: 0, inputs: new Map() }
}

/** Counting begins when `kernel` is given: a boot is nobody's business. */
export function fleetObserver(fleet: Fleet, kernelNow: () => Kernel | undefined): Observer {
  return {
    input(id, at) {
      fleet.inputs.set(id, at)
      fleet.followed = id
      fleet.touched = []
      fleet.delays.counts.fill(0)
    },
    delivered(delivery) {
      const kernel = kernelNow()
      if (!kernel || delivery.from === delivery.to) return
      const second = Math.floor(delivery.at / SECOND)
      if (second !== fleet.traffic.second) secondOver(fleet, kernel, second)
      countMessage(fleet.traffic, fleet.blocks, delivery)
      if (delivery.root === fleet.followed) touch(fleet, delivery)
    },
    handled(delivery, state) {
      if (delivery.msg.type !== 'etcd-watch-response' || delivery.to !== 'apiserver' || !kernelNow()) return
      keepUp(fleet.tally, state as never, (change) => followPod(fleet.delays, change, delivery.root, delivery.at, fleet.inputs))
    },
    fact(_event, _actor, _at, { fact, us }) {
      if (fact === 'fsync') fleet.traffic.now.fsyncs.push(us as number)
      else if (fact === 'stored') fleet.traffic.now.writes++
      else if (fact === 'schedule-begin') fleet.traffic.now.attempts++
    },
  }
}

function touch({ touched, blocks }: Fleet, { from, to }: Delivery<Message>): void {
  if (touched.length >= TOUCHED_MAX) return
  const worker = blocks.worker.get(to) ?? blocks.worker.get(from)
  if (worker !== undefined && !touched.includes(worker)) touched.push(worker)
}

function secondOver(fleet: Fleet, kernel: Kernel, second: number): void {
  const counted = fleet.traffic.second
  turnTo(fleet.traffic, second, fleet.blocks)
  const last = fleet.samples.at(-1)
  if (counted < 0 || (last && last.sample.second >= counted)) return
  fleet.samples.push({ sample: sampleOf(fleet, kernel, counted), delays: fleet.delays.counts.slice() })
  if (fleet.samples.length > SAMPLES_MAX * 1.25) fleet.samples.splice(0, fleet.samples.length - SAMPLES_MAX)
}

function sampleOf(fleet: Fleet, kernel: Kernel, second: number): FleetSample {
  const totals = totalsOf(fleet, kernel)
  const gauges = gaugesOf(fleet, kernel)
  return {
    second, nodesUnknown: totals.nodesUnknown, nodesNoExecute: totals.nodesNoExecute, podsNotReady: totals.pods - totals.podsReady, podsWaiting: totals.podsWaiting,
    requests: Object.values(gauges.requests).reduce((sum, count) => sum + count, 0), writes: gauges.writes, queued: gauges.queues.reduce((sum, { depth }) => sum + depth, 0),
    tooMany: gauges.codes.tooMany, fsyncMs: gauges.fsyncMs,
  }
}

/** The head has moved: what is counted belongs to another moment. `nowUs` is where it stands now. */
export function moveFleet(fleet: Fleet, kernel: Kernel): void {
  forgetCounts(fleet.tally)
  fleet.delays.underWay.clear()
  const second = Math.floor(kernel.now / SECOND)
  const kept = fleet.samples.findLast(({ sample }) => sample.second < second)
  fleet.delays.counts = kept ? kept.delays.slice() : new Int32Array(fleet.delays.counts.length)
  fleet.traffic.second = -1
  turnTo(fleet.traffic, second, fleet.blocks)
}

/** Counts what was not counted yet; asked before the numbers are read. */
export function catchUp({ tally }: Fleet, kernel: Kernel): void {
  keepUp(tally, kernel.inspect('apiserver') as never, () => undefined)
}

export function totalsOf({ tally }: Fleet, kernel: Kernel): FleetTotals {
  const workers = tally.state.length - 1
  let ready = 0
  let notReady = 0
  let unknown = 0
  let noExecute = 0
  for (let column = 0; column < workers; column++) {
    const state = tally.state[column]!
    if ((state & 3) === 1) ready++
    else if ((state & 3) === 3) unknown++
    else notReady++
    if (state & 8) noExecute++
  }
  return {
    nodes: workers, nodesReady: ready, nodesNotReady: notReady, nodesUnknown: unknown, nodesNoExecute: noExecute, pods: sum(tally.pods) + tally.waiting, podsReady: sum(tally.ready),
    podsStarting: sum(tally.starting), podsFailing: sum(tally.failing), podsWaiting: tally.waiting, podsDesired: desired(kernel),
  }
}

const sum = (column: Int32Array): number => {
  let total = 0
  for (const count of column) total += count
  return total
}

/** There are few Deployments, however many Pods. */
function desired(kernel: Kernel): number {
  let total = 0
  for (const deployment of objectsOf(kernel.inspect('apiserver') as never, 'apps', 'deployments')) total += (deployment as unknown as Deployment).spec.replicas ?? 0
  return total
}

export function gaugesOf(fleet: Fleet, kernel: Kernel): FleetGauges {
  const server = apiServerView(kernel.inspect('apiserver') as never)
  const load = schedulerLoad(kernel.inspect('kube-scheduler') as never)
  const controllers = controllersView(kernel.inspect('kube-controller-manager') as never)
  return {
    ...ratesOf(fleet.traffic), inFlight: server.inFlight.reading + server.inFlight.writing, watchers: server.watchers, writes: fleet.traffic.last.writes, revision: server.revision,
    queues: controllers.map(({ name, queueLength, inFlight, paused }) => ({ name, depth: queueLength + inFlight.length, paused })), schedulerWaiting: load.active + load.backoff + load.unschedulable,
  }
}
