import type { ActorId, EventId, Micros } from '../../kernel/index.ts'
import type { EtcdAnswer, EtcdClientMessage } from '../messages.ts'
import type { ApplyCache } from './apply-cache.ts'
import { createDatabase, type Database } from './database.ts'
import type { DiskAddress, DiskAnswer } from './disk-messages.ts'
import type { RangeRequest } from './mvcc/range.ts'
import type { TxnOp, Compare } from '../messages.ts'
import { createWatchIndex, type WatchIndex } from './mvcc/watch-index.ts'
import type { PlantedBug, Raft, Role } from './raft/raft.ts'
import type { Proposal, RaftMessage } from './raft/types.ts'

export interface EtcdConfig {
  /** This member's actor; one of `members`. */
  readonly name: string
  /** 1, 3 or 5 actors, the same list in the same order for all of them. */
  readonly members: readonly string[]
  readonly disk: DiskAddress
  /** One for all members of a cluster; without it every member works everything out itself. */
  readonly cache?: ApplyCache
  /** When what the keys weigh exceeds it, writes are refused. */
  readonly quotaBytes?: number
  /** A log this long is cut after a snapshot; upstream's 10,000 entries, of which 5,000 stay for followers to catch up. */
  readonly snapshotEntries?: number
  readonly bug?: PlantedBug
}

/** One etcd server, all of it but its disk. */
export interface EtcdState {
  /** `stopped`: its disk refused a write, as upstream it gives up and is started again by its kubelet. */
  stage: 'loading' | 'running' | 'stopped'
  raft: Raft | undefined
  database: Database
  watches: WatchIndex
  /** Clients' messages that came before the log was read. */
  early: { readonly from: ActorId; readonly event: EventId; readonly msg: EtcdClientMessage }[]

  /** Requests of this life: numbers that no other member or life uses. */
  nextRequest: number
  pending: Map<number, Pending>
  /** Proposals made while no leader was known. */
  unproposed: Proposal[]
  reads: Reads
  renewals: Map<number, Pending>

  /** The write that the disk is busy with, and what was promised under it. */
  write: { readonly id: number; readonly messages: readonly Promised[] } | undefined
  nextWrite: number
  /** The question to the disk that this life began with. */
  loading: number
  snapshotIndex: number
  /** The last message of each peer, by kind: what its answer is an answer to. */
  heard: Map<string, EventId>

  raftTimer: { readonly id: EventId; readonly at: Micros } | undefined
  timeoutTimer: EventId
  readTimer: EventId
  leaseTimer: { readonly id: EventId; readonly at: Micros } | undefined
  progressTimer: EventId
  restartTimer: EventId

  told: { role: Role; term: number; commit: number; leader: string | undefined }
  leaderlessSinceUs: Micros
  leaderElectedUs: Micros
}

export interface Pending { readonly client: ActorId; readonly id: number; readonly event: EventId; readonly sinceUs: Micros }

export interface Promised { readonly to: string; readonly msg: RaftMessage; readonly cause: EventId }

/** A read that must see everything acknowledged before it. */
export interface Read {
  readonly client: ActorId
  readonly id: number
  readonly event: EventId
  readonly sinceUs: Micros
  readonly ask: ReadAsk
}
export type ReadAsk =
  | { readonly read: 'range'; readonly request: RangeRequest }
  | { readonly read: 'txn'; readonly compare: readonly Compare[]; readonly success: readonly TxnOp[]; readonly failure: readonly TxnOp[] }

/** One round under way at a time; what comes meanwhile waits for the next. Models etcd's linearizableReadLoop. */
export interface Reads {
  waiting: Read[]
  round: { readonly context: string; readonly reads: readonly Read[]; readonly leader: string | undefined; index: number | undefined } | undefined
}

export type TimerName = 'raft' | 'timeouts' | 'reads' | 'leases' | 'progress' | 'restart'
export interface EtcdTimer { readonly type: 'etcd-timer'; readonly timer: TimerName }

/** A member that does not lead asks the leader to renew a lease: only the leader counts its time. */
export interface LeaseRenew { readonly type: 'etcd-lease-renew'; readonly number: number; readonly lease: number }
export interface LeaseRenewed { readonly type: 'etcd-lease-renewed'; readonly number: number; readonly lease: number; readonly ttlSeconds: number | undefined }

export type PeerMessage = RaftMessage | LeaseRenew | LeaseRenewed
export type EtcdMessage = EtcdClientMessage | PeerMessage | DiskAnswer | EtcdTimer
export type EtcdReply = EtcdAnswer

export const createState = (): EtcdState => ({
  stage: 'loading', raft: undefined, database: createDatabase(), watches: createWatchIndex(), early: [],
  nextRequest: 0, pending: new Map(), unproposed: [], reads: { waiting: [], round: undefined }, renewals: new Map(),
  write: undefined, nextWrite: 0, loading: 0, snapshotIndex: 0, heard: new Map(),
  raftTimer: undefined, timeoutTimer: 0, readTimer: 0, leaseTimer: undefined, progressTimer: 0, restartTimer: 0,
  told: { role: 'follower', term: 0, commit: 0, leader: undefined }, leaderlessSinceUs: 0, leaderElectedUs: 0,
})
