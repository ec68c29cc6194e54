import { timeout } from '../../api/index.ts'
import { unreachable, type ActorId, type Component, type Delivery } from '../../kernel/index.ts'
import { boot } from './bootstrap/bootstrap.ts'
import type { ApiServerConfig } from './config.ts'
import type { ApiRequest } from '../messages.ts'
import type { ApiServerMessage, Context } from './context.ts'
import { configured, isWaiting, leaveQueue, rebalanced, seatsFree, wake, type GoOn } from './fairness.ts'
import { handleRequest, proceed } from './handle.ts'
import { proceedCreate } from './registry/create.ts'
import { askProgress, waitedTooLong } from './registry/freshness.ts'
import { proceedUpdate } from './registry/update.ts'
import { bookmark, dropWatch, endWatch } from './registry/watch.ts'
import { close, fail } from './respond.ts'
import { createState, type ApiServerState } from './state.ts'
import { compact } from './storage/compaction.ts'
import { isMember } from './storage/etcd-line.ts'
import { etcdResponded, fillCache, memberLost, reconnect, watchCanceled, watchResponded } from './storage/feed.ts'
import { cancelStream, kubeletAnswered, kubeletLost } from './subresources/log.ts'
import { AUTHENTICATION_US, BOOKMARK_US, COMPACTION_US, QUEUE_PART, REBALANCE_US, SWEEP_US } from './timing.ts'

export type { ApiServerConfig } from './config.ts'
export type { ApiServerMessage } from './context.ts'
export type { ApiServerState } from './state.ts'

/** kube-apiserver: the hub. Every other component, and every user, reads and writes the cluster through it; only it speaks to etcd. */
export const apiServer = (config: ApiServerConfig): Component<ApiServerState, ApiServerMessage> => ({
  kind: 'apiserver',

  init: () => createState(config),

  start(state, cx) {
    for (const cache of state.caches.values()) fillCache(state, cx, cache)
    cx.after(BOOKMARK_US, { type: 'bookmarks' }, { noise: true })
    cx.after(REBALANCE_US, { type: 'rebalance' }, { noise: true })
    cx.after(config.compactionIntervalUs ?? COMPACTION_US, { type: 'compaction' }, { noise: true })
  },

  step(state, delivery, cx) {
    received(state, delivery, cx)
    // An answer that has left gives its seats back, and others may wait for them.
    if (state.flow.waiting > 0) wake(state, cx)
  },

  disconnected(state, peer, cx, refused) {
    if (isMember(state.etcd, peer)) return memberLost(state, cx, peer, refused)
    kubeletLost(state, cx, peer)
    for (const key of state.byPeer.get(peer) ?? []) cancel(state, cx, key)
    state.byPeer.delete(peer)
  },
})

function received(state: ApiServerState, { msg, from }: Delivery<ApiServerMessage>, cx: Context): void {
  switch (msg.type) {
    case 'api-request': return handleRequest(state, cx, from, msg)
    case 'api-cancel': return cancel(state, cx, `${from} ${msg.id}`)
    case 'etcd-response': {
      etcdResponded(state, cx, msg)
      if (state.boot.stage === 'caches') proceedBoot(state, cx)
      return digest(state, cx)
    }
    case 'etcd-watch-response': {
      watchResponded(state, cx, msg)
      return digest(state, cx)
    }
    case 'etcd-watch-canceled': return watchCanceled(state, cx, msg)
    case 'kubelet-response': case 'kubelet-chunk': return kubeletAnswered(state, cx, msg)
    case 'sweep': return sweep(state, cx)
    case 'seats-free': return seatsFree(state, cx, onwards(state, cx))
    case 'rebalance': return rebalanced(state, cx, onwards(state, cx))
    case 'bookmarks': return bookmarks(state, cx)
    case 'compaction': return compact(state, cx)
    case 'progress': return progress(state, cx, msg.cache)
    case 'retry': return retry(state, cx, msg.exchange)
    case 'watch-timeout': return watchTimedOut(state, cx, msg.watch, msg.opened)
    case 'reconnect': return reconnect(state, cx)
    case 'boot': return proceedBoot(state, cx)
    default: return unreachable(msg)
  }
}

const onwards = (state: ApiServerState, cx: Context): GoOn => (exchange) => { proceed(state, cx, exchange) }
const ofItself = (state: ApiServerState, cx: Context) => (request: ApiRequest): void => handleRequest(state, cx, cx.self as ActorId, request)

function proceedBoot(state: ApiServerState, cx: Context): void {
  if (state.boot.stage === 'ready') return
  boot(state, cx, ofItself(state, cx))
}

function digest(state: ApiServerState, cx: Context): void {
  if (state.flowStale) configured(state, cx, onwards(state, cx), ofItself(state, cx))
}

/** Nobody waits for this answer any more. What is on its way to etcd happens all the same. */
function cancel(state: ApiServerState, cx: Context, key: string): void {
  if (dropWatch(state, key)) return
  const exchange = state.exchanges.get(key)
  if (exchange) {
    leaveQueue(state, cx, exchange, false, onwards(state, cx))
    close(state, exchange, cx.now)
    // A create or update that was sent will be stored; only the answer is lost.
    if (exchange.work.do === 'kubelet') cancelStream(state, cx, key)
  } else cancelStream(state, cx, key)
}

/** Requests whose time is up; and those that waited for a seat for a quarter of it. */
function sweep(state: ApiServerState, cx: Context): void {
  state.sweepAt = 0
  for (const exchange of state.exchanges.values()) {
    const { arrivedAt, deadline } = exchange
    if (isWaiting(exchange) && arrivedAt + (deadline - arrivedAt) / QUEUE_PART <= cx.now) {
      const refused = leaveQueue(state, cx, exchange, true, onwards(state, cx))
      if (refused) fail(state, cx, exchange, refused, AUTHENTICATION_US)
      continue
    }
    if (deadline > cx.now) continue
    fail(state, cx, exchange, timeout('request did not complete within the allotted timeout'))
  }
  if (state.exchanges.size === 0) return
  state.sweepAt = cx.now + SWEEP_US
  cx.after(SWEEP_US, { type: 'sweep' }, { noise: true })
}

/** Those who asked for it hear about once a minute how far their watch is, so that a reconnect need not go back far. */
function bookmarks(state: ApiServerState, cx: Context): void {
  cx.after(BOOKMARK_US, { type: 'bookmarks' }, { noise: true })
  for (const cache of state.caches.values()) {
    for (const watcher of cache.watchers.byKey.values()) if (watcher.bookmarks && cache.revision > watcher.sent) bookmark(watcher, cache, cx)
  }
}

function progress(state: ApiServerState, cx: Context, name: string): void {
  const cache = state.caches.get(name)!
  cache.progressAsked = false
  if (cache.ready) askProgress(state, cx, cache)
  else fillCache(state, cx, cache)
}

/** An exchange that had to wait goes on. */
function retry(state: ApiServerState, cx: Context, key: string): void {
  const exchange = state.exchanges.get(key)
  if (!exchange) return
  const { work } = exchange
  if (work.do === 'create') proceedCreate(state, cx, exchange, work)
  else if (work.do === 'update') proceedUpdate(state, cx, exchange, work)
  else if (work.do === 'await-revision') waitedTooLong(state, cx, exchange, work)
}

function watchTimedOut(state: ApiServerState, cx: Context, key: string, opened: number): void {
  const name = state.watches.get(key)
  const cache = name === undefined ? undefined : state.caches.get(name)
  const watcher = cache?.watchers.byKey.get(key)
  if (cache && watcher?.opened === opened) endWatch(state, cx, cache, watcher)
}
