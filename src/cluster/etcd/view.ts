import type { Command } from './command.ts'
import { hashOf } from './mvcc/key-table.ts'
import { keysIn } from './mvcc/range.ts'
import { currentKey } from './mvcc/store.ts'
import { prefixEnd } from './mvcc/watch-index.ts'
import { lastIndex } from './raft/log.ts'
import type { DiskState } from './disk.ts'
import { deadlineOf, ELECTION_TICKS, TICK_US, type Raft } from './raft/raft.ts'
import type { EtcdState } from './state.ts'

/** What the page shows of one member; a copy of numbers, cheap enough for every frame. */
export interface MemberView {
  readonly stage: EtcdState['stage']
  readonly role: string
  readonly term: number
  readonly leader: string | undefined
  readonly vote: string | undefined
  readonly firstIndex: number
  readonly lastIndex: number
  readonly commit: number
  readonly applied: number
  readonly revision: number
  readonly compactRevision: number
  readonly dbKeys: number
  readonly dbBytes: number
  /** A leader's idea of each follower. */
  readonly followers: readonly { readonly name: string; readonly match: number; readonly next: number; readonly state: string; readonly active: boolean }[]
  readonly votes: readonly { readonly name: string; readonly granted: boolean }[]
  readonly logTail: readonly LogLine[]
  /** When it will stand for election unless it hears a leader; undefined for a leader. */
  readonly electionDeadlineUs: number | undefined
  /** What its timer counts down: a follower's election timeout as drawn this time, or a leader's heartbeat. */
  readonly timer: { readonly dueUs: number; readonly ofUs: number } | undefined
  /** The last entry that is known to be on its disk. */
  readonly stable: number
  readonly watchers: number
  readonly leases: number
  readonly pending: number
  /** Its disk is busy with a write. */
  readonly writing: boolean
}

/** `kind` is what the entry asks for ('put', 'delete', 'compact', 'lease-grant', …), or 'term' for the entry that opens a term. */
export interface LogLine { readonly index: number; readonly term: number; readonly kind: string; readonly key: string | undefined }

export interface DiskView { readonly speed: DiskState['speed']; readonly full: boolean; readonly syncing: number; readonly waiting: number; readonly syncedSinceUs: number }

/** What the page shows of the disk under a member. */
export const diskView = ({ speed, full, syncing, waiting, syncedSinceUs }: DiskState): DiskView => ({ speed, full, syncing: syncing.length, waiting: waiting.length, syncedSinceUs })

/** One version in the history of a key, newest first. */
export interface VersionView {
  readonly revision: number
  readonly event: 'put' | 'delete'
  readonly version: number
  readonly bytes: number
  readonly value: unknown
}

export function memberView(state: EtcdState, tail = 12): MemberView {
  const { raft, database: { mvcc, leases } } = state
  return {
    stage: state.stage, role: raft?.role ?? 'follower', term: raft?.term ?? 0, leader: raft?.leader, vote: raft?.vote,
    firstIndex: raft ? raft.log.offset + 1 : 0, lastIndex: raft ? lastIndex(raft.log) : 0, commit: raft?.log.commit ?? 0, applied: raft?.log.applied ?? 0,
    revision: mvcc.revision, compactRevision: mvcc.compactRevision, dbKeys: mvcc.keys, dbBytes: mvcc.bytes,
    followers: raft ? followersOf(raft) : [],
    votes: raft ? Array.from(raft.votes, ([name, granted]) => ({ name, granted })) : [],
    logTail: raft ? tailOf(raft, tail) : [],
    electionDeadlineUs: raft && raft.role !== 'leader' ? deadlineOf(raft) : undefined,
    timer: raft && { dueUs: deadlineOf(raft), ofUs: (raft.role === 'leader' ? 1 : raft.electionTicks || ELECTION_TICKS) * TICK_US }, stable: raft?.log.stable ?? 0,
    watchers: state.watches.watches.size, leases: leases.size,
    pending: state.pending.size + state.reads.waiting.length + (state.reads.round?.reads.length ?? 0), writing: state.write !== undefined,
  }
}

/** Every version of a key since the last compaction, newest first. */
export function historyOf(state: EtcdState, key: string): readonly VersionView[] {
  const versions: VersionView[] = []
  for (let event = state.database.mvcc.table.get(key, hashOf(key)); event; event = event.older) {
    const { modRevision, version, bytes, value } = event.kv
    versions.push({ revision: modRevision, event: event.event, version, bytes, value })
  }
  return versions
}

/** Living keys with this prefix, in order. Does not touch the state. */
export function keysUnder(state: EtcdState, prefix: string, limit: number): { readonly keys: readonly string[]; readonly more: boolean } {
  const { mvcc } = state.database
  const keys: string[] = []
  // A copy: looking must not sort the state's own keys.
  for (const key of keysIn({ ...mvcc, order: mvcc.unsorted.length > 0 ? mvcc.order.clone() : mvcc.order }, prefix, prefixEnd(prefix))) {
    if (!currentKey(mvcc, key)) continue
    if (keys.length === limit) return { keys, more: true }
    keys.push(key)
  }
  return { keys, more: false }
}

function followersOf(raft: Raft): MemberView['followers'] {
  const followers = []
  for (const [name, { match, next, state, active }] of raft.progress) if (name !== raft.id) followers.push({ name, match, next, state, active })
  return followers
}

function tailOf({ log }: Raft, count: number): LogLine[] {
  const lines: LogLine[] = []
  for (let index = Math.max(log.offset + 1, lastIndex(log) - count + 1); index <= lastIndex(log); index++) {
    const { term, data } = log.entries.get(index)!
    lines.push({ index, term, ...lineOf(data as Command | undefined) }) // Raft does not know what it replicates.
  }
  return lines
}

function lineOf(command: Command | undefined): { kind: string; key: string | undefined } {
  if (!command) return { kind: 'term', key: undefined }
  if (command.call.call !== 'txn') return { kind: command.call.call, key: undefined }
  const op = command.call.success[0] ?? command.call.failure[0]
  return { kind: op?.op ?? 'txn', key: op?.key }
}
