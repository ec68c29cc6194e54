import { backoffUntil } from './queue.ts'
import type { QueuedPod } from './queue-state.ts'
import type { SchedulingReport } from './report.ts'
import type { SchedulerState } from './state.ts'

/** The scheduler at a glance, for people. */
export interface SchedulerView {
  readonly leading: boolean
  readonly paused: boolean
  /** The pod of the cycle under way. */
  readonly current?: { readonly pod: string; readonly span: number; readonly sinceUs: number }
  readonly active: readonly WaitingPod[]
  readonly backoff: readonly WaitingPod[]
  readonly unschedulable: readonly WaitingPod[]
  /** Placed, and on the way to the API server. */
  readonly binding: readonly { readonly pod: string; readonly node: string }[]
  readonly nominated: readonly { readonly pod: string; readonly node: string }[]
  readonly last?: SchedulingReport
}

export interface WaitingPod {
  readonly pod: string
  readonly priority: number
  readonly attempts: number
  readonly sinceUs: number
  /** When its backoff ends; an idle scheduler may take it earlier. */
  readonly untilUs?: number
  readonly plugins: readonly string[]
  readonly gatedBy?: string
  readonly reason?: string
}

/** Lists are in the order in which pods will leave, and no longer than `limit`. */
export function schedulerView(state: SchedulerState, limit = 100): SchedulerView {
  const { queue, cycle, cache, binding, reports } = state
  const list = (ids: Iterable<number>, leavesFirst: (a: QueuedPod, b: QueuedPod) => number): readonly WaitingPod[] =>
    [...ids].map(id => queue.entries[id]!).sort(leavesFirst).slice(0, limit).map(waitingPod)
  return {
    leading: state.active, paused: state.paused,
    current: cycle && { pod: cycle.key, span: cycle.span, sinceUs: cycle.startedAt },
    active: list(queue.active, inLine),
    backoff: list([...queue.backoff, ...queue.errors], (a, b) => backoffUntil(a) - backoffUntil(b) || inLine(a, b)),
    unschedulable: list(queue.unschedulable, (a, b) => a.timestampUs - b.timestampUs || a.arrival - b.arrival),
    binding: [...binding.values()].slice(0, limit).map(({ known, node }) => ({ pod: known.key, node })),
    nominated: [...cache.nominatedOn].slice(0, limit).map(([pod, node]) => ({ pod, node })),
    last: reports[reports.length - 1],
  }
}

const inLine = (a: QueuedPod, b: QueuedPod): number =>
  b.known.shape.priority - a.known.shape.priority || a.timestampUs - b.timestampUs || a.arrival - b.arrival

const waitingPod = (entry: QueuedPod): WaitingPod => ({
  pod: entry.known.key, priority: entry.known.shape.priority, attempts: entry.attempts, sinceUs: entry.timestampUs, plugins: entry.plugins,
  ...(entry.pool === 'backoff' || entry.pool === 'errors' ? { untilUs: backoffUntil(entry) } : {}),
  ...(entry.gatedBy ? { gatedBy: entry.gatedBy } : {}),
  ...(entry.reason ? { reason: entry.reason } : {}),
})

/** How many wait, for those who look often: nothing is sorted. */
export const schedulerLoad = ({ queue, active, paused, binding }: SchedulerState): { readonly leading: boolean; readonly paused: boolean; readonly active: number; readonly backoff: number; readonly unschedulable: number; readonly binding: number } =>
  ({ leading: active, paused, active: queue.active.length, backoff: queue.backoff.length + queue.errors.length, unschedulable: queue.unschedulable.size, binding: binding.size })
