import { expired, tooManyRequests, type ApiObject, type Status } from '../../../api/index.ts'
import type { ApiAnswer, ApiObjectLike } from '../../messages.ts'
import { apiVersionOf } from '../../../api/index.ts'
import type { Context } from '../context.ts'
import { work } from '../cores.ts'
import type { Exchange } from '../exchange.ts'
import { close, fail } from '../respond.ts'
import type { ApiServerState } from '../state.ts'
import { changesSince, type WatchCache } from '../storage/watch-cache.ts'
import { addWatcher, dropWatcher, emit, EVERYTHING, nameBucket, namespaceBucket, nodeBucket, tell, type Watcher } from '../storage/watchers.ts'
import { ENCODE_OBJECT_US, READ_US, WATCH_TIMEOUT_MIN_SECONDS } from '../timing.ts'
import { askRevision, awaitRevision } from './freshness.ts'
import { selected } from './list.ts'
import { nameAskedFor, nodeAskedFor, type ListWish } from './list-options.ts'

/** WATCH. From a revision: the changes after it; from none or "0": the present objects first, as ADDED. */
export function openWatch(state: ApiServerState, cx: Context, exchange: Exchange, cache: WatchCache, wish: ListWish): void {
  if (!cache.ready) return fail(state, cx, exchange, { ...tooManyRequests('storage is (re)initializing', 1) })
  if (wish.initialEvents) {
    if (wish.revision === '') return askRevision(state, cx, exchange, cache, wish)
    if (Number(wish.revision) > cache.revision) return awaitRevision(state, cx, exchange, cache, wish, Number(wish.revision), false)
  }
  beginWatch(state, cx, exchange, cache, wish, cache.revision)
}

export function beginWatch(state: ApiServerState, cx: Context, exchange: Exchange, cache: WatchCache, wish: ListWish, promised: number): void {
  const { info } = cache
  const noInitial = exchange.request.query?.sendInitialEvents === 'false'
  const fresh = wish.initialEvents || (!noInitial && (wish.revision === '' || wish.revision === '0'))
  const since = fresh || wish.revision === '' ? cache.revision : Number(wish.revision)
  const changes = fresh ? [] : changesSince(cache, since)
  const first = fresh ? [...selected(cache, wish)] : []
  const initialUs = work(state.cores, cx.now, READ_US + first.length * ENCODE_OBJECT_US)
  close(state, exchange, cx.now + initialUs)
  if (!changes) {
    cx.send<ApiAnswer>(exchange.from, { type: 'watch-event', id: exchange.request.id, event: 'ERROR', object: tooOld(since, cache.forgotten) })
    cx.send<ApiAnswer>(exchange.from, { type: 'watch-end', id: exchange.request.id })
    return
  }
  const watcher = watcherFor(cx, exchange, cache, wish, since)
  addWatcher(cache.watchers, watcher)
  state.watches.set(watcher.key, cache.id)
  const open = state.byPeer.get(watcher.peer)
  if (open) open.add(watcher.key)
  else state.byPeer.set(watcher.peer, new Set([watcher.key]))

  if (fresh) {
    // A stream keeps its order: what comes after the first waits for it.
    first.forEach(([, object], i) => { emit(watcher, info, 'ADDED', object, Number(object.metadata.resourceVersion), cx, i === 0 ? initialUs : 0) })
    watcher.sent = cache.revision
    if (wish.initialEvents && wish.bookmarks && cache.revision >= promised) bookmark(watcher, cache, cx, true)
  } else for (const change of changes) {
    if (concerns(watcher, change.object)) tell(watcher, info, change, cx)
  }
  const seconds = wish.timeoutSeconds > 0 ? wish.timeoutSeconds : WATCH_TIMEOUT_MIN_SECONDS + cx.below(WATCH_TIMEOUT_MIN_SECONDS)
  cx.after(seconds * 1_000_000, { type: 'watch-timeout', watch: watcher.key, opened: cx.now }, { noise: true })
}

function watcherFor(cx: Context, exchange: Exchange, cache: WatchCache, wish: ListWish, sent: number): Watcher {
  const { info } = cache
  const namespace = info.namespaced ? wish.namespace : ''
  const name = nameAskedFor(wish)
  const node = info.kind === 'Pod' ? nodeAskedFor(wish) : undefined
  const bucket = name !== undefined ? nameBucket(name) : node !== undefined ? nodeBucket(node) : namespace !== '' ? namespaceBucket(namespace) : EVERYTHING
  const onlyName = name !== undefined && wish.fields!.terms.length === 1 && namespace === ''
  return {
    key: exchange.key, peer: exchange.from, id: exchange.request.id, bucket, namespace, labels: wish.labels, fields: wish.fields,
    exact: !wish.labels && (!wish.fields || onlyName), output: exchange.output, bookmarks: wish.bookmarks, opened: cx.now, sent, promised: undefined,
  }
}

/** A change from the past comes without a bucket. */
function concerns({ exact, namespace, bucket }: Watcher, { metadata }: ApiObject): boolean {
  if (!exact) return true
  return bucket === EVERYTHING || bucket === nameBucket(metadata.name!) || namespace === metadata.namespace
}

/** Tells how far the watch is, without an object. */
export function bookmark(watcher: Watcher, cache: WatchCache, cx: Context, initialEnd = false): void {
  watcher.sent = cache.revision
  const metadata = { resourceVersion: String(cache.revision), ...(initialEnd && { annotations: { 'k8s.io/initial-events-end': 'true' } }) }
  const object: ApiObjectLike = { apiVersion: apiVersionOf(cache.info), kind: cache.info.kind, metadata }
  cx.send<ApiAnswer>(watcher.peer, { type: 'watch-event', id: watcher.id, event: 'BOOKMARK', object }, initialEnd ? undefined : { noise: true })
}

/** The server ends a watch: its time is up, or its cache starts over. */
export function endWatch(state: ApiServerState, cx: Context, cache: WatchCache, watcher: Watcher): void {
  dropWatch(state, watcher.key)
  if (watcher.bookmarks && cache.ready && cache.revision > watcher.sent) bookmark(watcher, cache, cx)
  cx.send<ApiAnswer>(watcher.peer, { type: 'watch-end', id: watcher.id })
}

export function dropWatch(state: ApiServerState, key: string): boolean {
  const cacheId = state.watches.get(key)
  if (cacheId === undefined) return false
  const watchers = state.caches.get(cacheId)!.watchers
  const watcher = watchers.byKey.get(key)
  state.watches.delete(key)
  if (watcher) state.byPeer.get(watcher.peer)?.delete(key)
  dropWatcher(watchers, key)
  return true
}

const tooOld = (revision: number, forgotten: number): Status => expired(`too old resource version: ${revision} (${forgotten})`)
