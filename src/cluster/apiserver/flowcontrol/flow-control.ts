import type { Micros } from '../../../kernel/index.ts'
import { mandatoryLevel, mandatorySchema, type FlowSchema, type PriorityLevelConfiguration } from '../../../api/index.ts'
import { allocate } from './allocation.ts'
import { takeStock } from './demand.ts'
import type { Width } from './estimate.ts'
import { Hands } from './hands.ts'
import { createLevel, dispatch, enqueue, finish, giveUp, isExempt, isIdle, queuingOf, release, seat, type Level, type Refusal } from './level.ts'
import { flowOf, matchingSchema, type About, type User } from './matching.ts'
import { createSchedule, dueBy, nextDue, plan, type Schedule } from './schedule.ts'
import { seatsOf, type Ticket } from './ticket.ts'
import { refused } from './retry-after.ts'

/** API Priority and Fairness: which flow a request belongs to, how many seats it needs, and whether it may begin, waits, or is refused. Knows no clock: `now` never goes back. */
export interface FlowControl {
  /** --max-requests-inflight and --max-mutating-requests-inflight together. */
  readonly seats: number
  /** In the order in which they are tried. */
  schemas: readonly FlowSchema[]
  readonly levels: Map<string, Level>
  /** What will be finished, and which seats will come back, by their moment. */
  readonly schedule: Schedule
  readonly hands: Hands
  /** Requests in queues, of all levels. */
  waiting: number
}

/** Where a request was sent. */
export interface Classified { readonly schema: FlowSchema; readonly level: Level; readonly flow: string }

export function createFlowControl(seats: number, now: Micros): FlowControl {
  const flow: FlowControl = { seats, schemas: [], levels: new Map(), schedule: createSchedule(), hands: new Hands(), waiting: 0 }
  configure(flow, [], [], now)
  return flow
}

/** Takes over what the API objects say. Broken references are left out; what is mandatory is imagined where it is missing. Returns what may begin now. */
export function configure(flow: FlowControl, schemas: readonly FlowSchema[], configs: readonly PriorityLevelConfiguration[], now: Micros): readonly Ticket[] {
  const started = pass(flow, now)
  const wanted = new Map(configs.map((config) => [config.metadata.name!, config]))
  for (const name of ['exempt', 'catch-all']) if (!wanted.has(name)) wanted.set(name, mandatoryLevel(name)!)
  for (const [name, level] of flow.levels) {
    level.leaving = !wanted.has(name)
    if (level.leaving && isIdle(level)) flow.levels.delete(name)
  }
  for (const [name, config] of wanted) {
    const level = flow.levels.get(name)
    if (level) level.config = config
    else flow.levels.set(name, createLevel(config, now))
  }
  const sound = schemas.filter(({ spec }) => wanted.has(spec.priorityLevelConfiguration.name))
  for (const name of ['exempt', 'catch-all']) if (!sound.some(({ metadata }) => metadata.name === name)) sound.push(mandatorySchema(name)!)
  flow.schemas = sound.sort((a, b) => precedenceOf(a) - precedenceOf(b) || (a.metadata.name! < b.metadata.name! ? -1 : 1))
  shareOut(flow)
  adjust(flow, now)
  return [...started, ...dispatchAll(flow, now)]
}

const precedenceOf = ({ spec }: FlowSchema): number => spec.matchingPrecedence ?? 0

export function classify(flow: FlowControl, user: User, about: About): Classified {
  const schema = matchingSchema(flow.schemas, user, about)
  return { schema, level: flow.levels.get(schema.spec.priorityLevelConfiguration.name)!, flow: flowOf(schema, user, about) }
}

/** A request arrives. Its ticket is executing, or waiting; or it is refused. `started` are others whose turn came by now. */
export function arrive(flow: FlowControl, key: string, { schema, level, flow: name }: Classified, width: Width, now: Micros): { readonly ticket: Ticket | Refusal; readonly started: readonly Ticket[] } {
  const started = pass(flow, now)
  const origin = { key, schema: schema.metadata.name!, level: level.name, flow: name }
  const queuing = queuingOf(level)
  const ticket = queuing === undefined ? seat(level, origin, width, now)
    : enqueue(level, origin, width, flow.hands.of(origin.schema, queuing.queues! > 1 ? name : '', queuing.queues!, queuing.handSize!), queuing.queueLengthLimit!, now)
  if (typeof ticket === 'string') {
    level.refused[ticket]++
    refused(level.retryAfter, now)
    return { ticket, started }
  }
  if (queuing === undefined) return { ticket, started }
  flow.waiting++
  const begun = dispatchLevel(flow, level, now).filter((one) => one !== ticket)
  return { ticket, started: begun.length > 0 ? [...started, ...begun] : started }
}

/** The answer of a request that began leaves at `at`. */
export function answered(flow: FlowControl, ticket: Ticket, at: Micros): void {
  plan(flow.schedule, at, ticket)
}

/** A request that still waits is taken out of its queue: its client went, or `timeOut`. Returns what may begin now. */
export function abandon(flow: FlowControl, ticket: Ticket, timeOut: boolean, now: Micros): readonly Ticket[] {
  const started = pass(flow, now)
  const level = flow.levels.get(ticket.level)!
  if (ticket.stage !== 'waiting') return started
  giveUp(level, ticket, now)
  flow.waiting--
  level.refused['time-out']++
  if (timeOut) refused(level.retryAfter, now)
  return [...started, ...dispatchLevel(flow, level, now)]
}

/** When something next comes free; only who waits cares. */
export const nextPass = ({ schedule }: FlowControl): Micros => nextDue(schedule)

/** What `pass` would set free by now, for those who only look. */
export function freeBy({ schedule }: FlowControl, now: Micros): ReadonlyMap<string, { seats: number; executing: number }> {
  const free = new Map<string, { seats: number; executing: number }>()
  for (const { at, ticket } of schedule.heap) {
    if (at > now) continue
    const level = free.get(ticket.level) ?? { seats: 0, executing: 0 }
    free.set(ticket.level, level)
    if (ticket.stage === 'executing') level.executing++
    if (ticket.stage === 'served' || at + ticket.extraUs <= now) level.seats += seatsOf(ticket)
  }
  return free
}

const NOTHING: readonly Ticket[] = []

/** Seats that came free by now are given on. Returns those that begin, in the order in which they do. */
export function pass(flow: FlowControl, now: Micros): readonly Ticket[] {
  let started: Ticket[] | undefined
  for (let due = dueBy(flow.schedule, now); due; due = dueBy(flow.schedule, now)) {
    const { ticket, at } = due
    const level = flow.levels.get(ticket.level)!
    if (ticket.stage === 'served') release(level, ticket, at)
    else if (finish(level, ticket, at)) {
      plan(flow.schedule, at + ticket.extraUs, ticket)
      continue
    }
    if (level.waiting > 0) (started ??= []).push(...dispatchLevel(flow, level, at))
    else if (level.leaving && isIdle(level)) flow.levels.delete(level.name)
  }
  return started ?? NOTHING
}

/** Every ten seconds: levels that needed less than they have lend it to those that needed more. Models updateBorrowing. Returns what may begin now. */
export function rebalance(flow: FlowControl, now: Micros): readonly Ticket[] {
  const started = pass(flow, now)
  adjust(flow, now)
  return [...started, ...dispatchAll(flow, now)]
}

function dispatchAll(flow: FlowControl, now: Micros): readonly Ticket[] {
  const started: Ticket[] = []
  for (const level of flow.levels.values()) if (level.waiting > 0) started.push(...dispatchLevel(flow, level, now))
  return started
}

function dispatchLevel(flow: FlowControl, level: Level, now: Micros): readonly Ticket[] {
  let started: Ticket[] | undefined
  for (let next = dispatch(level, now); next; next = dispatch(level, now)) {
    flow.waiting--
    ;(started ??= []).push(next)
  }
  return started ?? NOTHING
}

/** Part of the seats that one request may take at most, so that a wide one does not empty a level. */
const WIDEST = 0.15

function shareOut(flow: FlowControl): void {
  const levels = [...flow.levels.values()]
  const sum = levels.reduce((shares, level) => shares + sharesOf(level), 0)
  for (const level of levels) {
    const { limited, exempt } = level.config.spec
    const nominal = Math.ceil((flow.seats * sharesOf(level)) / sum)
    const lendable = Math.round((nominal * ((limited ?? exempt)?.lendablePercent ?? 0)) / 100)
    const borrowing = limited?.borrowingLimitPercent === undefined ? flow.seats : Math.round((nominal * limited.borrowingLimitPercent) / 100)
    const isNew = level.max === 0
    Object.assign(level, { nominal, min: nominal - lendable, max: nominal + borrowing })
    if (isNew) level.limit = nominal - Math.floor(lendable / 2)
    const queuing = queuingOf(level)
    level.widest = queuing ? Math.max(1, Math.min(Math.ceil(nominal * WIDEST), Math.floor(nominal / queuing.handSize!))) : 0
  }
}

const sharesOf = ({ config: { spec } }: Level): number => (spec.limited ?? spec.exempt)?.nominalConcurrencyShares ?? 0

function adjust(flow: FlowControl, now: Micros): void {
  const levels = [...flow.levels.values()]
  for (const level of levels) takeStock(level.demand, level.stats, now)
  const total = levels.reduce((sum, { nominal }) => sum + nominal, 0)
  const limited = levels.filter((level) => !isExempt(level))
  let left = total
  for (const level of levels) {
    if (!isExempt(level)) continue
    level.limit = Math.max(level.min, level.stats.highest)
    left -= level.limit
  }
  const floor = ({ min, nominal, stats }: Level): number => Math.max(min, Math.min(nominal, stats.highest))
  const mins = limited.reduce((sum, { min }) => sum + min, 0)
  const floors = limited.reduce((sum, level) => sum + floor(level), 0)
  if (left <= mins) for (const level of limited) level.limit = level.min
  else if (left <= floors) for (const level of limited) level.limit = level.min + Math.round((floor(level) - level.min) * ((left - mins) / (floors - mins)))
  else {
    const parts = allocate(total, limited.map((level) => ({ low: floor(level), high: level.max, target: Math.max(floor(level), level.stats.smoothed) })))
    limited.forEach((level, i) => { if (parts) level.limit = Math.round(parts[i]!) })
  }
}
