import { assert } from '../../../kernel/index.ts'
import type { Raft } from './raft.ts'
import { lastIndex } from './log.ts'
import { ownDiskWrote, sendAppends } from './leader.ts'
import { countVote } from './election.ts'
import type { Entry, HardState, Moment, Ready } from './types.ts'

/**
 * What is to be done now; undefined while the last Ready is not persisted, or when there is nothing. This is the loop of etcd's
 * raftNode: while a disk writes, news gathers, and leaves together.
 */
export function takeReady(raft: Raft, at: Moment): Ready | undefined {
  if (raft.writing) return undefined
  if (raft.role === 'leader') sendAppends(raft, at)
  const { log } = raft
  const snapshot = log.received
  const entries = lastIndex(log) > log.handed ? log.entries.slice(log.handed + 1, lastIndex(log) + 1) : NO_ENTRIES
  const votes = raft.term !== raft.saved.term || raft.vote !== raft.saved.vote
  const committed = committable(raft)
  const mustSync = entries.length > 0 || votes || snapshot !== undefined
  const idle = !mustSync && raft.messages.length === 0 && raft.promises.length === 0 && raft.readStates.length === 0 && committed.length === 0
  if (idle && !raft.selfVoteDue) return undefined

  // A commit index alone is not worth a write: it goes with the next one.
  const hardState: HardState | undefined = mustSync ? { term: raft.term, vote: raft.vote, commit: Math.min(log.commit, lastIndex(log)) } : undefined
  const leads = raft.role === 'leader'
  const ready: Ready = {
    messages: leads ? raft.messages : NO_MESSAGES, promises: leads ? raft.promises : [...raft.messages, ...raft.promises],
    hardState, entries, snapshot, committed, readStates: raft.readStates, mustSync,
  }
  raft.messages = []
  raft.promises = []
  raft.readStates = []
  if (hardState) raft.saved = hardState
  log.received = undefined
  log.handed = lastIndex(log)
  log.applied = committed.at(-1)?.index ?? (snapshot ? snapshot.index : log.applied)
  if (mustSync || raft.selfVoteDue) {
    const last = entries.at(-1)
    raft.writing = { lastIndex: last?.index ?? 0, lastTerm: last?.term ?? 0, term: raft.term, selfVote: raft.selfVoteDue }
    raft.selfVoteDue = false
  }
  return ready
}

/** The disk has what the last Ready asked for. */
export function persisted(raft: Raft, at: Moment): void {
  const { writing, log } = raft
  assert(writing, 'a disk acknowledges what it was given')
  raft.writing = undefined
  // A newer leader may have replaced these entries while they were written.
  const kept = writing.lastIndex <= log.handed && log.entries.get(writing.lastIndex)?.term === writing.lastTerm
  if (writing.lastIndex > 0 && kept) log.stable = Math.max(log.stable, writing.lastIndex)
  if (raft.role === 'leader') ownDiskWrote(raft)
  if (writing.selfVote && raft.role === 'candidate' && raft.term === writing.term) countVote(raft, raft.id, true, at)
}

/** A member applies only what its own disk was given. */
function committable(raft: Raft): readonly Entry[] {
  const { log } = raft
  const from = Math.max(log.applied, log.received?.index ?? 0)
  return log.commit > from ? log.entries.slice(from + 1, log.commit + 1) : NO_ENTRIES
}

const NO_ENTRIES: readonly Entry[] = []
const NO_MESSAGES: Ready['messages'] = []
