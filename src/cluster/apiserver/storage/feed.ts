import type { ActorId } from '../../../kernel/index.ts'
import type { EtcdResponse, EtcdResult, EtcdWatchCanceled, EtcdWatchResponse } from '../../messages.ts'
import { rbacHeard } from '../authz/rbac-index.ts'
import type { Context } from '../context.ts'
import { leaseAnswered } from '../registry/event-lease.ts'
import { createAnswered } from '../registry/create.ts'
import { deleteAnswered } from '../registry/delete.ts'
import { advanced, revisionAnswered } from '../registry/freshness.ts'
import { getAnswered } from '../registry/get.ts'
import { listAnswered } from '../registry/list.ts'
import { serviceHeard } from '../registry/services.ts'
import { updateAnswered } from '../registry/update.ts'
import { endWatch } from '../registry/watch.ts'
import { fail, unexplained } from '../respond.ts'
import type { ApiServerState } from '../state.ts'
import { compacted, compactKeyAnswered } from './compaction.ts'
import { ask, LINE_BROKEN, lostCalls, moveOn, openFeed, type EtcdUse } from './etcd-line.ts'
import { endOf } from './keys.ts'
import { fanOut } from './watchers.ts'
import { fill, takeIn, type WatchCache } from './watch-cache.ts'

/** Everything that comes from etcd: the answers to our calls and the watches that feed the caches. */
export function etcdResponded(state: ApiServerState, cx: Context, { id, result }: EtcdResponse): void {
  const use = state.etcd.calls.get(id)?.use
  if (!use) return
  state.etcd.calls.delete(id)
  if (result.ok) {
    state.etcd.failures = 0
    if (result.revision > state.revision) state.revision = result.revision
  }
  switch (use.use) {
    case 'exchange': exchangeAnswered(state, cx, use.exchange, result); break
    case 'cache': cacheListed(state, cx, state.caches.get(use.cache)!, result); break
    case 'compact-key': compactKeyAnswered(state, cx, result); break
    case 'compact': compacted(state, result); break
    case 'event-lease': leaseAnswered(state, cx, result); break
  }
  if (!result.ok && LEADERLESS.has(result.code) && state.etcd.members.length > 1 && cx.now - state.etcd.movedAt > 1_000_000) changeMember(state, cx, true)
}

const LEADERLESS: ReadonlySet<string> = new Set(['no-leader', 'timeout', 'stopped'])

function exchangeAnswered(state: ApiServerState, cx: Context, key: string, result: EtcdResult): void {
  const exchange = state.exchanges.get(key)
  if (!exchange) return
  const { work } = exchange
  switch (work.do) {
    case 'get': return getAnswered(state, cx, exchange, result)
    case 'ask-revision': return revisionAnswered(state, cx, exchange, work.wish, result)
    case 'list-pages': return listAnswered(state, cx, exchange, work, result)
    case 'create': return createAnswered(state, cx, exchange, work, result)
    case 'update': return updateAnswered(state, cx, exchange, work, result)
    case 'delete': case 'delete-collection': return deleteAnswered(state, cx, exchange, work, result)
    default:
  }
}

/** Fills a cache: first a list, then a watch from the revision of the list. */
export function fillCache(state: ApiServerState, cx: Context, cache: WatchCache): void {
  const call = { call: 'range', key: cache.prefix, end: endOf(cache.prefix) } as const
  ask(state.etcd, cx, { use: 'cache', cache: cache.id }, call)
}

function cacheListed(state: ApiServerState, cx: Context, cache: WatchCache, result: EtcdResult): void {
  if (!result.ok) {
    cx.after(1_000_000, { type: 'progress', cache: cache.id }, { noise: true })
    return
  }
  if (!('result' in result) || result.result.op !== 'range') return
  for (const [key, object] of cache.objects) heard(state, cache, key, undefined, object)
  fill(cache, result.result.kvs, result.revision)
  for (const [key, object] of cache.objects) heard(state, cache, key, object, undefined)
  follow(state, cx, cache)
  advanced(state, cx, cache)
}

function follow(state: ApiServerState, cx: Context, cache: WatchCache): void {
  cache.feed = openFeed(state.etcd, cx, cache.id, cache.prefix, endOf(cache.prefix), cache.revision + 1)
}

export function watchResponded(state: ApiServerState, cx: Context, { id, revision, events }: EtcdWatchResponse): void {
  const name = state.etcd.watches.get(id)
  const cache = name === undefined ? undefined : state.caches.get(name)
  if (!cache || cache.feed !== id) return
  for (const change of events) {
    const event = takeIn(cache, change, cx.now, change.cause ?? cx.event)
    if (!event) continue
    if (change.cause) cx.because(change.cause, [cx.event])
    heard(state, cache, event.key, event.event === 'DELETED' ? undefined : event.object, event.previous)
    const watchers = fanOut(cache.watchers, cache.info, event, cx)
    if (watchers > 0) cx.fact({ fact: 'watch-fan-out', key: change.kv.key, revision: event.revision, watchers })
  }
  cx.because(cx.event)
  // A notice without events says that nothing up to its revision is missing.
  if (events.length === 0 && revision > cache.revision) cache.revision = revision
  if (cache.revision > state.revision) state.revision = cache.revision
  advanced(state, cx, cache)
}

/** The history was compacted before the watch caught up: the cache and all who watch start over. */
export function watchCanceled(state: ApiServerState, cx: Context, { id }: EtcdWatchCanceled): void {
  const name = state.etcd.watches.get(id)
  const cache = name === undefined ? undefined : state.caches.get(name)
  state.etcd.watches.delete(id)
  if (!cache || cache.feed !== id) return
  cache.ready = false
  for (const watcher of [...cache.watchers.byKey.values()]) endWatch(state, cx, cache, watcher)
  fillCache(state, cx, cache)
}

/** What this process keeps beside the caches follows them. */
function heard(state: ApiServerState, cache: WatchCache, key: string, object: Parameters<typeof serviceHeard>[1], previous: Parameters<typeof serviceHeard>[1]): void {
  const { kind, group } = cache.info
  if (kind === 'Service') serviceHeard(state, object, previous)
  else if (group === 'rbac.authorization.k8s.io') rbacHeard(state.rbac, kind, key, object)
  else if (group === 'flowcontrol.apiserver.k8s.io') state.flowStale = true
}

/** The connection to the member is gone, or it cannot reach a leader. */
function changeMember(state: ApiServerState, cx: Context, alive: boolean): void {
  moveOn(state.etcd, cx, alive)
  if (!state.etcd.down) followAll(state, cx)
}

/** Who refused the connection heard nothing: all may be asked of another member. Of one that heard us the fate of a write is unknown; only reads are asked again. */
export function memberLost(state: ApiServerState, cx: Context, peer: ActorId, refused: boolean): void {
  const lost = lostCalls(state.etcd, peer)
  if (!state.etcd.down && peer === state.etcd.members[state.etcd.at]) changeMember(state, cx, false)
  for (const { use, call } of lost) {
    if (refused || call.call === 'range') ask(state.etcd, cx, use, call)
    else lineBroke(state, cx, use)
  }
}

export function reconnect(state: ApiServerState, cx: Context): void {
  const line = state.etcd
  if (!line.down) return
  line.down = false
  line.failures = 0
  followAll(state, cx)
  for (const { use, call } of line.parked.splice(0)) ask(line, cx, use, call)
}

function followAll(state: ApiServerState, cx: Context): void {
  for (const cache of state.caches.values()) if (cache.ready) follow(state, cx, cache)
}

function lineBroke(state: ApiServerState, cx: Context, use: EtcdUse): void {
  switch (use.use) {
    case 'exchange': {
      const exchange = state.exchanges.get(use.exchange)
      if (exchange) fail(state, cx, exchange, unexplained(LINE_BROKEN))
      return
    }
    case 'event-lease': return leaseAnswered(state, cx, { ok: false, code: 'stopped', error: LINE_BROKEN })
    default:
  }
}
