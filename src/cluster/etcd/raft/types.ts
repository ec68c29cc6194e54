import type { EventId, Micros } from '../../../kernel/index.ts'

/** What the raft machine may ask of the world: the time, and chance. */
export interface Moment {
  readonly now: Micros
  below(bound: number): number
}

/** A place in the log. `data` is what the members agree on; undefined for the empty entry with which a leader opens its term. */
export interface Entry {
  readonly index: number
  readonly term: number
  readonly data: unknown
  readonly bytes: number
  /** The event that proposed it: its request. */
  readonly cause: EventId
}

export type Proposal = Pick<Entry, 'data' | 'bytes' | 'cause'>

/** What must be on the disk before a promise leaves the member. */
export interface HardState {
  readonly term: number
  readonly vote: string | undefined
  readonly commit: number
}

/** The state of everything up to `index`; `data` is never edited, who installs it works on a copy. */
export interface Snapshot {
  readonly index: number
  readonly term: number
  readonly data: unknown
  readonly bytes: number
}

export interface RaftAppend {
  readonly type: 'raft-append'
  readonly term: number
  readonly prevIndex: number
  readonly prevTerm: number
  readonly entries: readonly Entry[]
  readonly commit: number
}
/** Accepted: the log agrees up to `index`. Rejected: nothing at `index`; look at `hintIndex`, whose term here is `hintTerm`. */
export interface RaftAppendResponse {
  readonly type: 'raft-append-response'
  readonly term: number
  readonly index: number
  readonly reject: boolean
  readonly hintIndex: number
  readonly hintTerm: number
}
/** `context` names the reads that this round confirms. */
export interface RaftHeartbeat { readonly type: 'raft-heartbeat'; readonly term: number; readonly commit: number; readonly context: string }
export interface RaftHeartbeatResponse { readonly type: 'raft-heartbeat-response'; readonly term: number; readonly context: string }
export interface RaftVote { readonly type: 'raft-vote' | 'raft-pre-vote'; readonly term: number; readonly lastIndex: number; readonly lastTerm: number }
export interface RaftVoteResponse { readonly type: 'raft-vote-response' | 'raft-pre-vote-response'; readonly term: number; readonly reject: boolean }
export interface RaftSnapshot { readonly type: 'raft-snapshot'; readonly term: number; readonly snapshot: Snapshot }
/** A follower hands its client's proposals to the leader. */
export interface RaftPropose { readonly type: 'raft-propose'; readonly term: 0; readonly proposals: readonly Proposal[] }
export interface RaftReadIndex { readonly type: 'raft-read-index'; readonly term: 0; readonly context: string }
export interface RaftReadIndexResponse { readonly type: 'raft-read-index-response'; readonly term: number; readonly context: string; readonly index: number }

export type RaftMessage =
  | RaftAppend | RaftAppendResponse | RaftHeartbeat | RaftHeartbeatResponse | RaftVote | RaftVoteResponse | RaftSnapshot
  | RaftPropose | RaftReadIndex | RaftReadIndexResponse

export interface Outgoing { readonly to: string; readonly msg: RaftMessage }

/** A read with this context sees everything that was acknowledged before it once `index` is applied. */
export interface ReadState { readonly context: string; readonly index: number }

/** What the machine wants done, in this order. The machine waits for `persisted` before it hands out the next one. */
export interface Ready {
  /** A leader speaks to its followers while its own disk writes. */
  readonly messages: readonly Outgoing[]
  readonly hardState: HardState | undefined
  readonly entries: readonly Entry[]
  readonly snapshot: Snapshot | undefined
  /** Promises: they leave only when the above is on the disk. */
  readonly promises: readonly Outgoing[]
  /** Committed entries, next in order to be applied. */
  readonly committed: readonly Entry[]
  readonly readStates: readonly ReadState[]
  /** Whether there is anything that a disk must write before the promises leave. */
  readonly mustSync: boolean
}
