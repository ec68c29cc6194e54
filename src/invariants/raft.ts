import type { Delivery, Message, Observer } from '../kernel/index.ts'
import type { EtcdState } from '../cluster/etcd/member.ts'
import { lastIndex, lastTerm, termAt, type RaftLog } from '../cluster/etcd/raft/log.ts'
import type { Entry, RaftVoteResponse } from '../cluster/etcd/raft/types.ts'

export interface RaftInvariants extends Observer {
  /** Each a sentence that says what happened and when; empty while raft keeps its promises. */
  readonly violations: readonly string[]
}

/** What was seen of one member, to look only at what is new. */
interface Seen { terms: number[]; applied: number; leaderTerm: number; term: number }

/**
 * Watches the members of one etcd cluster after every event. Election safety, log matching, leader completeness and state machine
 * safety of the raft paper (figure 3), and that nobody votes twice in a term or goes back in terms.
 */
export function raftInvariants(members: readonly string[]): RaftInvariants {
  const violations: string[] = []
  const seen = new Map<string, Seen>(members.map((member) => [member, { terms: [], applied: 0, leaderTerm: 0, term: 0 }]))
  const leaders = new Map<number, string>()
  const votes = new Map<string, string>()
  /** One entry per index and term, with the term before it. */
  const entries = new Map<string, { readonly data: unknown; readonly before: number }>()
  const committed: { readonly term: number; readonly data: unknown }[] = []

  const complain = (at: number, what: string): void => { violations.push(`${(at / 1e6).toFixed(6)}s ${what}`) }

  function handled({ at, to }: Delivery<Message>, state: unknown): void {
    const before = seen.get(to)
    const { raft } = state as EtcdState // Observers see every actor; only members are in `seen`.
    if (!before) return
    // A term that was only heard of, and neither written down nor said, may be forgotten in a crash.
    if (!raft) before.term = 0
    if (!raft) return
    if (raft.term < before.term) complain(at, `${to} went back from term ${before.term} to ${raft.term}`)
    before.term = raft.term
    const { log } = raft
    if (raft.role === 'leader' && before.leaderTerm !== raft.term) elected(at, to, raft.term, log, before)
    if (lastIndex(log) !== before.terms.length - 1 || lastTerm(log) !== before.terms.at(-1)) matchLog(at, to, log, before)
    if (log.applied !== before.applied) matchApplied(at, to, log, before)
  }

  function elected(at: number, member: string, term: number, log: RaftLog, before: Seen): void {
    before.leaderTerm = term
    const other = leaders.get(term)
    if (other !== undefined && other !== member) complain(at, `${member} and ${other} both lead term ${term}`)
    leaders.set(term, member)
    const last = committed.length - 1
    if (last < 1 || last <= log.offset) return
    if (termAt(log, last) !== committed[last]?.term) complain(at, `${member} leads term ${term} without the committed entry ${last}`)
  }

  function matchLog(at: number, member: string, log: RaftLog, before: Seen): void {
    const last = lastIndex(log)
    before.terms.length = last + 1
    for (let index = last; index > log.offset; index--) {
      const entry = log.entries.get(index)!
      if (before.terms[index] === entry.term && index < last - 1) break
      before.terms[index] = entry.term
      const previous = termAt(log, index - 1)!
      const key = `${index}/${entry.term}`
      const known = entries.get(key)
      if (!known) entries.set(key, { data: entry.data, before: previous })
      else if (known.data !== entry.data || known.before !== previous) complain(at, `${member} has another entry ${index} of term ${entry.term}`)
    }
  }

  function matchApplied(at: number, member: string, log: RaftLog, before: Seen): void {
    for (let index = Math.max(before.applied, log.offset) + 1; index <= log.applied; index++) {
      const entry = log.entries.get(index) as Entry
      const known = committed[index]
      if (!known) committed[index] = { term: entry.term, data: entry.data }
      else if (known.term !== entry.term || known.data !== entry.data) complain(at, `${member} applied another entry at ${index}`)
    }
    before.applied = log.applied
  }

  function sent({ at, from, to, msg }: Delivery<Message>): void {
    if (msg.type !== 'raft-vote-response') return
    const { term, reject } = msg as RaftVoteResponse
    if (reject) return
    const key = `${from}/${term}`
    const other = votes.get(key)
    if (other !== undefined && other !== to) complain(at, `${from} voted for ${other} and ${to} in term ${term}`)
    votes.set(key, to)
  }

  return { violations, handled, sent }
}
