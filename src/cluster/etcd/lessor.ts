import type { ActorId, Cx } from '../../kernel/index.ts'
import type { EtcdResult } from '../messages.ts'
import { LEASE_NOT_FOUND, NO_LEADER } from './command.ts'
import { demote, EXPIRY_CHECK_US, expired, promote, renew } from './leases.ts'
import { answer, armTimeout, proposeCall, REQUEST_TIMEOUT_US } from './requests.ts'
import type { EtcdConfig, EtcdMessage, EtcdState, LeaseRenew, LeaseRenewed, Pending } from './state.ts'

/** Only the leader counts the time of leases; a new one starts their clocks over. */
export function leadershipGained(state: EtcdState, cx: Cx<EtcdMessage>): void {
  promote(state.database.leases, cx.now)
  arm(state, cx)
}

export function leadershipLost(state: EtcdState): void {
  demote(state.database.leases)
  state.leaseTimer = undefined
}

export function leaseGranted(state: EtcdState, id: number, cx: Cx<EtcdMessage>): void {
  const lease = state.database.leases.get(id)
  if (state.raft!.role !== 'leader' || !lease) return
  renew(lease, cx.now)
  arm(state, cx)
}

export function leasesDue(state: EtcdState, config: EtcdConfig, cx: Cx<EtcdMessage>): void {
  state.leaseTimer = undefined
  if (state.raft!.role !== 'leader') return
  for (const lease of expired(state.database.leases, cx.now)) {
    lease.ending = true
    proposeCall(state, { call: 'lease-revoke', lease: lease.id }, config, cx)
  }
  arm(state, cx)
}

/** A keep-alive does not go through the log: it is the leader's word alone. */
export function keepAlive(state: EtcdState, pending: Pending, id: number, cx: Cx<EtcdMessage>): void {
  const raft = state.raft!
  if (raft.role === 'leader') return answer(pending, renewedResult(state, id, renewHere(state, id, cx)), cx)
  if (!raft.leader) return answer(pending, NO_LEADER, cx)
  const number = state.nextRequest++
  state.renewals.set(number, pending)
  if (state.timeoutTimer === 0) armTimeout(state, REQUEST_TIMEOUT_US, cx)
  cx.send<LeaseRenew>(raft.leader, { type: 'etcd-lease-renew', number, lease: id })
}

export function renewAsked(state: EtcdState, from: ActorId, { number, lease }: LeaseRenew, cx: Cx<EtcdMessage>): void {
  if (state.raft?.role !== 'leader') return // The asker's time runs out, or it asks the next leader.
  cx.send<LeaseRenewed>(from, { type: 'etcd-lease-renewed', number, lease, ttlSeconds: renewHere(state, lease, cx) })
}

export function renewAnswered(state: EtcdState, { number, lease, ttlSeconds }: LeaseRenewed, cx: Cx<EtcdMessage>): void {
  const renewal = state.renewals.get(number)
  if (!renewal) return
  state.renewals.delete(number)
  answer(renewal, renewedResult(state, lease, ttlSeconds), cx)
}

function renewHere(state: EtcdState, id: number, cx: Cx<EtcdMessage>): number | undefined {
  const lease = state.database.leases.get(id)
  // Once its end is under way nothing brings it back.
  if (!lease || lease.ending) return undefined
  renew(lease, cx.now)
  return lease.ttlSeconds
}

function renewedResult(state: EtcdState, lease: number, ttlSeconds: number | undefined): EtcdResult {
  return ttlSeconds === undefined ? LEASE_NOT_FOUND : { ok: true, revision: state.database.mvcc.revision, lease, ttlSeconds }
}

/** Looks again at the first half second at which a lease may have run out; not at all without leases. */
function arm(state: EtcdState, cx: Cx<EtcdMessage>): void {
  let first = Infinity
  for (const { expiresUs, ending } of state.database.leases.values()) if (!ending && expiresUs > 0) first = Math.min(first, expiresUs)
  if (first === Infinity) return
  const at = Math.max(Math.ceil(first / EXPIRY_CHECK_US) * EXPIRY_CHECK_US, cx.now + 1)
  if (state.leaseTimer && state.leaseTimer.at <= at) return
  state.leaseTimer = { id: cx.after(at - cx.now, { type: 'etcd-timer', timer: 'leases' }, { noise: true }), at }
}
