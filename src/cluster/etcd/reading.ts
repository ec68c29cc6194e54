import type { Cx } from '../../kernel/index.ts'
import type { EtcdResult } from '../messages.ts'
import { COMPACTED, FUTURE_REVISION, LEADER_CHANGED, TIMEOUT } from './command.ts'
import { execute, type Database } from './database.ts'
import { range, type RangeRequest } from './mvcc/range.ts'
import { requestRead } from './raft/reads.ts'
import type { ReadState } from './raft/types.ts'
import { answer, REQUEST_TIMEOUT_US } from './requests.ts'
import type { EtcdMessage, EtcdState, Read, ReadAsk } from './state.ts'

/** Upstream repeats the question for the index when no answer came. */
const RETRY_US = 500_000

/** A linearizable read: it is answered from this member's state, once that is as far as the leader was when it was asked. */
export function queueRead(state: EtcdState, read: Read, cx: Cx<EtcdMessage>): void {
  state.reads.waiting.push(read)
  if (!state.reads.round) startRound(state, cx)
}

export function readStatesKnown(state: EtcdState, known: readonly ReadState[]): void {
  const { round } = state.reads
  if (!round) return
  for (const { context, index } of known) if (context === round.context) round.index = index
}

/** Answers the round whose index is applied, and starts the next one with what came meanwhile. */
export function answerReads(state: EtcdState, cx: Cx<EtcdMessage>): void {
  const { round, waiting } = state.reads
  if (round?.index === undefined || state.raft!.log.applied < round.index) return
  for (const read of round.reads) answer(read, perform(state.database, read.ask), cx)
  state.reads.round = undefined
  if (waiting.length > 0) startRound(state, cx)
}

/** A question put to the old leader may never be answered. Those who wait are told; one that nobody heard is put again. */
export function leaderChanged(state: EtcdState, cx: Cx<EtcdMessage>): void {
  const { round } = state.reads
  if (!round) return
  if (round.leader === undefined) {
    state.reads.round = { ...round, leader: state.raft!.leader }
    return requestRead(state.raft!, round.context)
  }
  fail(round.reads, LEADER_CHANGED, cx)
  state.reads.round = undefined
  if (state.reads.waiting.length > 0) startRound(state, cx)
}

export function retryReads(state: EtcdState, cx: Cx<EtcdMessage>): void {
  state.readTimer = 0
  const { round } = state.reads
  if (!round) return
  const late = (read: Read): boolean => cx.now - read.sinceUs >= REQUEST_TIMEOUT_US
  fail([...round.reads, ...state.reads.waiting].filter(late), TIMEOUT, cx)
  state.reads.waiting = state.reads.waiting.filter((read) => !late(read))
  const reads = round.reads.filter((read) => !late(read))
  if (reads.length > 0) {
    state.reads.round = { ...round, reads, leader: state.raft!.leader }
    if (round.index === undefined) requestRead(state.raft!, round.context)
    arm(state, cx)
  } else {
    state.reads.round = undefined
    if (state.reads.waiting.length > 0) startRound(state, cx)
  }
}

export function perform(database: Database, ask: ReadAsk): EtcdResult {
  if (ask.read === 'range') return performRange(database, ask.request)
  return execute(database, { member: '', request: 0, call: { call: 'txn', compare: ask.compare, success: ask.success, failure: ask.failure } }).result
}

export function performRange({ mvcc }: Database, request: RangeRequest): EtcdResult {
  const found = range(mvcc, request)
  if (found === 'compacted') return COMPACTED
  if (found === 'future-revision') return FUTURE_REVISION
  return { ok: true, revision: mvcc.revision, result: { op: 'range', kvs: found.kvs, count: found.count, more: found.more } }
}

function startRound(state: EtcdState, cx: Cx<EtcdMessage>): void {
  const raft = state.raft!
  const context = `${raft.id}/${state.nextRequest++}`
  state.reads.round = { context, reads: state.reads.waiting, leader: raft.leader, index: undefined }
  state.reads.waiting = []
  requestRead(raft, context)
  if (state.readTimer === 0) arm(state, cx)
}

function arm(state: EtcdState, cx: Cx<EtcdMessage>): void {
  state.readTimer = cx.after(RETRY_US, { type: 'etcd-timer', timer: 'reads' }, { noise: true })
}

function fail(reads: readonly Read[], result: EtcdResult, cx: Cx<EtcdMessage>): void {
  for (const read of reads) answer(read, result, cx)
}
