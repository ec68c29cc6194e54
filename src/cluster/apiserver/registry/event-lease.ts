import type { EtcdResult } from '../../messages.ts'
import type { Context } from '../context.ts'
import type { Exchange } from '../exchange.ts'
import { fail, unexplained } from '../respond.ts'
import type { ApiServerState } from '../state.ts'
import { ask, etcdErrorText } from '../storage/etcd-line.ts'
import { EVENT_TTL_SECONDS, LEASE_REUSE_SECONDS, LEASE_USES_MAX } from '../timing.ts'
import { store } from './create.ts'
import { storeUpdate } from './update.ts'

/** Events expire: etcd deletes them with their lease, which many share. Undefined: the exchange waits for a new lease. Models etcd3's lease manager. */
export function leaseFor(state: ApiServerState, cx: Context, exchange: Exchange): number | undefined {
  const shared = state.eventLease
  if (shared.lease !== 0 && cx.now < shared.until && shared.uses < LEASE_USES_MAX) {
    shared.uses++
    return shared.lease
  }
  shared.waiting.push(exchange.key)
  if (!shared.asking) {
    shared.asking = true
    ask(state.etcd, cx, { use: 'event-lease' }, { call: 'lease-grant', ttlSeconds: EVENT_TTL_SECONDS + LEASE_REUSE_SECONDS })
  }
  return undefined
}

export function leaseAnswered(state: ApiServerState, cx: Context, result: EtcdResult): void {
  const shared = state.eventLease
  shared.asking = false
  const waiting = shared.waiting.splice(0)
  if (result.ok && 'lease' in result) {
    shared.lease = result.lease
    shared.until = cx.now + LEASE_REUSE_SECONDS * 1_000_000
    shared.uses = 0
  }
  for (const key of waiting) {
    const exchange = state.exchanges.get(key)
    if (!exchange) continue
    if (!result.ok) fail(state, cx, exchange, unexplained(etcdErrorText(result.code, result.error)))
    else if (exchange.work.do === 'create') store(state, cx, exchange, exchange.work)
    else if (exchange.work.do === 'update') storeUpdate(state, cx, exchange, exchange.work)
  }
}
