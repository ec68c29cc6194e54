import type { Pod } from '../../api/index.ts'
import { SECOND, type Cx } from '../../kernel/index.ts'
import { cached } from '../client/client.ts'
import { flushBackoff, flushUnschedulable, type Gate } from './queue.ts'
import type { SchedulerMessage, SchedulerState } from './state.ts'

/** What keeps a pod out of the queue altogether. Models the PreEnqueue plugins. */
export const gateFor = (state: SchedulerState): Gate => ({ known }) =>
  (known.pod.spec.schedulingGates?.length ? 'SchedulingGates' : preemptionUnderWay(state, known.uid) ? 'DefaultPreemption' : '')

/** True while the pod should not try again, because its victims have not all been told. */
function preemptionUnderWay({ preemptions, client }: SchedulerState, uid: string): boolean {
  const under = preemptions.get(uid)
  if (!under) return false
  if (!under.lastIsBeingTold) return true
  const last = cached<Pod>(client, 'pods', under.victims[under.victims.length - 1]!.key)
  return last !== undefined && last.metadata.deletionTimestamp === undefined
}

/** Runs only while there is something to flush, so that an idle scheduler is silent. */
export function armTimers(state: SchedulerState, cx: Cx<SchedulerMessage>): void {
  const { queue } = state
  if (state.backoffTimer === 0 && queue.backoff.length + queue.errors.length > 0) {
    state.backoffTimer = cx.after(SECOND - (cx.now % SECOND), { type: 'backoff-flush' }, { noise: true })
  }
  if (state.flushTimer === 0 && queue.unschedulable.size > 0) {
    state.flushTimer = cx.after(FLUSH_US - (cx.now % FLUSH_US), { type: 'unschedulable-flush' }, { noise: true })
  }
}

export function backoffFlushed(state: SchedulerState, cx: Cx<SchedulerMessage>): void {
  state.backoffTimer = 0
  flushBackoff(state.queue, cx.now)
  armTimers(state, cx)
}

export function unschedulableFlushed(state: SchedulerState, cx: Cx<SchedulerMessage>): void {
  state.flushTimer = 0
  flushUnschedulable(state.queue, cx.now, gateFor(state))
  armTimers(state, cx)
}

const FLUSH_US = 30 * SECOND
