/** The name of an actor, remembering in its type which messages that actor understands. */
export type Address<In = unknown> = string & { readonly accepts?: (msg: In) => void }
export type ActorId = string
export type HostId = string
export type EventId = number

/** Virtual time in integer microseconds since the start of the run. */
export type Micros = number
export const MILLISECOND = 1_000
export const SECOND = 1_000_000
export const MINUTE = 60 * SECOND

/** Every message is a plain value with a `type`, named after what it says. */
export interface Message { readonly type: string }

/** One thing that happened to one actor. Never mutated; `cause`, `also` and `root` make the causal graph. */
export interface Delivery<In> {
  readonly id: EventId
  /** The event being handled when this one was sent; 0 for a root. */
  readonly cause: EventId
  /** Other events that led here too: a reconcile merges several. The first cause leads. */
  readonly also: readonly EventId[] | undefined
  /** The user input, fault or timer at the top of the chain: every effect of one poke shares it. */
  readonly root: EventId
  readonly sentAt: Micros
  readonly at: Micros
  readonly from: ActorId
  readonly to: ActorId
  readonly msg: In
}

/**
 * A structured thing that a component knows about the current event: a decision, the begin or end of a span, what it waits for.
 * `fact` is an id that the texts of both languages know; the other fields are its parameters. Never a sentence.
 */
export interface Fact {
  readonly fact: string
  readonly [parameter: string]: FactValue
}
export type FactValue = string | number | boolean | undefined | readonly (string | number)[] | { readonly [key: string]: unknown } | readonly { readonly [key: string]: unknown }[]

export interface SendOptions {
  /** A lossy message (raft, data plane) is dropped on a cut or lossy link. Without it the message waits like TCP, in order, until the link heals. */
  readonly lossy?: boolean
  /** Added to the link's latency, for what takes the sender time to say. */
  readonly delayUs?: Micros
  /** Marks what is counted but not drawn by default: heartbeats, leases, probes. */
  readonly noise?: boolean
}

/** What a step may ask of the world. A call only appends to the outbox; nothing reaches another actor before the step returns. */
export interface Cx<In> {
  readonly self: Address<In>
  readonly host: HostId
  readonly now: Micros
  /** What this host believes the time to be: `now` plus its clock skew. Object timestamps come from here. */
  readonly clock: Micros
  /** The event being handled. */
  readonly event: EventId
  /** Messages from one actor to another never overtake each other. */
  send<To extends Message>(to: Address<To>, msg: NoInfer<To>, options?: SendOptions): EventId
  /** A message to oneself. To cancel, forget the returned id: a stale timer is one whose id nobody remembers. */
  after(delayUs: Micros, msg: In, options?: { readonly noise?: boolean }): EventId
  /** Uniform integer in [0, bound), from this actor's own seeded stream. */
  below(bound: number): number
  /** Attaches a fact to the current event. */
  fact(fact: Fact): void
  /** What follows is caused by these events instead of the current one: for queues that made work wait. The first leads. */
  because(cause: EventId, also?: readonly EventId[]): void
}

/**
 * A simulated process. `State` is plain data owned by the kernel. Handlers may edit it in place, and must be
 * a function of (state, event, cx) alone: no clock, no chance, no I/O but through `cx`, and never a promise.
 */
export interface Component<State, In extends Message> {
  readonly kind: string
  init(self: Address<In>): State
  step(state: State, event: Delivery<In>, cx: Cx<In>): void
  /** The process starts: after the actor was spawned, and after every restart (with a fresh or, for a disk, the kept state). */
  start?(state: State, cx: Cx<In>): void
  /**
   * The connection to a peer is gone: its process died or restarted, or the link was cut for longer than keep-alive waits. What was under way on it is lost.
   * `refused`: there never was one, so the peer heard nothing of what was sent.
   */
  disconnected?(state: State, peer: ActorId, cx: Cx<In>, refused: boolean): void
  /** A durable state (a disk) survives crashes of its actor and host. */
  readonly durable?: boolean
}
