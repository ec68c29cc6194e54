import { unreachable } from '../../../kernel/index.ts'
import { appendProposals, becomeFollower, deadlineOf, type Raft } from './raft.ts'
import { campaign, handleVoteRequest, handleVoteResponse, isInLease } from './election.ts'
import { follow, handleAppend, handleHeartbeat, handleSnapshot } from './follower.ts'
import { handleAppendResponse, handleHeartbeatResponse, tickLeader } from './leader.ts'
import { handleReadRequest } from './reads.ts'
import type { Moment, Proposal, RaftMessage } from './types.ts'

/** One message arrives. What follows from it comes out with the next Ready. */
export function step(raft: Raft, from: string, msg: RaftMessage, at: Moment): void {
  // Proposals and questions have no term: they are for whoever leads now.
  if (msg.type === 'raft-propose') return void propose(raft, msg.proposals)
  if (msg.type === 'raft-read-index') return readAsked(raft, from, msg.context)
  if (msg.term > raft.term) {
    if (!laterTerm(raft, from, msg, at)) return
  } else if (msg.term < raft.term) return earlierTerm(raft, from, msg)

  switch (msg.type) {
    case 'raft-vote':
    case 'raft-pre-vote': return handleVoteRequest(raft, from, msg, at)
    case 'raft-vote-response':
    case 'raft-pre-vote-response': return handleVoteResponse(raft, from, msg, at)
    case 'raft-append':
      follow(raft, from, at)
      return handleAppend(raft, from, msg)
    case 'raft-heartbeat':
      follow(raft, from, at)
      return handleHeartbeat(raft, from, msg)
    case 'raft-snapshot':
      follow(raft, from, at)
      return handleSnapshot(raft, from, msg)
    case 'raft-append-response':
      if (raft.role === 'leader') handleAppendResponse(raft, from, msg)
      return
    case 'raft-heartbeat-response':
      if (raft.role === 'leader') handleHeartbeatResponse(raft, from, msg, at)
      return
    case 'raft-read-index-response':
      raft.readStates.push({ context: msg.context, index: msg.index })
      return
    default: unreachable(msg)
  }
}

/** Time has come to the raft's deadline: the leader's heartbeat, or an election for want of one. False when it was early. */
export function tick(raft: Raft, at: Moment): boolean {
  if (at.now < deadlineOf(raft)) return false
  if (raft.role === 'leader') tickLeader(raft, at)
  else campaign(raft, at)
  return true
}

/** False when nobody is known to lead: the proposals are not taken. */
export function propose(raft: Raft, proposals: readonly Proposal[]): boolean {
  if (raft.role === 'leader') appendProposals(raft, proposals)
  else if (raft.leader) raft.messages.push({ to: raft.leader, msg: { type: 'raft-propose', term: 0, proposals } })
  else return false
  return true
}

function readAsked(raft: Raft, from: string, context: string): void {
  if (raft.role === 'leader') handleReadRequest(raft, from, context)
}

/** False when the message is to be ignored. */
function laterTerm(raft: Raft, from: string, msg: RaftMessage, at: Moment): boolean {
  const asksForVote = msg.type === 'raft-vote' || msg.type === 'raft-pre-vote'
  if (asksForVote && isInLease(raft, at)) return false
  // A pre-vote and its approval speak of a term that does not exist yet.
  if (msg.type === 'raft-pre-vote' || (msg.type === 'raft-pre-vote-response' && !msg.reject)) return true
  const leads = msg.type === 'raft-append' || msg.type === 'raft-heartbeat' || msg.type === 'raft-snapshot'
  becomeFollower(raft, msg.term, leads ? from : undefined, at)
  return true
}

/** A sender that lives in the past. It is told the term if its silence or ours would keep it there. */
function earlierTerm(raft: Raft, from: string, msg: RaftMessage): void {
  if (msg.type === 'raft-heartbeat' || msg.type === 'raft-append') {
    raft.promises.push({ to: from, msg: { type: 'raft-append-response', term: raft.term, index: 0, reject: false, hintIndex: 0, hintTerm: 0 } })
  } else if (msg.type === 'raft-pre-vote') {
    raft.promises.push({ to: from, msg: { type: 'raft-pre-vote-response', term: raft.term, reject: true } })
  }
}
