import type { ActorId, EventId, HostId, Message, Micros } from './component.ts'
import type { LinkFault } from './network.ts'

/** Everything that reaches the simulation from outside. The seed and the list of inputs, each with its place, are the whole history. */
export type Input =
  | { readonly type: 'message'; readonly to: ActorId; readonly msg: Message }
  /** One process dies, or starts again. */
  | { readonly type: 'crash' | 'restart'; readonly actor: ActorId }
  /** One process is stopped like by SIGSTOP: what arrives waits. */
  | { readonly type: 'pause' | 'resume'; readonly actor: ActorId }
  | { readonly type: 'power-off' | 'power-on'; readonly host: HostId }
  /** Replaces the fault on one direction of a path; an empty change heals it. */
  | { readonly type: 'link'; readonly from: string; readonly to: string; readonly change: LinkFault }
  | { readonly type: 'clock-skew'; readonly host: HostId; readonly us: Micros }
  /** Loses one message that is on its way. */
  | { readonly type: 'drop'; readonly event: EventId }
  /** Keeps one message that is on its way, and what follows it on its connection, until it is released. */
  | { readonly type: 'hold' | 'release'; readonly event: EventId }
  /** Resets the connection of two processes: what is on its way is lost, and both hear of it. */
  | { readonly type: 'disconnect'; readonly from: ActorId; readonly to: ActorId }
