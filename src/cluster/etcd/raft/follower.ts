import { becomeFollower, type Raft } from './raft.ts'
import { commitTo, findConflictByTerm, lastIndex, matchesTerm, maybeAppend, restoreLog, termAt } from './log.ts'
import type { Moment, RaftAppend, RaftAppendResponse, RaftHeartbeat, RaftSnapshot } from './types.ts'

/** A message of the leader of this term: there is a leader, and this member follows it. */
export function follow(raft: Raft, leader: string, at: Moment): void {
  if (raft.role !== 'follower') becomeFollower(raft, raft.term, leader, at)
  raft.elapsedSinceUs = at.now
  raft.leader = leader
}

export function handleAppend(raft: Raft, from: string, msg: RaftAppend): void {
  const { log } = raft
  if (msg.prevIndex < log.commit) return answer(raft, from, log.commit)
  const last = maybeAppend(log, msg.prevIndex, msg.prevTerm, msg.entries, msg.commit)
  if (last !== undefined) return answer(raft, from, last)
  // Skips whole terms: the leader learns the last place that may agree, not just that this one does not.
  const hintIndex = findConflictByTerm(log, Math.min(msg.prevIndex, lastIndex(log)), msg.prevTerm)
  promise(raft, from, { type: 'raft-append-response', term: raft.term, index: msg.prevIndex, reject: true, hintIndex, hintTerm: termAt(log, hintIndex) ?? 0 })
}

export function handleHeartbeat(raft: Raft, from: string, msg: RaftHeartbeat): void {
  commitTo(raft.log, Math.min(msg.commit, lastIndex(raft.log)))
  raft.promises.push({ to: from, msg: { type: 'raft-heartbeat-response', term: raft.term, context: msg.context } })
}

export function handleSnapshot(raft: Raft, from: string, { snapshot }: RaftSnapshot): void {
  const { log } = raft
  if (snapshot.index <= log.commit) return answer(raft, from, log.commit)
  if (matchesTerm(log, snapshot.index, snapshot.term)) {
    // The log already has all of it; only the news that it is committed is new.
    commitTo(log, snapshot.index)
    return answer(raft, from, log.commit)
  }
  restoreLog(log, snapshot)
  answer(raft, from, snapshot.index)
}

function answer(raft: Raft, to: string, index: number): void {
  promise(raft, to, { type: 'raft-append-response', term: raft.term, index, reject: false, hintIndex: 0, hintTerm: 0 })
}

/** An answer to an append is a promise to have it on the disk. Only the newest of several counts, unless one of them is a refusal. */
function promise(raft: Raft, to: string, msg: RaftAppendResponse): void {
  const last = raft.promises.at(-1)
  const merges = last?.to === to && last.msg.type === 'raft-append-response' && !last.msg.reject && !msg.reject && last.msg.term === msg.term
  if (merges) raft.promises[raft.promises.length - 1] = { to, msg }
  else raft.promises.push({ to, msg })
}
