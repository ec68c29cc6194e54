import { assert, type Micros } from '../../../kernel/index.ts'
import type { PriorityLevelConfiguration } from '../../../api/index.ts'
import { createDemand, createStats, demandIs, type Demand, type DemandStats } from './demand.ts'
import type { Width } from './estimate.ts'
import { createRetryAfter, type RetryAfter } from './retry-after.ts'
import { createTicket, EXPECTED_US, seatsOf, type Origin, type SeatMicros, type Ticket } from './ticket.ts'

export type Refusal = 'queue-full' | 'concurrency-limit' | 'time-out'

/** One priority level: its seats, and queues in which flows wait for them. Models fair queuing for server requests (queueset). */
export interface Level {
  readonly name: string
  config: PriorityLevelConfiguration
  /** Nobody is sent here any more; it goes when it is empty. */
  leaving: boolean
  /** Seats by its share; what it keeps while it lends; what it may have with all that it may borrow; and what it has now. */
  nominal: number
  min: number
  max: number
  limit: number
  /** The most that one request is said to need. 0: the level has no queues, and no opinion. */
  widest: number
  waiting: number
  executing: number
  seatsInUse: number
  seatsWaiting: number
  /** Only those in which a request waits, or out of which one is served. */
  readonly queues: Map<number, LevelQueue>
  /** How far a queue would be by now that was always busy and always got its fair part: seats × time for each queue. */
  progress: SeatMicros
  progressAt: Micros
  /** The queue that was served last: the others win where all else is equal. */
  robin: number
  enqueued: number
  dispatched: number
  readonly refused: Record<Refusal, number>
  readonly retryAfter: RetryAfter
  readonly demand: Demand
  readonly stats: DemandStats
}

export interface LevelQueue {
  readonly index: number
  /** In the order of arrival from `head` on; those that gave up stay in their place as 'gone'. */
  waiting: Ticket[]
  head: number
  length: number
  seatsWaiting: number
  workWaiting: SeatMicros
  executing: number
  seatsInUse: number
  /** The progress at which its next request would be served if everything were infinitely fine. */
  nextAt: SeatMicros
}

export const createLevel = (config: PriorityLevelConfiguration, now: Micros): Level => ({
  name: config.metadata.name!, config, leaving: false, nominal: 0, min: 0, max: 0, limit: 0, widest: 0, waiting: 0, executing: 0, seatsInUse: 0, seatsWaiting: 0, queues: new Map(),
  progress: 0, progressAt: now, robin: -1, enqueued: 0, dispatched: 0, refused: { 'queue-full': 0, 'concurrency-limit': 0, 'time-out': 0 }, retryAfter: createRetryAfter(), demand: createDemand(now), stats: createStats(),
})

export const isExempt = ({ config }: Level): boolean => config.spec.type === 'Exempt'
export const queuingOf = ({ config: { spec } }: Level) => spec.limited?.limitResponse?.queuing
export const isIdle = ({ waiting, seatsInUse, executing }: Level): boolean => waiting === 0 && executing === 0 && seatsInUse === 0

/** A request arrives: it is seated at once, or refused with a reason. For levels without queues. */
export function seat(level: Level, origin: Origin, width: Width, now: Micros): Ticket | Refusal {
  const ticket = createTicket(origin, width, -1, now, level.progress)
  if (!isExempt(level) && !hasRoom(level, seatsOf(ticket))) return 'concurrency-limit'
  begin(level, ticket, now)
  return ticket
}

/** A request arrives: it stands in the emptiest queue of its hand, or is refused where that one is full. `dispatch` then seats whoever is next. */
export function enqueue(level: Level, origin: Origin, width: Width, hand: readonly number[], lengthLimit: number, now: Micros): Ticket | Refusal {
  advance(level, now)
  const queue = queueFor(level, hand)
  if (level.seatsInUse >= level.limit && queue.length >= lengthLimit) {
    drop(level, queue)
    return 'queue-full'
  }
  const ticket = createTicket(origin, width, queue.index, now, level.progress)
  if (queue.length === 0 && queue.executing === 0) queue.nextAt = level.progress
  queue.waiting.push(ticket)
  queue.length++
  level.waiting++
  wait(level, queue, ticket, 1, now)
  notBeforeArrival(queue)
  return ticket
}

/** Seats the next request in fair order, if there is room for it. */
export function dispatch(level: Level, now: Micros): Ticket | undefined {
  if (level.waiting === 0 || level.seatsInUse >= level.limit) return undefined
  advance(level, now)
  const queue = nextQueue(level)
  const ticket = first(queue)!
  if (!hasRoom(level, seatsOf(ticket))) return undefined
  // What it keeps afterwards never exceeds the level: fewer seats, for longer.
  const fits = ticket.finalSeats <= level.limit
  const before = seatsOf(ticket)
  leave(level, queue, ticket, before, now)
  if (!fits) {
    ticket.finalSeats = level.limit
    ticket.extraUs = Math.round(ticket.finalWork / level.limit)
  }
  level.robin = queue.index
  queue.nextAt += ticket.work
  queue.executing++
  queue.seatsInUse += seatsOf(ticket)
  begin(level, ticket, now)
  notBeforeArrival(queue)
  return ticket
}

/** Nobody waits for it any more, or it waited too long. */
export function giveUp(level: Level, ticket: Ticket, now: Micros): void {
  assert(ticket.stage === 'waiting', 'only who waits gives up')
  advance(level, now)
  const queue = level.queues.get(ticket.queue)!
  leave(level, queue, ticket, seatsOf(ticket), now)
  ticket.stage = 'gone'
  notBeforeArrival(queue)
  drop(level, queue)
}

/** The request was answered. True where it keeps its seats for `extraUs`. */
export function finish(level: Level, ticket: Ticket, now: Micros): boolean {
  assert(ticket.stage === 'executing', 'only what is executed finishes')
  advance(level, now)
  level.executing--
  const queue = level.queues.get(ticket.queue)
  if (queue) {
    queue.executing--
    queue.seatsInUse -= seatsOf(ticket)
    // It was charged what was expected; now it is known what it took.
    queue.nextAt -= ticket.initialSeats * (EXPECTED_US - (now - ticket.startedAt))
    notBeforeArrival(queue)
  }
  ticket.stage = 'served'
  if (queue) drop(level, queue)
  if (ticket.extraUs > 0) return true
  release(level, ticket, now)
  return false
}

export function release(level: Level, ticket: Ticket, now: Micros): void {
  assert(ticket.stage === 'served', 'seats come back once')
  advance(level, now)
  ticket.stage = 'gone'
  level.seatsInUse -= seatsOf(ticket)
  assert(level.seatsInUse >= 0, 'a level has as many seats back as it gave')
  want(level, now)
}

/** Brings the progress of the level up to now: all busy queues got the same part of its seats. */
export function advance(level: Level, now: Micros): void {
  const { queues, seatsInUse, seatsWaiting, limit } = level
  if (queues.size > 0 && now > level.progressAt) level.progress += (Math.min(seatsInUse + seatsWaiting, limit) / queues.size) * (now - level.progressAt)
  level.progressAt = now
}

/** One that needs more seats than there are goes alone. */
function hasRoom({ limit, executing, seatsInUse }: Level, seats: number): boolean {
  return seats > limit ? executing === 0 : seatsInUse + seats <= limit
}

function begin(level: Level, ticket: Ticket, now: Micros): void {
  ticket.stage = 'executing'
  ticket.startedAt = now
  level.executing++
  level.dispatched++
  level.seatsInUse += seatsOf(ticket)
  want(level, now)
}

function wait(level: Level, queue: LevelQueue, ticket: Ticket, sign: 1 | -1, now: Micros, seats = seatsOf(ticket)): void {
  level.seatsWaiting += sign * seats
  queue.seatsWaiting += sign * seats
  queue.workWaiting += sign * ticket.work
  want(level, now)
}

const want = (level: Level, now: Micros): void => demandIs(level.demand, level.seatsInUse + level.seatsWaiting, now)

function leave(level: Level, queue: LevelQueue, ticket: Ticket, seats: number, now: Micros): void {
  if (queue.waiting[queue.head] === ticket) queue.head++
  queue.length--
  level.waiting--
  ticket.stage = 'gone'
  while (queue.waiting[queue.head]?.stage === 'gone') queue.head++
  if (queue.head > 64 && queue.head * 2 > queue.waiting.length) {
    queue.waiting = queue.waiting.slice(queue.head)
    queue.head = 0
  }
  wait(level, queue, ticket, -1, now, seats)
}

const first = ({ waiting, head }: LevelQueue): Ticket | undefined => waiting[head]

/** The queue of the hand with the least work in it. Where they are equal, they take turns. */
function queueFor(level: Level, hand: readonly number[]): LevelQueue {
  const offset = level.enqueued++ % hand.length
  let best = -1
  let least = Infinity
  for (let i = 0; i < hand.length; i++) {
    const index = hand[(offset + i) % hand.length]!
    const work = level.queues.get(index)?.workWaiting ?? 0
    if (work >= least) continue
    least = work
    best = index
  }
  const found = level.queues.get(best)
  if (found) return found
  const queue: LevelQueue = { index: best, waiting: [], head: 0, length: 0, seatsWaiting: 0, workWaiting: 0, executing: 0, seatsInUse: 0, nextAt: level.progress }
  level.queues.set(best, queue)
  return queue
}

/** The queue whose next request would be done first if each queue had its fair part to itself. */
function nextQueue(level: Level): LevelQueue {
  const turns = queuingOf(level)?.queues ?? 1
  let best: LevelQueue | undefined
  let bestDone = Infinity
  let bestTurn = Infinity
  for (const queue of level.queues.values()) {
    if (queue.length === 0) continue
    const done = queue.nextAt + first(queue)!.work
    const turn = (((queue.index - level.robin - 1) % turns) + turns) % turns
    if (done > bestDone || (done === bestDone && turn >= bestTurn)) continue
    best = queue
    bestDone = done
    bestTurn = turn
  }
  return best!
}

/** A queue saves nothing up while it is not busy: nothing is served before it came. */
function notBeforeArrival(queue: LevelQueue): void {
  const oldest = first(queue)
  if (oldest && queue.nextAt < oldest.arrivedR) queue.nextAt = oldest.arrivedR
}

function drop(level: Level, queue: LevelQueue): void {
  if (queue.length === 0 && queue.executing === 0) level.queues.delete(queue.index)
}
