import { assert } from '../../../kernel/index.ts'
import { createLog, lastIndex, type RaftLog } from './log.ts'
import { createProgress, type Progress } from './progress.ts'
import type { Entry, HardState, Moment, Outgoing, Proposal, ReadState, Snapshot } from './types.ts'

/** A tick of etcd's raft; an election timeout is counted in them. */
export const TICK_US = 100_000
export const ELECTION_TICKS = 10

export type Role = 'follower' | 'pre-candidate' | 'candidate' | 'leader'

/** Faults planted by tests, to see that the invariants notice. */
export type PlantedBug = 'votes-for-any-log' | 'acks-before-fsync' | 'commits-old-terms' | 'reads-without-quorum'

/** One member of the raft group, all of it. Only the `become…` functions write `role`. */
export interface Raft {
  readonly id: string
  /** Every member, this one included, in a fixed order. */
  readonly members: readonly string[]
  role: Role
  term: number
  vote: string | undefined
  leader: string | undefined
  log: RaftLog

  /** Ticks happen at this phase of the tick's length: members started at different moments. */
  readonly tickPhaseUs: number
  /** Drawn anew with every change of role: between T and 2T−1 ticks. */
  electionTicks: number
  /** When the leader was last heard, a vote granted, or the quorum checked. */
  elapsedSinceUs: number
  /** A leader's next heartbeat. */
  heartbeatAtUs: number

  votes: Map<string, boolean>
  /** The candidate's own vote counts when it is on the disk. */
  selfVoteDue: boolean
  /** Whom a leader replicates to, itself included. */
  progress: Map<string, Progress>
  reads: ReadRounds

  /** Out with the next Ready. */
  messages: Outgoing[]
  promises: Outgoing[]
  readStates: ReadState[]
  /** What was last handed to the disk. */
  saved: HardState
  /** A Ready is out and not yet persisted. */
  writing: { readonly lastIndex: number; readonly lastTerm: number; readonly term: number; readonly selfVote: boolean } | undefined
  readonly bug: PlantedBug | undefined
}

/** Reads that wait for a quorum's word that the leader still leads; a round confirms all that were asked before it. */
export interface ReadRounds {
  /** In the order in which they were asked. */
  queue: { readonly context: string; readonly from: string; readonly index: number; readonly acks: Set<string> }[]
  /** Asked before the leader had committed an entry of its own term. */
  postponed: { readonly context: string; readonly from: string }[]
}

export interface RaftConfig {
  readonly id: string
  readonly members: readonly string[]
  readonly hardState: HardState
  readonly snapshot: Snapshot | undefined
  readonly entries: readonly Entry[]
  readonly bug?: PlantedBug
}

export const NO_STATE: HardState = { term: 0, vote: undefined, commit: 0 }

export function createRaft(config: RaftConfig, at: Moment): Raft {
  const raft: Raft = {
    id: config.id, members: config.members, role: 'follower', term: config.hardState.term, vote: config.hardState.vote, leader: undefined,
    log: createLog(config.hardState, config.snapshot, config.entries),
    tickPhaseUs: at.below(TICK_US), electionTicks: 0, elapsedSinceUs: at.now, heartbeatAtUs: 0,
    votes: new Map(), selfVoteDue: false, progress: new Map(), reads: { queue: [], postponed: [] },
    messages: [], promises: [], readStates: [], saved: config.hardState, writing: undefined, bug: config.bug,
  }
  reset(raft, raft.term, at)
  return raft
}

export function becomeFollower(raft: Raft, term: number, leader: string | undefined, at: Moment): void {
  reset(raft, term, at)
  raft.role = 'follower'
  raft.leader = leader
}

/** Asks whether it could win, and disturbs nobody by asking: neither its term nor its vote change. */
export function becomePreCandidate(raft: Raft): void {
  assert(raft.role !== 'leader', 'a leader does not stand for election')
  raft.role = 'pre-candidate'
  raft.leader = undefined
  raft.votes = new Map()
}

export function becomeCandidate(raft: Raft, at: Moment): void {
  assert(raft.role !== 'leader', 'a leader does not stand for election')
  reset(raft, raft.term + 1, at)
  raft.role = 'candidate'
  raft.vote = raft.id
}

export function becomeLeader(raft: Raft, at: Moment): void {
  assert(raft.role === 'candidate', 'only a candidate becomes leader')
  reset(raft, raft.term, at)
  raft.role = 'leader'
  raft.leader = raft.id
  for (const member of raft.members) raft.progress.set(member, createProgress(0, lastIndex(raft.log) + 1))
  const self = raft.progress.get(raft.id)!
  self.match = raft.log.stable
  self.active = true
  self.due = false
  raft.heartbeatAtUs = ticksAfter(raft, at.now, 1)
  // An entry of its own term is what lets a leader commit the entries of earlier terms.
  appendProposals(raft, [{ data: undefined, bytes: 0, cause: 0 }])
}

/** Puts proposals at the end of a leader's log; they go out with the next Ready. */
export function appendProposals(raft: Raft, proposals: readonly Proposal[]): void {
  for (const { data, bytes, cause } of proposals) {
    raft.log.entries.push({ index: lastIndex(raft.log) + 1, term: raft.term, data, bytes, cause })
  }
}

/** The moment of the n-th tick after a moment. */
export function ticksAfter(raft: Raft, since: number, ticks: number): number {
  return raft.tickPhaseUs + (Math.floor((since - raft.tickPhaseUs) / TICK_US) + ticks) * TICK_US
}

/** When something is due if no message arrives before: a leader's heartbeat, or an election. */
export const deadlineOf = (raft: Raft): number => raft.role === 'leader' ? raft.heartbeatAtUs : ticksAfter(raft, raft.elapsedSinceUs, raft.electionTicks)

function reset(raft: Raft, term: number, at: Moment): void {
  if (term !== raft.term) {
    raft.term = term
    raft.vote = undefined
  }
  raft.leader = undefined
  raft.elapsedSinceUs = at.now
  raft.electionTicks = ELECTION_TICKS + at.below(ELECTION_TICKS)
  raft.votes = new Map()
  raft.selfVoteDue = false
  raft.progress = new Map()
  raft.reads = { queue: [], postponed: [] }
}
