import { unreachable, type ActorId, type Cx, type EventId } from '../../kernel/index.ts'
import type { EtcdCall, EtcdClientMessage, EtcdRequest, EtcdResponse, EtcdResult } from '../messages.ts'
import { NO_LEADER, NO_SPACE, STOPPED, TIMEOUT, TIMEOUT_LEADER_FAILED, TOO_LARGE, TOO_MANY_OPS, type Command, type EtcdFailure, type WriteCall } from './command.ts'
import { keepAlive } from './lessor.ts'
import { propose } from './raft/step.ts'
import type { Proposal, RaftMessage } from './raft/types.ts'
import { performRange, queueRead } from './reading.ts'
import type { EtcdConfig, EtcdMessage, EtcdState, Pending, Promised } from './state.ts'
import { closeWatch, openWatch, progressAsked } from './watching.ts'

/** Upstream's ReqTimeout: 5 s for disk and network, and two election timeouts. */
export const REQUEST_TIMEOUT_US = 7_000_000
const MAX_REQUEST_BYTES = 1.5 * 1024 * 1024
const MAX_TXN_OPS = 128
/** The largest database that etcd recommends. */
const QUOTA_BYTES = 8 * 1024 * 1024 * 1024

export function handleClient(state: EtcdState, from: ActorId, event: EventId, msg: EtcdClientMessage, config: EtcdConfig, cx: Cx<EtcdMessage>): void {
  switch (msg.type) {
    case 'etcd-request': return request(state, from, event, msg, config, cx)
    case 'etcd-watch': return openWatch(state, from, msg, cx)
    case 'etcd-watch-cancel': return closeWatch(state, from, msg.id)
    case 'etcd-progress-request': return progressAsked(state, from, cx)
    default: unreachable(msg)
  }
}

function request(state: EtcdState, client: ActorId, event: EventId, { id, call }: EtcdRequest, config: EtcdConfig, cx: Cx<EtcdMessage>): void {
  const pending: Pending = { client, id, event, sinceUs: cx.now }
  switch (call.call) {
    case 'range': {
      if (call.serializable) return answer(pending, performRange(state.database, call), cx)
      return queueRead(state, { ...pending, ask: { read: 'range', request: call } }, cx)
    }
    case 'txn': {
      const refused = checkTxn(state, call, config)
      if (refused) return answer(pending, refused, cx)
      if (!writes(call)) return queueRead(state, { ...pending, ask: { read: 'txn', compare: call.compare, success: call.success, failure: call.failure } }, cx)
      return proposeCall(state, call, config, cx, pending)
    }
    case 'compact':
    case 'lease-revoke': return proposeCall(state, call, config, cx, pending)
    case 'lease-grant': return proposeCall(state, { ...call, lease: call.lease || 1 + cx.below(2 ** 31) * 2 ** 20 + cx.below(2 ** 20) }, config, cx, pending)
    case 'lease-keep-alive': return keepAlive(state, pending, call.lease, cx)
    case 'status': return answer(pending, statusOf(state), cx)
    default: unreachable(call)
  }
}

/** Hands a command to raft; without a pending request nobody waits for its outcome. */
export function proposeCall(state: EtcdState, call: WriteCall, config: EtcdConfig, cx: Cx<EtcdMessage>, pending?: Pending): void {
  const command: Command = { member: config.name, request: state.nextRequest++, call }
  const proposal: Proposal = { data: command, bytes: bytesOf(call), cause: pending?.event ?? cx.event }
  if (pending) {
    state.pending.set(command.request, pending)
    if (state.timeoutTimer === 0) armTimeout(state, REQUEST_TIMEOUT_US, cx)
  }
  // Upstream's Propose blocks while nobody leads; the request's time runs.
  if (!propose(state.raft!, [proposal])) state.unproposed.push(proposal)
}

/** A late answer is none: whether the write happens is then not known to the client. */
export function timeOut(state: EtcdState, cx: Cx<EtcdMessage>): void {
  state.timeoutTimer = 0
  const late = (since: number): boolean => cx.now - since >= REQUEST_TIMEOUT_US
  for (const [number, pending] of state.pending) {
    if (!late(pending.sinceUs)) break // In the order in which they came.
    state.pending.delete(number)
    answer(pending, timeoutResult(state, pending), cx)
  }
  for (const [number, renewal] of state.renewals) {
    if (!late(renewal.sinceUs)) break
    state.renewals.delete(number)
    answer(renewal, state.raft?.leader ? TIMEOUT : NO_LEADER, cx)
  }
  if (state.unproposed.length > 0) state.unproposed = state.unproposed.filter(({ data }) => state.pending.has((data as Command).request))
  let next = Infinity
  for (const waiting of [state.pending, state.renewals]) for (const { sinceUs } of waiting.values()) { next = Math.min(next, sinceUs); break }
  if (next < Infinity) armTimeout(state, next + REQUEST_TIMEOUT_US - cx.now, cx)
}

/** Everything that waits here waits in vain. */
export function failAll(state: EtcdState, cx: Cx<EtcdMessage>): void {
  for (const waiting of [state.pending.values(), state.renewals.values(), state.reads.waiting, state.reads.round?.reads ?? []]) {
    for (const one of waiting) answer(one, STOPPED, cx)
  }
}

export function answer({ client, id, event }: Pick<Pending, 'client' | 'id' | 'event'>, result: EtcdResult, cx: Cx<EtcdMessage>): void {
  const response: EtcdResponse = { type: 'etcd-response', id, result }
  cx.because(event, event === cx.event ? undefined : [cx.event])
  cx.send(client, response)
  cx.because(cx.event)
}

export function armTimeout(state: EtcdState, delayUs: number, cx: Cx<EtcdMessage>): void {
  state.timeoutTimer = cx.after(delayUs, { type: 'etcd-timer', timer: 'timeouts' }, { noise: true })
}

/** Sends a message of raft, caused by the requests that it carries, or else by what it answers. */
export function say(to: string, msg: RaftMessage, cause: EventId, cx: Cx<EtcdMessage>): void {
  switch (msg.type) {
    case 'raft-heartbeat':
    case 'raft-heartbeat-response':
      cx.because(cause)
      cx.send(to, msg, NOISE)
      return
    case 'raft-append': {
      const causes = msg.entries.slice(0, 16).map((entry) => entry.cause).filter((id) => id !== 0)
      cx.because(causes[0] ?? cx.event, causes.length > 0 ? [...causes.slice(1), cx.event] : undefined)
      cx.send(to, msg, LOSSY)
      return
    }
    case 'raft-propose':
      cx.because(msg.proposals[0]!.cause, msg.proposals.slice(1, 16).map((proposal) => proposal.cause))
      // The only message of raft that must not come twice; a connection never repeats what it carries.
      cx.send(to, msg)
      return
    case 'raft-snapshot':
      // NB: at most 300 ms on the way, because raft's small messages share this connection here; upstream gives a snapshot its own.
      cx.because(cx.event)
      cx.send(to, msg, { lossy: true, delayUs: Math.min(300_000, Math.round(msg.snapshot.bytes / 1_000)) })
      return
    default:
      cx.because(cause)
      cx.send(to, msg, LOSSY)
  }
}

export function sayAgain(promised: readonly Promised[], cx: Cx<EtcdMessage>): void {
  for (const { to, msg, cause } of promised) say(to, msg, cause, cx)
  cx.because(cx.event)
}

const LOSSY = { lossy: true } as const
const NOISE = { lossy: true, noise: true } as const

type Txn = Extract<EtcdCall, { call: 'txn' }>

function checkTxn({ database }: EtcdState, call: Txn, config: EtcdConfig): EtcdFailure | undefined {
  if (Math.max(call.compare.length, call.success.length, call.failure.length) > MAX_TXN_OPS) return TOO_MANY_OPS
  if (bytesOf(call) > MAX_REQUEST_BYTES) return TOO_LARGE
  const puts = call.success.some((op) => op.op === 'put') || call.failure.some((op) => op.op === 'put')
  return puts && database.mvcc.bytes > (config.quotaBytes ?? QUOTA_BYTES) ? NO_SPACE : undefined
}

const writes = (call: Txn): boolean => call.success.some((op) => op.op !== 'range') || call.failure.some((op) => op.op !== 'range')

function bytesOf(call: WriteCall): number {
  if (call.call !== 'txn') return 16
  let bytes = 0
  for (const op of call.success) bytes += op.key.length + (op.op === 'put' ? op.bytes : 0)
  for (const op of call.failure) bytes += op.key.length + (op.op === 'put' ? op.bytes : 0)
  return bytes
}

function statusOf({ raft, database }: EtcdState): EtcdResult {
  const { revision, compactRevision } = database.mvcc
  return { ok: true, revision, leader: raft?.leader ?? '', term: raft?.term ?? 0, compactRevision }
}

/** Proposed shortly before the leader was elected that is known now: the former one may have taken it with it. */
function timeoutResult(state: EtcdState, { sinceUs }: Pending): EtcdFailure {
  const lost = state.leaderElectedUs - 2_000_000
  return sinceUs > lost && sinceUs < state.leaderElectedUs ? TIMEOUT_LEADER_FAILED : TIMEOUT
}
