import { becomeCandidate, becomeFollower, becomeLeader, becomePreCandidate, ELECTION_TICKS, ticksAfter, type Raft } from './raft.ts'
import { isUpToDate, lastIndex, lastTerm } from './log.ts'
import { voteResult } from './quorum.ts'
import type { Moment, RaftVote, RaftVoteResponse } from './types.ts'

/** Nothing was heard of a leader for an election timeout: first ask whether an election could be won. */
export function campaign(raft: Raft, at: Moment): void {
  raft.elapsedSinceUs = at.now
  becomePreCandidate(raft)
  raft.votes.set(raft.id, true)
  if (voteResult(raft.members, raft.votes) === 'won') return stand(raft, at)
  askForVotes(raft, 'raft-pre-vote', raft.term + 1)
}

/** The election itself, in a new term. */
function stand(raft: Raft, at: Moment): void {
  becomeCandidate(raft, at)
  raft.selfVoteDue = true
  askForVotes(raft, 'raft-vote', raft.term)
}

function askForVotes(raft: Raft, type: RaftVote['type'], term: number): void {
  const ask: RaftVote = { type, term, lastIndex: lastIndex(raft.log), lastTerm: lastTerm(raft.log) }
  for (const member of raft.members) if (member !== raft.id) raft.promises.push({ to: member, msg: ask })
}

/** While a leader was heard within an election timeout, nobody can talk this member into an election. */
export function isInLease(raft: Raft, at: Moment): boolean {
  return raft.leader !== undefined && at.now < ticksAfter(raft, raft.elapsedSinceUs, ELECTION_TICKS)
}

export function handleVoteRequest(raft: Raft, from: string, msg: RaftVote, at: Moment): void {
  const pre = msg.type === 'raft-pre-vote'
  const type = pre ? 'raft-pre-vote-response' : 'raft-vote-response'
  const free = raft.vote === from || (raft.vote === undefined && raft.leader === undefined) || (pre && msg.term > raft.term)
  const upToDate = isUpToDate(raft.log, msg.lastIndex, msg.lastTerm) || raft.bug === 'votes-for-any-log'
  if (!free || !upToDate) {
    raft.promises.push({ to: from, msg: { type, term: raft.term, reject: true } })
    return
  }
  // A pre-vote is answered in the term that would be, so that the asker can tell it from old news.
  raft.promises.push({ to: from, msg: { type, term: msg.term, reject: false } })
  if (pre) return
  raft.elapsedSinceUs = at.now
  raft.vote = from
}

export function handleVoteResponse(raft: Raft, from: string, msg: RaftVoteResponse, at: Moment): void {
  const mine = raft.role === 'pre-candidate' ? 'raft-pre-vote-response' : raft.role === 'candidate' ? 'raft-vote-response' : undefined
  if (msg.type === mine) countVote(raft, from, !msg.reject, at)
}

export function countVote(raft: Raft, from: string, granted: boolean, at: Moment): void {
  if (!raft.votes.has(from)) raft.votes.set(from, granted)
  const result = voteResult(raft.members, raft.votes)
  if (result === 'lost') becomeFollower(raft, raft.term, undefined, at)
  if (result !== 'won') return
  if (raft.role === 'pre-candidate') stand(raft, at)
  else becomeLeader(raft, at)
}
