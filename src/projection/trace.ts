import type { ActorId, Delivery, EventId, Fact, Input, LossReason, Message, Micros } from '../kernel/index.ts'

/**
 * The record of a run: one row an event, in columns by the event's id (ids are dense), the messages beside them.
 * Names and sentences are made when somebody reads. A row is written when the event is sent and completed when it is handled.
 * A long run forgets its oldest rows (`forgetUpTo`): the columns then begin after the ids and places that fell off.
 */
export interface Trace {
  /** The first id whose row is not written yet. */
  end: EventId
  /** How many ids fell off: the row of an id lies at `id - gone`. */
  gone: EventId
  /** How many places of the order fell off. */
  goneOrder: number
  /** Rows of events that were sent before and handled after everything that fell off. */
  early: Map<EventId, EarlyRow>
  cause: Int32Array
  root: Int32Array
  /** The request that a response, a watch event or an answer belongs to; 0 for none. */
  about: Int32Array
  sentAt: Float64Array
  at: Float64Array
  /** Place in the order of handling, 1 for the first; 0 while on its way. */
  handled: Int32Array
  from: Uint16Array
  to: Uint16Array
  flags: Uint8Array
  messages: (Message | undefined)[]
  also: Map<EventId, readonly EventId[]>
  facts: Map<EventId, readonly Fact[]>
  inputs: Map<EventId, { readonly at: Micros; readonly input: Input }>
  /** Event ids in the order of handling, from the place after `goneOrder` on; entry 0 is empty. */
  order: Int32Array
  orderEnd: number
  readonly names: ActorId[]
  readonly nameIndex: Map<ActorId, number>
  /** Open exchanges by 'client#number', so that answers find their request. */
  requests: Map<string, EventId>
}

type EarlyRow = { -readonly [field in 'cause' | 'root' | 'about' | 'sentAt' | 'at' | 'handled' | 'from' | 'to' | 'flags']: number } & { readonly message: Message | undefined }

export const NOISE = 1
export const LOST = 2
export const INPUT = 4

/** One row, as read. */
export interface Row {
  readonly id: EventId
  readonly cause: EventId
  readonly also: readonly EventId[]
  readonly root: EventId
  readonly about: EventId
  readonly sentAt: Micros
  readonly at: Micros
  readonly handled: number
  readonly from: ActorId
  readonly to: ActorId
  readonly noise: boolean
  readonly lost: boolean
  readonly msg: Message | undefined
}

/** A record that begins after so many events. */
export function createTrace(goneOrder = 0): Trace {
  const size = 4096
  return {
    end: 1, gone: 0, goneOrder, early: new Map(), cause: new Int32Array(size), root: new Int32Array(size), about: new Int32Array(size), sentAt: new Float64Array(size), at: new Float64Array(size),
    handled: new Int32Array(size), from: new Uint16Array(size), to: new Uint16Array(size), flags: new Uint8Array(size), messages: [], also: new Map(), facts: new Map(),
    inputs: new Map(), order: new Int32Array(size), orderEnd: goneOrder + 1, names: [], nameIndex: new Map(), requests: new Map(),
  }
}

/** The record begins with this event: what was sent before it has no row. */
export function beginTrace(trace: Trace, id: EventId): void {
  trace.gone = id - 1
  trace.end = id
}

/** `lean`: of what nobody would ask about only its place among the causes is kept, and what timers say; a request is known to its first answer. */
export function recordSent(trace: Trace, delivery: Delivery<Message>, noise: boolean, lean = false): void {
  const { id } = delivery
  const i = reserve(trace, id)
  trace.cause[i] = delivery.cause
  trace.root[i] = delivery.root
  trace.sentAt[i] = delivery.sentAt
  trace.at[i] = delivery.at
  trace.from[i] = indexOf(trace, delivery.from)
  trace.to[i] = indexOf(trace, delivery.to)
  trace.flags[i] = noise ? NOISE : 0
  const bare = lean && noise && delivery.from !== delivery.to
  trace.messages[i] = bare ? undefined : delivery.msg
  if (delivery.also) trace.also.set(id, delivery.also)
  trace.about[i] = bare ? 0 : exchange(trace, delivery)
  if (lean && trace.about[i] !== 0) trace.requests.delete(`${delivery.to}#${String((delivery.msg as { readonly id?: unknown }).id)}`)
}

export function recordHandled(trace: Trace, delivery: Delivery<Message>, place: number): void {
  const { id } = delivery
  const early = trace.early.get(id)
  if (early) {
    early.at = delivery.at
    early.handled = place
  } else if (id > trace.gone) {
    trace.at[id - trace.gone] = delivery.at
    trace.handled[id - trace.gone] = place
  }
  recordOrder(trace, id, place)
}

/** A place in the order may belong to an event that no actor saw: a lost message, the kernel's own. */
export function recordOrder(trace: Trace, id: EventId, place: number): void {
  const i = place - trace.goneOrder
  if (i >= trace.order.length) trace.order = grown(trace.order, i)
  trace.order[i] = id
  if (place >= trace.orderEnd) trace.orderEnd = place + 1
}

export function recordLost(trace: Trace, id: EventId, _why: LossReason): void {
  const early = trace.early.get(id)
  if (early) early.flags |= LOST
  else if (id > trace.gone && id < trace.end) trace.flags[id - trace.gone] = trace.flags[id - trace.gone]! | LOST
}

export function recordFact(trace: Trace, event: EventId, fact: Fact): void {
  const before = trace.facts.get(event)
  trace.facts.set(event, before ? [...before, fact] : [fact])
}

export function recordInput(trace: Trace, id: EventId, at: Micros, input: Input): void {
  const i = reserve(trace, id)
  trace.root[i] = id
  trace.sentAt[i] = at
  trace.at[i] = at
  trace.from[i] = indexOf(trace, 'user')
  trace.to[i] = indexOf(trace, 'user')
  trace.flags[i] = INPUT
  trace.inputs.set(id, { at, input })
}

export function rowOf(trace: Trace, id: EventId): Row | undefined {
  const early = trace.early.get(id)
  if (early) {
    const { cause, root, about, sentAt, at, handled, from, to, flags, message } = early
    return { id, cause, also: trace.also.get(id) ?? NONE, root, about, sentAt, at, handled, from: trace.names[from]!, to: trace.names[to]!, noise: (flags & NOISE) !== 0, lost: (flags & LOST) !== 0, msg: message }
  }
  const i = id - trace.gone
  if (i <= 0 || id >= trace.end || !trace.root[i]) return undefined
  return {
    id, cause: trace.cause[i]!, also: trace.also.get(id) ?? NONE, root: trace.root[i]!, about: trace.about[i]!, sentAt: trace.sentAt[i]!, at: trace.at[i]!,
    handled: trace.handled[i]!, from: trace.names[trace.from[i]!]!, to: trace.names[trace.to[i]!]!, noise: (trace.flags[i]! & NOISE) !== 0,
    lost: (trace.flags[i]! & LOST) !== 0, msg: trace.messages[i],
  }
}

// Single fields of a row, for walks that look at many.
export const causeOf = (trace: Trace, id: EventId): EventId => trace.early.get(id)?.cause ?? trace.cause[id - trace.gone] ?? 0
export const rootOf = (trace: Trace, id: EventId): EventId => trace.early.get(id)?.root ?? (id < trace.end ? trace.root[id - trace.gone] ?? 0 : 0)
export const messageOf = (trace: Trace, id: EventId): Message | undefined => trace.early.get(id)?.message ?? trace.messages[id - trace.gone]
export const placeOfEvent = (trace: Trace, id: EventId): number => trace.early.get(id)?.handled ?? trace.handled[id - trace.gone] ?? 0
export const timeOfEvent = (trace: Trace, id: EventId): Micros => trace.early.get(id)?.at ?? trace.at[id - trace.gone] ?? 0

/** Whether there was such an event, and its row fell off. */
export const isForgotten = (trace: Trace, id: EventId): boolean => id > 0 && id <= trace.gone && !trace.early.has(id)

export const factsOf = (trace: Trace, id: EventId): readonly Fact[] => trace.facts.get(id) ?? NO_FACTS

/** The event that took this place in the order of handling. */
export const eventAt = (trace: Trace, place: number): EventId => (place > trace.goneOrder && place < trace.orderEnd ? trace.order[place - trace.goneOrder]! : 0)

/** The common past of two branches: everything up to a place in the order, as if what came later had not happened yet. */
export function traceUpTo(trace: Trace, place: number, nextId: EventId): Trace {
  const keep = <V>(map: ReadonlyMap<EventId, V>): Map<EventId, V> => {
    const kept = new Map<EventId, V>()
    for (const [id, value] of map) if (id < nextId) kept.set(id, value)
    return kept
  }
  const copy: Trace = {
    ...trace, end: nextId, early: new Map([...trace.early].map(([id, row]) => [id, { ...row }])), cause: trace.cause.slice(), root: trace.root.slice(), about: trace.about.slice(), sentAt: trace.sentAt.slice(), at: trace.at.slice(),
    handled: trace.handled.slice(), from: trace.from.slice(), to: trace.to.slice(), flags: trace.flags.slice(), messages: trace.messages.slice(0, nextId - trace.gone),
    also: keep(trace.also), facts: keep(trace.facts), inputs: keep(trace.inputs), order: trace.order.slice(), orderEnd: Math.min(trace.orderEnd, place + 1), requests: new Map(trace.requests),
  }
  for (let later = place + 1; later < trace.orderEnd; later++) {
    const id = trace.order[later - trace.goneOrder]!
    if (id >= nextId) continue
    const early = copy.early.get(id)
    if (early) {
      early.handled = 0
      early.flags &= ~LOST
    } else if (id > copy.gone) {
      copy.handled[id - copy.gone] = 0
      copy.flags[id - copy.gone] = copy.flags[id - copy.gone]! & ~LOST
    }
    copy.facts.delete(id)
  }
  copy.root.fill(0, nextId - copy.gone)
  return copy
}

/** Requests that are not answered after this long never will be; streams stay open. */
const ANSWERED_WITHIN_US = 120_000_000

/**
 * Lets go of all that was handled up to a place, where `nextId` was the next id to be given and `now` the time. What was on its way keeps its row,
 * what users did is remembered for ever, and all that happened later reads as before. So do the rows named by `kept`.
 */
export function forgetUpTo(trace: Trace, place: number, nextId: EventId, now: Micros, kept: ReadonlySet<EventId> = NOTHING): void {
  const { gone } = trace
  const many = nextId - 1 - gone
  if (many <= 0) return
  for (const [id, row] of trace.early) if (isOver(row.flags, row.handled, place) && !kept.has(id)) trace.early.delete(id)
  for (const [request, id] of trace.requests) if (id < nextId && !isOpen(messageOf(trace, id)) && timeSent(trace, id) < now - ANSWERED_WITHIN_US) trace.requests.delete(request)
  for (let i = 1; i <= many; i++) {
    if (trace.root[i] === 0 || (isOver(trace.flags[i]!, trace.handled[i]!, place) && !kept.has(i + gone))) continue
    trace.early.set(i + gone, {
      cause: trace.cause[i]!, root: trace.root[i]!, about: trace.about[i]!, sentAt: trace.sentAt[i]!, at: trace.at[i]!, handled: trace.handled[i]!, from: trace.from[i]!, to: trace.to[i]!, flags: trace.flags[i]!, message: trace.messages[i],
    })
  }
  for (const map of [trace.also, trace.facts]) for (const id of map.keys()) if (id < nextId && !trace.early.has(id)) map.delete(id)
  for (const column of [trace.cause, trace.root, trace.about, trace.sentAt, trace.at, trace.handled, trace.from, trace.to, trace.flags]) moveUp(column, many, trace.end - gone)
  trace.messages.splice(1, many)
  moveUp(trace.order, place - trace.goneOrder, trace.orderEnd - trace.goneOrder)
  trace.gone += many
  trace.goneOrder = place
}

const isOver = (flags: number, handled: number, place: number): boolean => (flags & (LOST | INPUT)) !== 0 || (handled > 0 && handled <= place)

const timeSent = (trace: Trace, id: EventId): Micros => trace.early.get(id)?.sentAt ?? (id > trace.gone ? trace.sentAt[id - trace.gone]! : -Infinity)

/** Watches and followed logs answer as long as somebody wants. One whose row fell off was one of them. */
function isOpen(message: Message | undefined): boolean {
  const query = (message as { readonly query?: Readonly<Record<string, string>> } | undefined)?.query
  return message === undefined || message.type === 'etcd-watch' || query?.['watch'] !== undefined || query?.['follow'] !== undefined
}

/** Entry 0 stays empty; the entries after the first `many` of `end` take their places. */
function moveUp(column: Column, many: number, end: number): void {
  column.copyWithin(1, many + 1, end)
  column.fill(0, Math.max(1, end - many))
}

const NOTHING: ReadonlySet<EventId> = new Set()
const NONE: readonly EventId[] = []
const NO_FACTS: readonly Fact[] = []

/** Requests carry the client's own number; answers go the other way with the same number. */
function exchange(trace: Trace, { id, from, to, msg }: Delivery<Message>): EventId {
  const number = (msg as { readonly id?: unknown }).id
  if (number === undefined || from === to) return 0
  switch (msg.type) {
    case 'api-request': case 'etcd-request': case 'etcd-watch': case 'cri-request': case 'cni-request': case 'registry-request': case 'kubelet-request':
      trace.requests.set(`${from}#${String(number)}`, id)
      return 0
    case 'api-response': case 'watch-event': case 'watch-end': case 'api-chunk': case 'etcd-response': case 'etcd-watch-response': case 'cri-response': case 'cni-response':
    case 'registry-response': case 'kubelet-response': case 'kubelet-chunk':
      return trace.requests.get(`${to}#${String(number)}`) ?? 0
    default: return 0
  }
}

function indexOf(trace: Trace, name: ActorId): number {
  let index = trace.nameIndex.get(name)
  if (index === undefined) {
    index = trace.names.length
    trace.names.push(name)
    trace.nameIndex.set(name, index)
  }
  return index
}

/** Makes room for the row of an id and returns where it lies. */
function reserve(trace: Trace, id: EventId): number {
  const i = id - trace.gone
  if (id >= trace.end) trace.end = id + 1
  if (i < trace.cause.length) return i
  trace.cause = grown(trace.cause, i)
  trace.root = grown(trace.root, i)
  trace.about = grown(trace.about, i)
  trace.sentAt = grown(trace.sentAt, i)
  trace.at = grown(trace.at, i)
  trace.handled = grown(trace.handled, i)
  trace.from = grown(trace.from, i)
  trace.to = grown(trace.to, i)
  trace.flags = grown(trace.flags, i)
  return i
}

type Column = Int32Array | Float64Array | Uint16Array | Uint8Array
function grown<C extends Column>(column: C, needed: number): C {
  const Kind = column.constructor as new (length: number) => C
  const next = new Kind(Math.max(column.length * 2, needed + 1))
  next.set(column as never)
  return next
}
