/**
 * A cluster too large for a card each: what one canvas, a row of gauges and a few charts show of it. Numbers by node are columns in the order of `FleetPlan.nodes`;
 * a column that did not change since the frame before is left out.
 */
export interface FleetFrame {
  /** Sent once, when the page must forget all. */
  readonly plan?: FleetPlan
  readonly cells?: FleetCells
  readonly totals: FleetTotals
  readonly gauges: FleetGauges
  /** Messages of the last second, by line: whose ends are blocks (`FleetPlan.blocks`). */
  readonly flows: readonly FleetFlow[]
  /** One sample a virtual second, oldest first; only those that the page does not have yet, all of them when `seriesFresh`. */
  readonly seriesFresh: boolean
  readonly series: readonly FleetSample[]
  readonly delays: readonly FleetDelay[]
  /** Workers that the followed cause has touched, the first few. */
  readonly touched: readonly string[]
  /** What is kept of the past begins here, in microseconds since the lesson began. */
  readonly historyFrom: number
}

export interface FleetPlan {
  readonly nodes: readonly string[]
  /** Zones first, then what stands above them. */
  readonly blocks: readonly string[]
  /** Index into `blocks` of each node. */
  readonly zone: Uint8Array
  readonly zones: number
}

export interface FleetCells {
  /** Bits: `NODE_BITS`. */
  readonly state: Uint8Array
  /** Share of the Pods that are Ready, 0 to 255; 255 too where there is none. */
  readonly ready: Uint8Array
  readonly pods: Uint16Array
  /** Bound, and not Ready yet. */
  readonly starting: Uint16Array
  /** Failed, or in a back-off. */
  readonly failing: Uint16Array
}

/** The lower two bits say what the Ready condition says: 0 no such Node, 1 True, 2 False, 3 Unknown. */
export const NODE_BITS = { condition: 3, cordoned: 4, noExecute: 8, off: 16, cut: 32 } as const

export interface FleetTotals {
  readonly nodes: number
  readonly nodesReady: number
  readonly nodesNotReady: number
  readonly nodesUnknown: number
  readonly nodesNoExecute: number
  readonly pods: number
  readonly podsReady: number
  readonly podsStarting: number
  readonly podsFailing: number
  readonly podsWaiting: number
  readonly podsDesired: number
}

/** What the control plane is busy with; rates are of the last full virtual second. */
export interface FleetGauges {
  readonly requests: Readonly<Record<FleetVerb, number>>
  readonly codes: { readonly ok: number; readonly refused: number; readonly failed: number; readonly tooMany: number }
  readonly inFlight: number
  readonly watchers: number
  readonly watchEvents: number
  readonly writes: number
  /** Milliseconds: the middle and the longest of the last second. */
  readonly fsyncMs: number
  readonly fsyncMaxMs: number
  readonly queues: readonly { readonly name: string; readonly depth: number; readonly paused: boolean }[]
  readonly schedulerWaiting: number
  readonly attempts: number
  readonly leases: number
  readonly revision: number
}

export const FLEET_VERBS = ['GET', 'LIST', 'WATCH', 'POST', 'PUT', 'PATCH', 'DELETE'] as const
export type FleetVerb = typeof FLEET_VERBS[number]

/** `kind` as the stage draws lines: what is asked (and answered), or what a watch tells. */
export interface FleetFlow { readonly from: string; readonly to: string; readonly kind: 'request' | 'watch'; readonly perSecond: number }

export interface FleetSample {
  /** Virtual second since the lesson began. */
  readonly second: number
  readonly nodesUnknown: number
  readonly nodesNoExecute: number
  readonly podsNotReady: number
  readonly podsWaiting: number
  readonly requests: number
  readonly writes: number
  readonly queued: number
  readonly tooMany: number
  readonly fsyncMs: number
}

/** How long something took, counted in the buckets of `DELAY_BOUNDS_MS`; the last one has no bound. */
export interface FleetDelay { readonly delay: 'command-to-ready' | 'created-to-bound' | 'bound-to-ready'; readonly counts: readonly number[] }
export const DELAY_BOUNDS_MS = [100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000, 1_000_000] as const
