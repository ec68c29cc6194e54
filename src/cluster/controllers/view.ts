import { queueLength } from '../client/work-queue.ts'
import type { ControllerManagerState } from './controller-manager.ts'

export interface ControllerView {
  readonly name: string
  readonly queueLength: number
  readonly inFlight: readonly string[]
  /** Keys that failed and wait for their next try, or are being tried again. */
  readonly retries: number
  readonly delayed: number
  readonly paused: boolean
  readonly ready: boolean
  readonly passes: number
  readonly errors: number
  readonly lastKey: string
  readonly lastDecision: string
  readonly lastError: string
}

/** What the page shows of each controller. */
export const controllersView = (state: ControllerManagerState): readonly ControllerView[] =>
  [...state.controllers.values()].map(({ name, queue, passes, paused, ready, passesDone, errors, lastKey, lastDecision, lastError }) => ({
    name, queueLength: queueLength(queue), inFlight: [...passes.keys()], retries: queue.failures.size, delayed: queue.delayed.due.size,
    paused, ready, passes: passesDone, errors, lastKey, lastDecision, lastError,
  }))
