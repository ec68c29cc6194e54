import type { ActorId, Delivery, EventId, Fact, Input, LossReason, Message, Micros } from '../kernel/index.ts'

/**
 * The record of a run: one row an event, in columns indexed by the event's id (ids are dense), the messages beside them.
 * Names and sentences are made when somebody reads. A row is written when the event is sent and completed when it is handled.
 */
export interface Trace {
  /** The first id whose row is not written yet. */
  end: EventId
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
  /** Event ids in the order of handling; place 0 is empty. */
  order: Int32Array
  orderEnd: number
  readonly names: ActorId[]
  readonly nameIndex: Map<ActorId, number>
  /** Open exchanges by 'client#number', so that answers find their request. */
  requests: Map<string, EventId>
}

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

export function createTrace(): Trace {
  const size = 4096
  return {
    end: 1, cause: new Int32Array(size), root: new Int32Array(size), about: new Int32Array(size), sentAt: new Float64Array(size), at: new Float64Array(size),
    handled: new Int32Array(size), from: new Uint16Array(size), to: new Uint16Array(size), flags: new Uint8Array(size), messages: [], also: new Map(), facts: new Map(),
    inputs: new Map(), order: new Int32Array(size), orderEnd: 1, names: [], nameIndex: new Map(), requests: new Map(),
  }
}

export function recordSent(trace: Trace, delivery: Delivery<Message>, noise: boolean): void {
  const { id } = delivery
  reserve(trace, id)
  trace.cause[id] = delivery.cause
  trace.root[id] = delivery.root
  trace.sentAt[id] = delivery.sentAt
  trace.at[id] = delivery.at
  trace.from[id] = indexOf(trace, delivery.from)
  trace.to[id] = indexOf(trace, delivery.to)
  trace.flags[id] = noise ? NOISE : 0
  trace.messages[id] = delivery.msg
  if (delivery.also) trace.also.set(id, delivery.also)
  trace.about[id] = exchange(trace, delivery)
}

export function recordHandled(trace: Trace, delivery: Delivery<Message>, place: number): void {
  const { id } = delivery
  trace.at[id] = delivery.at
  trace.handled[id] = place
  recordOrder(trace, id, place)
}

/** A place in the order may belong to an event that no actor saw: a lost message, the kernel's own. */
export function recordOrder(trace: Trace, id: EventId, place: number): void {
  if (place >= trace.order.length) trace.order = grown(trace.order, place)
  trace.order[place] = id
  if (place >= trace.orderEnd) trace.orderEnd = place + 1
}

export function recordLost(trace: Trace, id: EventId, _why: LossReason): void {
  if (id < trace.end) trace.flags[id] = trace.flags[id]! | LOST
}

export function recordFact(trace: Trace, event: EventId, fact: Fact): void {
  const before = trace.facts.get(event)
  trace.facts.set(event, before ? [...before, fact] : [fact])
}

export function recordInput(trace: Trace, id: EventId, at: Micros, input: Input): void {
  reserve(trace, id)
  trace.root[id] = id
  trace.sentAt[id] = at
  trace.at[id] = at
  trace.from[id] = indexOf(trace, 'user')
  trace.to[id] = indexOf(trace, 'user')
  trace.flags[id] = INPUT
  trace.inputs.set(id, { at, input })
}

export function rowOf(trace: Trace, id: EventId): Row | undefined {
  if (id <= 0 || id >= trace.end || trace.root[id] === 0) return undefined
  return {
    id, cause: trace.cause[id]!, also: trace.also.get(id) ?? NONE, root: trace.root[id]!, about: trace.about[id]!, sentAt: trace.sentAt[id]!, at: trace.at[id]!,
    handled: trace.handled[id]!, from: trace.names[trace.from[id]!]!, to: trace.names[trace.to[id]!]!, noise: (trace.flags[id]! & NOISE) !== 0,
    lost: (trace.flags[id]! & LOST) !== 0, msg: trace.messages[id],
  }
}

export const factsOf = (trace: Trace, id: EventId): readonly Fact[] => trace.facts.get(id) ?? NO_FACTS

/** The event that took this place in the order of handling. */
export const eventAt = (trace: Trace, place: number): EventId => (place > 0 && place < trace.orderEnd ? trace.order[place]! : 0)

/** The common past of two branches: everything up to a place in the order, as if what came later had not happened yet. */
export function traceUpTo(trace: Trace, place: number, nextId: EventId): Trace {
  const keep = <V>(map: ReadonlyMap<EventId, V>): Map<EventId, V> => {
    const kept = new Map<EventId, V>()
    for (const [id, value] of map) if (id < nextId) kept.set(id, value)
    return kept
  }
  const copy: Trace = {
    ...trace, end: nextId, cause: trace.cause.slice(), root: trace.root.slice(), about: trace.about.slice(), sentAt: trace.sentAt.slice(), at: trace.at.slice(),
    handled: trace.handled.slice(), from: trace.from.slice(), to: trace.to.slice(), flags: trace.flags.slice(), messages: trace.messages.slice(0, nextId),
    also: keep(trace.also), facts: keep(trace.facts), inputs: keep(trace.inputs), order: trace.order.slice(), orderEnd: Math.min(trace.orderEnd, place + 1), requests: new Map(trace.requests),
  }
  for (let later = place + 1; later < trace.orderEnd; later++) {
    const id = trace.order[later]!
    if (id >= nextId) continue
    copy.handled[id] = 0
    copy.flags[id] = copy.flags[id]! & ~LOST
    copy.facts.delete(id)
  }
  copy.root.fill(0, nextId)
  return copy
}

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

function reserve(trace: Trace, id: EventId): void {
  if (id >= trace.end) trace.end = id + 1
  if (id < trace.cause.length) return
  trace.cause = grown(trace.cause, id)
  trace.root = grown(trace.root, id)
  trace.about = grown(trace.about, id)
  trace.sentAt = grown(trace.sentAt, id)
  trace.at = grown(trace.at, id)
  trace.handled = grown(trace.handled, id)
  trace.from = grown(trace.from, id)
  trace.to = grown(trace.to, id)
  trace.flags = grown(trace.flags, id)
}

type Column = Int32Array | Float64Array | Uint16Array | Uint8Array
function grown<C extends Column>(column: C, needed: number): C {
  const Kind = column.constructor as new (length: number) => C
  const next = new Kind(Math.max(column.length * 2, needed + 1))
  next.set(column as never)
  return next
}
