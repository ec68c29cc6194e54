import type { ActorId, Component, Delivery, EventId, Fact, HostId, Message, Micros } from './component.ts'
import type { Connections } from './connections.ts'
import type { Holding } from './holding.ts'
import type { Fingerprint } from './hash.ts'
import type { Input } from './input.ts'
import type { Fault, Latency } from './network.ts'
import type { Queue } from './queue.ts'
import type { Random } from './random.ts'
import type { SavedRoots } from './roots.ts'
import type { SavedWays } from './ways.ts'

/** Sees everything that happens. Invariants, traces and transcripts hang here; an observer must not touch the state. */
export interface Observer {
  input?(id: EventId, at: Micros, input: Input): void
  /** A message (or timer, when `from` is `to`) was sent; `delivery.at` is when it will arrive unless something holds it. */
  sent?(delivery: Delivery<Message>, noise: boolean): void
  /** Called before the receiver handles it. */
  delivered?(delivery: Delivery<Message>, noise: boolean): void
  /** Called after the receiver handled it. */
  handled?(delivery: Delivery<Message>, state: unknown): void
  lost?(delivery: Delivery<Message>, why: LossReason): void
  fact?(event: EventId, actor: ActorId, at: Micros, fact: Fact): void
}

/** `dead`: the receiver's host or an earlier life; `refused`: nobody listens; `cut`: the link broke; `dropped`: by the learner's hand. */
export type LossReason = 'dead' | 'refused' | 'cut' | 'lost' | 'dropped'

export interface KernelOptions {
  readonly seed: number
  readonly latency?: (from: HostId, to: HostId) => Latency
  readonly observers?: readonly Observer[]
  /** Virtual time of the first event; 0 unless told. */
  readonly startUs?: Micros
}

/** What the kernel itself tells an actor, or itself. */
export type Notice =
  | { readonly type: 'kernel-start' }
  | { readonly type: 'kernel-disconnected'; readonly peer: ActorId; readonly refused: boolean }
  | { readonly type: 'kernel-keep-alive'; readonly fault: string; readonly since: Micros }
  | { readonly type: 'kernel-host-gone'; readonly host: HostId; readonly since: Micros }

export interface Pending extends Delivery<Message> {
  readonly target: number
  readonly life: number
  readonly lossy: boolean
  readonly noise: boolean
}

export interface Actor {
  readonly id: ActorId
  readonly index: number
  readonly host: HostId
  readonly component: Component<unknown, Message>
  state: unknown
  random: Random
  /** Grows with every crash and restart: what was on its way to an earlier life is lost. */
  life: number
  up: boolean
  paused: boolean
  /** What arrived while the process was paused, in order. */
  inbox: Pending[]
  /** The way to each peer that it ever wrote to, by its index. */
  readonly ways: Map<number, number>
  connections: Connections
  /** A copy of `state` taken by the last checkpoint; undefined once something has touched the state. */
  saved: unknown
  /** The copy before that: the next one shares with it what did not change. */
  lastSaved: unknown
}

/** What a checkpoint keeps of an actor. */
export type SavedActor = Pick<Actor, 'state' | 'random' | 'life' | 'up' | 'paused' | 'inbox' | 'connections'>

export interface Host { off: boolean; since: Micros; skewUs: Micros }

export interface Checkpoint {
  readonly now: Micros
  readonly nextId: EventId
  readonly handled: number
  readonly print: Fingerprint
  readonly network: Random
  readonly faults: ReadonlyMap<string, Fault>
  readonly hosts: ReadonlyMap<HostId, Host>
  readonly dropped: ReadonlySet<EventId>
  readonly ways: SavedWays
  readonly roots: SavedRoots
  readonly held: readonly Pending[]
  readonly holding: Holding
  readonly queue: Queue<Pending>
  readonly actors: readonly SavedActor[]
}

export const isBetween = (one: Actor, other: Actor) => ({ from, to }: Pending): boolean => (from === one.id && to === other.id) || (from === other.id && to === one.id)
