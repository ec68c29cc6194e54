import type { FleetCells, FleetFrame, FleetPlan, FleetSample, Frame } from '../../protocol/index.ts'

/** What the page knows of a cluster too large for cards; `plan` is missing while it is a small one. */
export interface Fleet extends Partial<Pick<FleetFrame, 'totals' | 'gauges'>>, Pick<FleetFrame, 'flows' | 'delays' | 'touched' | 'historyFrom'> {
  readonly plan?: FleetPlan
  readonly cells?: FleetCells
  readonly samples: readonly FleetSample[]
}

export const noFleet = (): Fleet => ({ flows: [], delays: [], touched: [], historyFrom: 0, samples: [] })

const SAMPLES_MAX = 1_200

export function applyFleet(before: Fleet, { fleet, fresh }: Pick<Frame, 'fleet' | 'fresh'>): Fleet {
  if (fleet === undefined) return fresh && before.plan !== undefined ? noFleet() : before
  const { plan = before.plan, cells = before.cells, totals, gauges, flows, delays, historyFrom, seriesFresh, series } = fleet
  const touched = fleet.touched.join() === before.touched.join() ? before.touched : fleet.touched
  const samples = seriesFresh ? series : series.length === 0 ? before.samples : [...before.samples, ...series]
  return { plan, cells, totals, gauges, flows, delays, touched, historyFrom, samples: samples.slice(-SAMPLES_MAX) }
}
