import type { Raft, ReadRounds } from './raft.ts'
import { termAt } from './log.ts'
import { bcastHeartbeat } from './leader.ts'
import { quorum } from './quorum.ts'

/** Asks for the index after which a read may be answered. Without a leader the question is lost; the asker repeats it. */
export function requestRead(raft: Raft, context: string): void {
  if (raft.role === 'leader') return handleReadRequest(raft, raft.id, context)
  if (raft.leader) raft.messages.push({ to: raft.leader, msg: { type: 'raft-read-index', term: 0, context } })
}

export function handleReadRequest(raft: Raft, from: string, context: string): void {
  // Until it committed in its own term a leader does not know what was committed before; nor does a single member after a restart.
  if (!hasCommittedInTerm(raft)) raft.reads.postponed.push({ context, from })
  else startRound(raft, from, context)
}

export function releasePostponed(raft: Raft): void {
  if (raft.reads.postponed.length === 0 || !hasCommittedInTerm(raft)) return
  const { postponed } = raft.reads
  raft.reads.postponed = []
  for (const { context, from } of postponed) startRound(raft, from, context)
}

function startRound(raft: Raft, from: string, context: string): void {
  if (raft.members.length === 1 || raft.bug === 'reads-without-quorum') return respond(raft, from, context, raft.log.commit)
  if (raft.reads.queue.some((round) => round.context === context)) return
  raft.reads.queue.push({ context, from, index: raft.log.commit, acks: new Set([raft.id]) })
  bcastHeartbeat(raft, context)
}

/** The newest round: confirming it confirms those before it. */
export const pendingContext = (reads: ReadRounds): string => reads.queue.at(-1)?.context ?? ''

export function confirmReads(raft: Raft, from: string, context: string): void {
  const { queue } = raft.reads
  const at = queue.findIndex((round) => round.context === context)
  if (at < 0) return
  const { acks } = queue[at]!
  acks.add(from)
  if (acks.size < quorum(raft.members.length)) return
  for (const round of queue.splice(0, at + 1)) respond(raft, round.from, round.context, round.index)
}

function respond(raft: Raft, to: string, context: string, index: number): void {
  if (to === raft.id) raft.readStates.push({ context, index })
  else raft.messages.push({ to, msg: { type: 'raft-read-index-response', term: raft.term, context, index } })
}

const hasCommittedInTerm = (raft: Raft): boolean => termAt(raft.log, raft.log.commit) === raft.term
