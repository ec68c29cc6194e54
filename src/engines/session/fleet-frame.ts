import { catchUp, cellsOf, delaysOf, flowsOf, gaugesOf, totalsOf, type Fleet } from '../../projection/index.ts'
import type { FleetFrame, FleetPlan, FleetSample } from '../../protocol/index.ts'
import { kernelOf, type Session, type Viewer } from './session.ts'

const SECOND = 1_000_000

/** The large picture since the viewer's frame before: columns are copied only when something in them changed. */
export function fleetFrame(session: Session, fleet: Fleet, { fresh, fleetShown: shown }: Viewer): FleetFrame {
  const kernel = kernelOf(session)
  const { current } = session.timeline
  catchUp(fleet, kernel)
  const head = Math.floor(kernel.now / SECOND)
  const seriesFresh = fresh || shown.branch !== current.id || shown.second > head
  const series = samplesAfter(fleet, seriesFresh ? -Infinity : shown.second, head)
  const changes = changesOf(session)
  const stale = fresh || shown.cells !== fleet.tally.version || shown.faults !== changes
  Object.assign(shown, { cells: fleet.tally.version, faults: changes, branch: current.id, second: series.at(-1)?.second ?? (seriesFresh ? -Infinity : shown.second) })
  return {
    ...(fresh ? { plan: planOf(fleet) } : {}), ...(stale ? { cells: cellsOf(fleet, kernel) } : {}), totals: totalsOf(fleet, kernel), gauges: gaugesOf(fleet, kernel), flows: flowsOf(fleet.traffic, fleet.blocks),
    seriesFresh, series: series.map((sample) => sinceBegin(session, sample)), delays: delaysOf(fleet.delays),
    touched: fleet.touched.map((column) => workers(fleet)[column]!), historyFrom: Math.max(0, (current.checkpoints[0]?.checkpoint.now ?? kernel.now) - session.beganAt),
  }
}

/** A second as the lesson counts it. */
export const sinceBegin = ({ beganAt }: Session, sample: FleetSample): FleetSample => ({ ...sample, second: sample.second - Math.floor(beganAt / SECOND) })

/** Power and links change by inputs alone. */
const changesOf = (session: Session): number => session.timeline.applied

const samplesAfter = ({ samples }: Fleet, second: number, head: number) => {
  let from = samples.length
  while (from > 0 && samples[from - 1]!.sample.second > second) from--
  const found = samples.slice(from).map(({ sample }) => sample)
  return found.filter((sample) => sample.second < head)
}

const workers = ({ plan }: Fleet): readonly string[] => plan.nodes.filter(({ controlPlane }) => !controlPlane).map(({ name }) => name)

function planOf(fleet: Fleet): FleetPlan {
  const { blocks } = fleet
  const nodes = workers(fleet)
  return { nodes, blocks: blocks.names, zones: blocks.zones, zone: Uint8Array.from(nodes, (name) => blocks.of.get(`kubelet/${name}`)!) }
}
