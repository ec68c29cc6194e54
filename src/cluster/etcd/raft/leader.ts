import { becomeFollower, ELECTION_TICKS, ticksAfter, type Raft } from './raft.ts'
import { commitTo, entriesFrom, findConflictByTerm, lastIndex, matchesTerm, termAt } from './log.ts'
import {
  appendSent, becomeProbe, becomeReplicate, becomeSnapshot, freeInflight, isPaused, MAX_APPEND_BYTES, MAX_INFLIGHT, maybeDecrease, maybeUpdate,
  snapshotFailed, type Progress,
} from './progress.ts'
import { committedIndex, quorum } from './quorum.ts'
import { confirmReads, pendingContext, releasePostponed } from './reads.ts'
import type { Moment, RaftAppendResponse, RaftHeartbeatResponse } from './types.ts'

/** A snapshot on its way for longer than this was lost; it is probed again. */
const SNAPSHOT_PATIENCE_US = 5_000_000

export function tickLeader(raft: Raft, at: Moment): void {
  raft.heartbeatAtUs = ticksAfter(raft, at.now, 1)
  if (at.now >= ticksAfter(raft, raft.elapsedSinceUs, ELECTION_TICKS)) checkQuorum(raft, at)
  if (raft.role === 'leader') bcastHeartbeat(raft, pendingContext(raft.reads))
}

/** A leader that did not hear a majority for an election timeout no longer believes in itself. */
function checkQuorum(raft: Raft, at: Moment): void {
  raft.elapsedSinceUs = at.now
  let active = 0
  for (const progress of raft.progress.values()) if (progress.active) active++
  if (active < quorum(raft.members.length)) return becomeFollower(raft, raft.term, undefined, at)
  for (const [member, progress] of raft.progress) progress.active = member === raft.id
}

export function bcastHeartbeat(raft: Raft, context: string): void {
  for (const [member, progress] of raft.progress) {
    if (member === raft.id) continue
    // A follower must not commit what it may not have.
    const commit = Math.min(progress.match, raft.log.commit)
    raft.messages.push({ to: member, msg: { type: 'raft-heartbeat', term: raft.term, commit, context } })
  }
}

export function bcastAppend(raft: Raft): void {
  for (const [member, progress] of raft.progress) if (member !== raft.id) progress.due = true
}

/**
 * Appends are made when they are about to leave, not when there is news: what came together goes together.
 */
export function sendAppends(raft: Raft, at: Moment): void {
  for (const [member, progress] of raft.progress) {
    if (member === raft.id) continue
    while (!isPaused(progress) && (progress.due || (progress.state === 'replicate' && progress.next <= lastIndex(raft.log)))) {
      progress.due = false
      sendAppend(raft, member, progress, at)
    }
    progress.due = false
  }
}

function sendAppend(raft: Raft, to: string, progress: Progress, at: Moment): void {
  const { log } = raft
  const prevIndex = progress.next - 1
  const prevTerm = termAt(log, prevIndex)
  if (prevTerm === undefined) return sendSnapshot(raft, to, progress, at)
  const entries = entriesFrom(log, progress.next, MAX_APPEND_BYTES)
  raft.messages.push({ to, msg: { type: 'raft-append', term: raft.term, prevIndex, prevTerm, entries, commit: log.commit } })
  appendSent(progress, prevIndex + entries.length, entries.length)
}

function sendSnapshot(raft: Raft, to: string, progress: Progress, at: Moment): void {
  const { snapshot } = raft.log
  if (!progress.active || !snapshot) return
  becomeSnapshot(progress, snapshot.index, at.now)
  raft.messages.push({ to, msg: { type: 'raft-snapshot', term: raft.term, snapshot } })
}

export function handleAppendResponse(raft: Raft, from: string, msg: RaftAppendResponse): void {
  const progress = raft.progress.get(from)
  if (!progress) return
  progress.active = true
  if (msg.reject) return appendRejected(raft, progress, msg)
  const wasPaused = isPaused(progress)
  const known = progress.match === msg.index && progress.state === 'probe'
  if (!maybeUpdate(progress, msg.index) && !known) return
  if (progress.state === 'probe') becomeReplicate(progress)
  else if (progress.state === 'snapshot' && progress.match >= raft.log.offset) becomeReplicate(progress)
  else if (progress.state === 'replicate') freeInflight(progress, msg.index)
  if (maybeCommit(raft)) committed(raft)
  else if (wasPaused) progress.due = true
}

function appendRejected(raft: Raft, progress: Progress, msg: RaftAppendResponse): void {
  const hint = msg.hintTerm > 0 ? findConflictByTerm(raft.log, msg.hintIndex, msg.hintTerm) : msg.hintIndex
  if (!maybeDecrease(progress, msg.index, hint)) return
  if (progress.state === 'replicate') becomeProbe(progress)
  progress.due = true
}

export function handleHeartbeatResponse(raft: Raft, from: string, msg: RaftHeartbeatResponse, at: Moment): void {
  const progress = raft.progress.get(from)
  if (!progress) return
  progress.active = true
  progress.paused = false
  if (progress.state === 'replicate' && progress.inflight.length >= MAX_INFLIGHT) progress.inflight.shift()
  if (progress.state === 'snapshot' && at.now - progress.snapshotSentUs > SNAPSHOT_PATIENCE_US) snapshotFailed(progress)
  // What was lost on the way is found by the next append, even an empty one.
  if (progress.match < lastIndex(raft.log) || progress.state === 'probe') progress.due = true
  if (msg.context !== '') confirmReads(raft, from, msg.context)
}

/** The leader's own disk is one vote of the majority. */
export function ownDiskWrote(raft: Raft): void {
  const self = raft.progress.get(raft.id)!
  if (maybeUpdate(self, raft.log.stable) && maybeCommit(raft)) committed(raft)
}

/** Counts copies only of entries of its own term; earlier ones are committed by what follows them. */
function maybeCommit(raft: Raft): boolean {
  const matches: number[] = []
  for (const progress of raft.progress.values()) matches.push(progress.match)
  const index = committedIndex(matches)
  return (matchesTerm(raft.log, index, raft.term) || raft.bug === 'commits-old-terms') && commitTo(raft.log, index)
}

function committed(raft: Raft): void {
  releasePostponed(raft)
  bcastAppend(raft)
}
