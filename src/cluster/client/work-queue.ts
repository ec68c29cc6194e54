import { MILLISECOND, SECOND, type EventId, type Micros } from '../../kernel/index.ts'
import type { Causes } from '../messages.ts'
import { createSchedule, nextDueAt, scheduleAt, takeDue, unschedule, type Schedule } from './schedule.ts'
import { createThrottle, reserve, type Throttle } from './throttle.ts'

/**
 * client-go's work queue: `dirty` needs a pass, `processing` has one, `order` says who is next. A key added while it is processed
 * waits until it is done, so no key is ever worked on twice at once. Delays need a clock: whoever owns the queue sets a timer for
 * `dueAt` and then calls `release`.
 */
export interface WorkQueue {
  readonly dirty: Map<string, MergedCauses>
  readonly processing: Set<string>
  order: string[]
  /** `order` is read from here; the part before it is cut off now and then. */
  head: number
  readonly failures: Map<string, number>
  readonly delayed: Schedule
  readonly delayedCauses: Map<string, MergedCauses>
  readonly limit: Throttle
  readonly baseUs: Micros
}

interface MergedCauses { first: EventId; also: EventId[]; merged: number }

/** `merged`: how many adds became this one pass, more than `also` remembers. */
export interface Work { readonly key: string; readonly causes: Causes; readonly merged: number }

const BASE_US = 5 * MILLISECOND
const MAX_US = 1_000 * SECOND
const REMEMBERED_CAUSES = 16

/** `baseUs` is the delay after a key's first failure. */
export const createQueue = (baseUs: Micros = BASE_US): WorkQueue => ({
  dirty: new Map(), processing: new Set(), order: [], head: 0, failures: new Map(), delayed: createSchedule(), delayedCauses: new Map(),
  limit: createThrottle(10, 100), baseUs,
})

/** Returns true if the key already waited for a pass: this add is merged into it. */
export function add(queue: WorkQueue, key: string, event: EventId): boolean {
  return addMerged(queue, key, { first: event, also: [], merged: 1 })
}

/** Adds the key at a later time. Of several delayed adds the earliest counts. */
export function addAt(queue: WorkQueue, key: string, at: Micros, event: EventId): void {
  if (scheduleAt(queue.delayed, key, at)) queue.delayedCauses.set(key, { first: event, also: [], merged: 1 })
}

/** Adds the key after its back-off: 5 ms doubling to 1000 s, and at most ten a second over all keys after a burst of 100. Returns the delay. */
export function addRateLimited(queue: WorkQueue, key: string, now: Micros, event: EventId): Micros {
  const failures = queue.failures.get(key) ?? 0
  queue.failures.set(key, failures + 1)
  let ownUs = queue.baseUs
  for (let i = 0; i < failures && ownUs < MAX_US; i++) ownUs *= 2
  const delayUs = Math.max(Math.min(ownUs, MAX_US), reserve(queue.limit, now))
  addAt(queue, key, now + delayUs, event)
  return delayUs
}

/** When the next delayed key is due; undefined if none waits. */
export const dueAt = (queue: WorkQueue): Micros | undefined => nextDueAt(queue.delayed)

/** Moves what is due into the queue. */
export function release(queue: WorkQueue, now: Micros): void {
  for (;;) {
    const key = takeDue(queue.delayed, now)
    if (key === undefined) return
    const causes = queue.delayedCauses.get(key)!
    queue.delayedCauses.delete(key)
    addMerged(queue, key, causes)
  }
}

/** Takes the next key; it stays in `processing` until `done`. */
export function next(queue: WorkQueue): Work | undefined {
  if (queue.head >= queue.order.length) return undefined
  const key = queue.order[queue.head++]!
  if (queue.head > 1_000 && queue.head * 2 > queue.order.length) {
    queue.order = queue.order.slice(queue.head)
    queue.head = 0
  }
  const { first, also, merged } = queue.dirty.get(key)!
  queue.dirty.delete(key)
  queue.processing.add(key)
  return { key, causes: { first, also }, merged }
}

export function done(queue: WorkQueue, key: string): void {
  queue.processing.delete(key)
  if (queue.dirty.has(key)) queue.order.push(key)
}

/** The key succeeded: its next failure starts from the shortest back-off. */
export function forget(queue: WorkQueue, key: string): void {
  queue.failures.delete(key)
}

/** Takes back a delayed add. */
export function dropDelayed(queue: WorkQueue, key: string): void {
  if (unschedule(queue.delayed, key)) queue.delayedCauses.delete(key)
}

export const queueLength = (queue: WorkQueue): number => queue.order.length - queue.head
export const retriesOf = (queue: WorkQueue, key: string): number => queue.failures.get(key) ?? 0

function addMerged(queue: WorkQueue, key: string, causes: MergedCauses): boolean {
  const waiting = queue.dirty.get(key)
  if (waiting !== undefined) {
    waiting.merged += causes.merged
    for (const event of [causes.first, ...causes.also]) {
      if (waiting.also.length < REMEMBERED_CAUSES && event !== waiting.first && !waiting.also.includes(event)) waiting.also.push(event)
    }
    return true
  }
  queue.dirty.set(key, causes)
  if (!queue.processing.has(key)) queue.order.push(key)
  return false
}
