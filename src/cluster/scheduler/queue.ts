import { assert, SECOND, type EventId, type Micros } from '../../kernel/index.ts'
import { heapPop, heapPush, heapRemove, type Before } from './heap.ts'
import type { Pool, QueuedPod, SchedulingQueue } from './queue-state.ts'
import type { KnownPod } from './shape.ts'

/** Is a plugin keeping this pod out of the queue? Its name, or ''. Models PreEnqueue. */
export type Gate = (entry: QueuedPod) => string

export const BACKOFF_FIRST_US = SECOND
export const BACKOFF_MAX_US = 10 * SECOND
export const UNSCHEDULABLE_MAX_US = 300 * SECOND

export function enqueue(queue: SchedulingQueue, known: KnownPod, now: Micros, cause: EventId, gate: Gate): void {
  const id = queue.free.pop() ?? queue.entries.length
  const entry: QueuedPod = {
    id, known, pool: 'in-flight', at: -1, timestampUs: now, arrival: queue.arrivals++, attempts: 0, unschedulableCount: 0, consecutiveErrors: 0,
    backoffUntilUs: 0, plugins: [], gatedBy: '', reason: '', cause, also: [],
  }
  queue.ids.set(known.key, id)
  queue.entries[id] = entry
  activate(queue, entry, gate)
}

/** An attempt that failed by an error comes back with its history. */
export function readmit(queue: SchedulingQueue, old: QueuedPod): QueuedPod {
  assert(!queue.ids.has(old.known.key), 'a pod is in the queue once')
  const id = queue.free.pop() ?? queue.entries.length
  const entry: QueuedPod = { ...old, id, pool: 'in-flight', at: -1 }
  queue.ids.set(old.known.key, id)
  queue.entries[id] = entry
  return entry
}

export const queued = ({ ids, entries }: SchedulingQueue, key: string): QueuedPod | undefined => {
  const id = ids.get(key)
  return id === undefined ? undefined : entries[id]
}

/** The next pod to try. When nothing is active, a pod need not sit out its backoff (since 1.33), unless it failed by an error. */
export function popNext(queue: SchedulingQueue): QueuedPod | undefined {
  const id = heapPop(queue, queue.active, byPriority) ?? heapPop(queue, queue.backoff, byExpiry)
  if (id === undefined) return undefined
  const entry = queue.entries[id]!
  entry.pool = 'in-flight'
  entry.attempts++
  return entry
}

/** The attempt is over and nobody took the pod. Plugins say who refused it; none means that something went wrong. */
export function putBack(queue: SchedulingQueue, entry: QueuedPod, now: Micros, plugins: readonly string[], gate: Gate): void {
  entry.plugins = plugins
  entry.timestampUs = now
  entry.backoffUntilUs = 0
  entry.also = []
  if (plugins.length === 0) {
    entry.consecutiveErrors++
    wake(queue, entry, now, gate)
    return
  }
  entry.unschedulableCount++
  entry.consecutiveErrors = 0
  settle(queue, entry)
}

/** Something happened that may help this pod: it becomes active, at once or when its backoff is over. */
export function wake(queue: SchedulingQueue, entry: QueuedPod, now: Micros, gate: Gate): void {
  if (!backingOff(entry, now)) return activate(queue, entry, gate)
  leavePool(queue, entry)
  entry.gatedBy = gate(entry)
  if (entry.gatedBy) return settle(queue, entry)
  enter(queue, entry, entry.plugins.length === 0 ? 'errors' : 'backoff')
}

export function activate(queue: SchedulingQueue, entry: QueuedPod, gate: Gate): void {
  leavePool(queue, entry)
  entry.gatedBy = gate(entry)
  if (entry.gatedBy) settle(queue, entry)
  else enter(queue, entry, 'active')
}

/** Pods whose backoff is over become active. */
export function flushBackoff(queue: SchedulingQueue, now: Micros): void {
  for (const pool of ['backoff', 'errors'] as const) {
    for (let first = queue[pool][0]; first !== undefined && !backingOff(queue.entries[first]!, now); first = queue[pool][0]) {
      const entry = queue.entries[first]!
      leavePool(queue, entry)
      enter(queue, entry, 'active')
    }
  }
}

/** Five minutes without any event that helped: one more try, in case a hint was wrong. */
export function flushUnschedulable(queue: SchedulingQueue, now: Micros, gate: Gate): void {
  for (const id of [...queue.unschedulable]) {
    const entry = queue.entries[id]!
    if (now - entry.timestampUs > UNSCHEDULABLE_MAX_US && entry.gatedBy !== 'SchedulingGates') wake(queue, entry, now, gate)
  }
}

export function dequeue(queue: SchedulingQueue, key: string): QueuedPod | undefined {
  const entry = queued(queue, key)
  if (!entry) return undefined
  leavePool(queue, entry)
  queue.ids.delete(key)
  queue.entries[entry.id] = undefined
  queue.free.push(entry.id)
  return entry
}

/** A changed pod may have changed its priority's place in line. */
export function replaceQueued(queue: SchedulingQueue, entry: QueuedPod, known: KnownPod): void {
  const { pool } = entry
  if (pool === 'unschedulable' || pool === 'in-flight') entry.known = known
  else {
    leavePool(queue, entry)
    entry.known = known
    enter(queue, entry, pool)
  }
}

export function backingOff(entry: QueuedPod, now: Micros): boolean {
  const until = backoffUntil(entry)
  return until > 0 && until >= wholeSecond(now)
}

/** Whole seconds, so that pods of one second leave in the order of their priority. */
export function backoffUntil(entry: QueuedPod): Micros {
  const count = entry.consecutiveErrors || entry.unschedulableCount
  if (count === 0) return 0
  if (entry.backoffUntilUs === 0) {
    const delay = count > 4 ? BACKOFF_MAX_US : Math.min(BACKOFF_FIRST_US * 2 ** (count - 1), BACKOFF_MAX_US)
    entry.backoffUntilUs = wholeSecond(entry.timestampUs + delay)
  }
  return entry.backoffUntilUs
}

const wholeSecond = (us: Micros): Micros => us - (us % SECOND)

/** Models PrioritySort. */
const byPriority: Before = (a, b) => {
  const difference = a.known.shape.priority - b.known.shape.priority
  if (difference !== 0) return difference > 0
  return a.timestampUs !== b.timestampUs ? a.timestampUs < b.timestampUs : a.arrival < b.arrival
}

const byExpiry: Before = (a, b) => {
  const difference = backoffUntil(a) - backoffUntil(b)
  return difference !== 0 ? difference < 0 : byPriority(a, b)
}

const orderOf = (pool: 'active' | 'backoff' | 'errors'): Before => (pool === 'active' ? byPriority : byExpiry)

function enter(queue: SchedulingQueue, entry: QueuedPod, pool: 'active' | 'backoff' | 'errors'): void {
  entry.pool = pool
  heapPush(queue, queue[pool], entry.id, orderOf(pool))
}

function settle(queue: SchedulingQueue, entry: QueuedPod): void {
  entry.pool = 'unschedulable'
  queue.unschedulable.add(entry.id)
  for (const plugin of refusers(entry)) {
    const all = queue.refusedBy.get(plugin)
    if (all) all.add(entry.id)
    else queue.refusedBy.set(plugin, new Set([entry.id]))
  }
}

function leavePool(queue: SchedulingQueue, entry: QueuedPod): void {
  const pool: Pool = entry.pool
  if (pool === 'unschedulable') {
    queue.unschedulable.delete(entry.id)
    for (const plugin of refusers(entry)) queue.refusedBy.get(plugin)?.delete(entry.id)
  } else if (pool !== 'in-flight') heapRemove(queue, queue[pool], entry.id, orderOf(pool))
  entry.pool = 'in-flight'
  entry.at = -1
}

const refusers = ({ plugins, gatedBy }: QueuedPod): readonly string[] => (gatedBy && !plugins.includes(gatedBy) ? [...plugins, gatedBy] : plugins)
