import { expect, test } from 'vitest'
import { campaign } from './election.ts'
import { lastIndex, termAt } from './log.ts'
import { createRaft, deadlineOf, ELECTION_TICKS, NO_STATE, TICK_US, type Raft } from './raft.ts'
import { persisted, takeReady } from './ready.ts'
import { propose, step, tick } from './step.ts'
import type { Entry, Moment, RaftAppend, RaftAppendResponse, RaftMessage, RaftVoteResponse, Ready } from './types.ts'

// The rules of the raft paper (section 5 and figure 2), one sentence a test.

const entry = (index: number, term: number): Entry => ({ index, term, data: `${index}/${term}`, bytes: 1, cause: 0 })
const moment = (now = 0): Moment => ({ now, below: (bound) => bound >> 1 })
const member = (terms: readonly number[] = [], term = terms.at(-1) ?? 0, members = ['a', 'b', 'c'], vote?: string): Raft =>
  createRaft({ id: 'a', members, hardState: { ...NO_STATE, term, vote }, snapshot: undefined, entries: terms.map((term, i) => entry(i + 1, term)) }, moment())

/** Everything that leaves the member until it is quiet, with a disk that writes at once. */
function drain(raft: Raft, at = moment()): { readonly to: string; readonly msg: RaftMessage }[] {
  const said: { to: string; msg: RaftMessage }[] = []
  for (let ready: Ready | undefined; (ready = takeReady(raft, at)); ) {
    said.push(...ready.messages, ...ready.promises)
    if (raft.writing) persisted(raft, at)
  }
  return said
}

function leader(terms: readonly number[] = [], term = terms.at(-1) ?? 0): Raft {
  const raft = member(terms, term)
  campaign(raft, moment())
  drain(raft)
  step(raft, 'b', { type: 'raft-pre-vote-response', term: term + 1, reject: false }, moment())
  drain(raft)
  step(raft, 'b', { type: 'raft-vote-response', term: term + 1, reject: false }, moment())
  return raft
}
const append = (term: number, prevIndex: number, prevTerm: number, entries: readonly Entry[] = [], commit = 0): RaftAppend => ({ type: 'raft-append', term, prevIndex, prevTerm, entries, commit })
const has = (term: number, index: number): RaftAppendResponse => ({ type: 'raft-append-response', term, index, reject: false, hintIndex: 0, hintTerm: 0 })
const terms = (raft: Raft): number[] => Array.from({ length: lastIndex(raft.log) }, (_, i) => termAt(raft.log, i + 1)!)
const vote = (term: number, lastIndex: number, lastTerm: number) => ({ type: 'raft-vote', term, lastIndex, lastTerm }) as const

test('a member starts as follower', () => {
  expect(member().role).toBe('follower')
})

test('whoever sees a later term adopts it and follows', () => {
  const raft = leader()
  step(raft, 'c', append(5, 0, 0), moment())
  expect(raft).toMatchObject({ role: 'follower', term: 5, leader: 'c' })
})

test('a message of an earlier term changes nothing but tells its sender the term', () => {
  const raft = member([1, 3])
  step(raft, 'b', append(2, 0, 0, [entry(1, 2)]), moment())
  expect(terms(raft)).toEqual([1, 3])
  expect(drain(raft)).toMatchObject([{ to: 'b', msg: { type: 'raft-append-response', term: 3 } }])
})

test('the election timeout is drawn between one and two timeouts', () => {
  const draws = [0, 4, 9].map((draw) => {
    const raft = createRaft({ id: 'a', members: ['a', 'b', 'c'], hardState: NO_STATE, snapshot: undefined, entries: [] }, { now: 0, below: (bound) => Math.min(draw, bound - 1) })
    return raft.electionTicks
  })
  expect(draws).toEqual([ELECTION_TICKS, ELECTION_TICKS + 4, 2 * ELECTION_TICKS - 1])
})

test('a follower that hears its leader does not stand for election', () => {
  const raft = member([1])
  step(raft, 'b', { type: 'raft-heartbeat', term: 1, commit: 0, context: '' }, moment(TICK_US * 9))
  expect(tick(raft, moment(TICK_US * 16))).toBe(false)
  expect(tick(raft, moment(deadlineOf(raft)))).toBe(true)
  expect(raft.role).toBe('pre-candidate')
})

test('to ask whether it could win changes neither term nor vote', () => {
  const raft = member([1])
  campaign(raft, moment())
  expect(raft).toMatchObject({ role: 'pre-candidate', term: 1, vote: undefined })
})

test('a candidate votes for itself in a new term, and wins with a majority', () => {
  expect(leader([1])).toMatchObject({ role: 'leader', term: 2, vote: 'a', leader: 'a' })
})

test('the only member elects itself when its vote is written', () => {
  const raft = member([], 0, ['a'])
  campaign(raft, moment())
  expect(raft.role).toBe('candidate')
  drain(raft)
  expect(raft).toMatchObject({ role: 'leader', term: 1 })
})

test('a candidate that is refused by a majority follows again', () => {
  const raft = member([1])
  campaign(raft, moment())
  for (const from of ['b', 'c']) step(raft, from, { type: 'raft-pre-vote-response', term: 1, reject: true }, moment())
  expect(raft.role).toBe('follower')
})

test.each([
  ['nobody yet', undefined, false], ['the same candidate', 'b', false], ['another', 'c', true],
])('a member that voted for %s in this term answers accordingly', (_, before, reject) => {
  const raft = member([1], 2, undefined, before)
  step(raft, 'b', vote(2, 1, 1), moment())
  expect((drain(raft).at(-1)!.msg as RaftVoteResponse).reject).toBe(reject)
})

test.each([
  ['an older last term', [2], 5, 1, true], ['a shorter log of the same term', [2, 2], 1, 2, true],
  ['the same log', [2, 2], 2, 2, false], ['a later last term', [2, 2], 1, 3, false],
])('a vote is for logs at least as complete as the own: %s', (_, own, index, term, reject) => {
  const raft = member(own, 3)
  step(raft, 'b', vote(4, index, term), moment())
  expect((drain(raft).at(-1)!.msg as RaftVoteResponse).reject).toBe(reject)
})

test('while a leader is heard nobody else gets a vote', () => {
  const raft = member([1])
  step(raft, 'b', { type: 'raft-heartbeat', term: 1, commit: 0, context: '' }, moment(1))
  drain(raft)
  step(raft, 'c', vote(9, 9, 9), moment(TICK_US * 5))
  expect(raft.term).toBe(1)
  expect(drain(raft)).toEqual([])
})

test('a promise leaves only when it is written', () => {
  const raft = member([1])
  step(raft, 'b', append(1, 1, 1, [entry(2, 1)]), moment())
  expect(takeReady(raft, moment())).toMatchObject({ messages: [], mustSync: true })
  step(raft, 'b', append(1, 2, 1, [entry(3, 1)]), moment())
  expect(takeReady(raft, moment())).toBeUndefined()
  persisted(raft, moment())
  expect(takeReady(raft, moment())!.promises).toMatchObject([{ msg: { index: 3 } }])
})

test.each([
  ['agrees', [1, 1], 2, 1, [entry(3, 2)], [1, 1, 2]],
  ['conflicts', [1, 1, 1, 1], 2, 1, [entry(3, 2)], [1, 1, 2]],
  ['is already there', [1, 1, 2], 1, 1, [entry(2, 1)], [1, 1, 2]],
])('an append that %s leaves the follower with the log of its leader', (_, own, prevIndex, prevTerm, entries, after) => {
  const raft = member(own, 2)
  step(raft, 'b', append(2, prevIndex, prevTerm, entries), moment())
  expect(terms(raft)).toEqual(after)
})

test('an append after an entry that the follower lacks is refused, with the place to look at', () => {
  const raft = member([1, 1, 2, 2], 4)
  step(raft, 'b', append(4, 6, 3, [entry(7, 4)]), moment())
  expect(drain(raft).at(-1)!.msg).toMatchObject({ reject: true, index: 6, hintIndex: 4, hintTerm: 2 })
})

test('a follower commits what the leader has committed and it has', () => {
  const raft = member([1, 1])
  step(raft, 'b', append(1, 2, 1, [entry(3, 1)], 9), moment())
  expect(raft.log.commit).toBe(3)
})

test('an entry is committed when a majority has written it', () => {
  const raft = leader()
  propose(raft, [{ data: 'x', bytes: 1, cause: 0 }])
  drain(raft)
  expect(raft.log.commit).toBe(0)
  step(raft, 'b', has(1, 2), moment())
  expect(raft.log.commit).toBe(2)
})

test('a leader counts copies only of entries of its own term', () => {
  const raft = leader([1, 2])
  drain(raft)
  step(raft, 'b', has(3, 2), moment())
  expect(raft.log.commit).toBe(0)
  step(raft, 'b', has(3, 3), moment())
  expect(raft.log.commit).toBe(3)
})

test('a leader without a majority for an election timeout steps down', () => {
  const raft = leader()
  for (let now = TICK_US; now <= TICK_US * (2 * ELECTION_TICKS + 2); now += TICK_US) tick(raft, moment(now))
  expect(raft.role).not.toBe('leader')
})
