import type { ClusterPlan } from '../../cluster/index.ts'
import type { Kernel, Observer } from '../../kernel/index.ts'
import type { Scenario } from '../../lessons/index.ts'
import { createFleet, fleetObserver, moveFleet, spineOf, type Fleet, type Trace } from '../../projection/index.ts'
import { lastEvents, type FleetWrites } from './fleet-writes.ts'
import type { Branch, Keeping, Timeline } from './timeline.ts'

/** Counts along from the beginning of the lesson. */
export interface FleetWatch { readonly fleet: Fleet; readonly observer: Observer; begin(timeline: Timeline): void }

export function watchFleet(plan: ClusterPlan): FleetWatch {
  const fleet = createFleet(plan)
  let kernel: Kernel | undefined
  return {
    fleet, observer: fleetObserver(fleet, () => kernel),
    begin(timeline) {
      kernel = timeline.kernel
      moveFleet(fleet, kernel)
      timeline.onMoved.push(() => { moveFleet(fleet, timeline.kernel) })
    },
  }
}

/** Above this many Pods a checkpoint costs seconds and hundreds of megabytes: time only goes on. */
const MANY_PODS = 60_000

/** Messages of which everything is kept, at least; twice as many before the older half is forgotten, but for what led to the last write of an object. */
const ROWS = 150_000
const SPINE_ROWS = 100_000

export function keepingOf(plan: ClusterPlan, { workloads = [] }: Scenario): Keeping {
  const pods = workloads.reduce((sum, { replicas }) => sum + replicas, 0)
  return { checkpointEvents: 150 * plan.nodes.length, checkpoints: pods > MANY_PODS ? 0 : 8, rows: 'lean', events: ROWS }
}

/** What still leads to somewhere: see `spineOf`. */
export const fleetSpine = (trace: Trace, upTo: number, writes: FleetWrites = new Map()): ReadonlySet<number> => spineOf(trace, upTo, lastEvents(writes), SPINE_ROWS)

/** Seconds were sampled on one branch; another one has seconds of its own from where it began. */
export function sampleBranch(fleet: Fleet, kept: Map<number, Fleet['samples']>, { id, parent, forkAt }: Branch): void {
  let samples = kept.get(id)
  if (!samples) {
    const before = kept.get(parent)
    samples = before ? before.filter(({ sample }) => (sample.second + 1) * 1_000_000 <= forkAt) : fleet.samples
    kept.set(id, samples)
  }
  fleet.samples = samples
}
