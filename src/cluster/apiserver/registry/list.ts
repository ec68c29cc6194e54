import { expired, matchesLabels, timeout, tooManyRequests, type ApiObject, type ListMeta, type Status } from '../../../api/index.ts'
import type { EtcdResult } from '../../messages.ts'
import type { Context } from '../context.ts'
import { versioned, type Exchange, type Work } from '../exchange.ts'
import { presentList } from '../negotiation.ts'
import { fail, respond, unexplained } from '../respond.ts'
import type { ApiServerState } from '../state.ts'
import { encodeContinue } from '../storage/continue-token.ts'
import { askFor } from '../storage/ask-for.ts'
import { etcdErrorText } from '../storage/etcd-line.ts'
import { endOf } from '../storage/keys.ts'
import { inOrder } from '../storage/sorted-names.ts'
import { selectedBy } from '../storage/watchers.ts'
import type { WatchCache } from '../storage/watch-cache.ts'
import { ENCODE_OBJECT_US, ENCODE_US, READ_US } from '../timing.ts'
import { cacheOf } from '../storage/lookup.ts'
import { askRevision, awaitRevision } from './freshness.ts'
import { listWish, nameAskedFor, nodeAskedFor, type ListWish } from './list-options.ts'
import { openWatch } from './watch.ts'

/** LIST and WATCH. Reads come from the watch cache where upstream's do: any ("0"), at least n, or consistent with the quorum's revision. */
export function handleList(state: ApiServerState, cx: Context, exchange: Exchange): void {
  const info = exchange.info.info!
  const wish = listWish(info, exchange.info.namespace, exchange.request.query, exchange.info.verb === 'watch')
  if ('failure' in wish) return fail(state, cx, exchange, wish.failure)
  const cache = cacheOf(state, info)
  if (wish.watch) return openWatch(state, cx, exchange, cache, wish)
  if (!cache.ready && isOfOneNode(cache, wish)) return fail(state, cx, exchange, tooManyRequests('storage is (re)initializing', 1))
  const fromStorage = wish.from || wish.match === 'Exact' || (wish.limit > 0 && wish.revision !== '' && wish.revision !== '0' && wish.match === '') || !cache.ready
  if (fromStorage) return listPages(state, cx, exchange, cache, wish)
  if (wish.revision === '') return askRevision(state, cx, exchange, cache, wish)
  if (Number(wish.revision) > cache.revision) return awaitRevision(state, cx, exchange, cache, wish, Number(wish.revision), false)
  answerFromCache(state, cx, exchange, cache, wish, READ_US + ENCODE_US)
}

/**
 * While the cache is filled, thousands of nodes that list their Pods, or themselves, must not each read all Pods or all nodes from etcd. Models
 * ResilientWatchCacheInitialization. NB: upstream refuses every list without a limit then; here only those whose cost grows with the square of the nodes.
 */
const isOfOneNode = ({ info }: WatchCache, wish: ListWish): boolean =>
  (info.kind === 'Pod' && nodeAskedFor(wish) !== undefined) || (info.kind === 'Node' && nameAskedFor(wish) !== undefined)

export function answerFromCache(state: ApiServerState, cx: Context, exchange: Exchange, cache: WatchCache, wish: ListWish, delayUs = ENCODE_US): void {
  // A list from any revision is never cut: upstream ignores the limit there.
  const limit = wish.revision === '0' ? 0 : wish.limit
  const items: ApiObject[] = []
  let after = ''
  let more = false
  for (const [key, object] of selected(cache, wish)) {
    if (limit > 0 && items.length === limit) { more = true; break }
    items.push(object)
    after = key
  }
  const meta: Writable<ListMeta> = { resourceVersion: String(cache.revision) }
  if (more) {
    meta.continue = encodeContinue({ start: `${relative(wish, after)}\u0000`, revision: cache.revision })
    if (!wish.labels && !wish.fields) meta.remainingItemCount = totalOf(cache, wish) - items.length
  }
  respond(state, cx, exchange, 200, presentList(exchange.output, cache.info, items, meta, cx.clock), delayUs + items.length * ENCODE_OBJECT_US)
}

type Writable<T> = { -readonly [key in keyof T]: T[key] }

function totalOf(cache: WatchCache, wish: ListWish): number {
  return wish.namespace === '' ? cache.objects.size : (cache.names.get(wish.namespace)?.live ?? 0)
}

/** The objects that a list or watch is about, in the order of their keys. */
export function* selected(cache: WatchCache, wish: ListWish): Iterable<readonly [string, ApiObject]> {
  for (const key of keysFor(cache, wish)) {
    const object = cache.objects.get(key)
    if (object && matchesWish(cache, wish, object)) yield [key, object]
  }
}

export const matchesWish = (cache: WatchCache, wish: ListWish, object: ApiObject): boolean =>
  (wish.namespace === '' || !cache.info.namespaced || object.metadata.namespace === wish.namespace)
  && (!wish.labels || matchesLabels(wish.labels, object.metadata.labels))
  && (!wish.fields || selectedBy(wish.fields, cache.info, object))

function* keysFor(cache: WatchCache, wish: ListWish): Iterable<string> {
  const name = nameAskedFor(wish)
  const { namespaced } = cache.info
  if (name !== undefined && (wish.namespace !== '' || !namespaced)) {
    yield namespaced ? `${wish.namespace}/${name}` : name
    return
  }
  const node = cache.info.kind === 'Pod' ? nodeAskedFor(wish) : undefined
  if (node !== undefined) {
    yield* [...(cache.byNode.get(node) ?? [])].sort((a, b) => (a < b ? -1 : 1))
    return
  }
  const namespaces = wish.namespace !== '' && namespaced ? [`${wish.namespace}/`] : inOrder(cache.namespaces)
  for (const prefix of namespaces) {
    const names = cache.names.get(prefix === '' ? '' : prefix.slice(0, -1))
    if (names) for (const each of inOrder(names)) yield prefix + each
  }
}

/** Inside one namespace a continue token counts from the namespace. */
const relative = (wish: ListWish, key: string): string => (wish.namespace === '' ? key : key.slice(wish.namespace.length + 1))
const rangePrefix = (cache: WatchCache, wish: ListWish): string => (wish.namespace === '' || !cache.info.namespaced ? cache.prefix : `${cache.prefix}${wish.namespace}/`)

/** A list as of one revision, straight from etcd: later chunks, exact reads, and everything while the cache is filled. */
export function listPages(state: ApiServerState, cx: Context, exchange: Exchange, cache: WatchCache, wish: ListWish): void {
  const revision = wish.from ? Math.max(0, wish.from.revision) : wish.match === 'Exact' || (wish.limit > 0 && wish.revision !== '' && wish.revision !== '0') ? Number(wish.revision) : 0
  const work: Work & { do: 'list-pages' } = { do: 'list-pages', wish, items: [], revision, start: rangePrefix(cache, wish) + (wish.from?.start ?? '') }
  exchange.work = work
  nextPage(state, cx, exchange, cache, work)
}

function nextPage(state: ApiServerState, cx: Context, exchange: Exchange, cache: WatchCache, work: Work & { do: 'list-pages' }): void {
  const limit = work.wish.limit > 0 ? { limit: work.wish.limit } : {}
  const call = { call: 'range', key: work.start, end: endOf(rangePrefix(cache, work.wish)), revision: work.revision, ...limit } as const
  askFor(state, cx, exchange, call, READ_US)
}

export function listAnswered(state: ApiServerState, cx: Context, exchange: Exchange, work: Work & { do: 'list-pages' }, answer: EtcdResult): void {
  const cache = cacheOf(state, exchange.info.info!)
  const prefix = rangePrefix(cache, work.wish)
  if (!answer.ok) return fail(state, cx, exchange, listFailure(work, answer, prefix))
  if (!('result' in answer) || answer.result.op !== 'range') return
  const { kvs, count, more } = answer.result
  if (work.revision === 0) work.revision = answer.revision
  const { wish, items } = work
  for (const [index, kv] of kvs.entries()) {
    const object = cachedVersion(cache, kv.key, kv.modRevision) ?? versioned(kv.value, kv.modRevision)
    if (!matchesWish(cache, wish, object)) continue
    items.push(object)
    if (wish.limit === 0 || items.length < wish.limit) continue
    const rest = index < kvs.length - 1 || more
    return finishPages(state, cx, exchange, cache, work, rest ? `${kv.key.slice(prefix.length)}\u0000` : '', count - index - 1)
  }
  if (!more || kvs.length === 0) return finishPages(state, cx, exchange, cache, work, '', 0)
  work.start = `${kvs.at(-1)!.key}\u0000`
  nextPage(state, cx, exchange, cache, work)
}

function finishPages(state: ApiServerState, cx: Context, exchange: Exchange, cache: WatchCache, work: Work & { do: 'list-pages' }, start: string, remaining: number): void {
  const { wish } = work
  const meta: Writable<ListMeta> = { resourceVersion: String(work.revision) }
  if (start !== '') {
    meta.continue = encodeContinue({ start, revision: work.revision })
    if (!wish.labels && !wish.fields && remaining > 0) meta.remainingItemCount = remaining
  }
  respond(state, cx, exchange, 200, presentList(exchange.output, cache.info, work.items, meta, cx.clock), ENCODE_US + work.items.length * ENCODE_OBJECT_US)
}

/** The cache's object, where it is the very version that etcd answered: one identity for all readers. */
export function cachedVersion(cache: WatchCache, etcdKey: string, revision: number): ApiObject | undefined {
  const object = cache.objects.get(etcdKey.slice(cache.prefix.length))
  return object && object.metadata.resourceVersion === String(revision) ? object : undefined
}

function listFailure(work: Work & { do: 'list-pages' }, answer: EtcdResult & { ok: false }, prefix: string): Status {
  if (answer.code === 'compacted') {
    if (!work.wish.from) return expired('The resourceVersion for the provided list is too old.')
    const status = expired(INCONSISTENT)
    return { ...status, metadata: { continue: encodeContinue({ start: work.start.slice(prefix.length), revision: -1 }) } }
  }
  if (answer.code === 'future-revision') return timeout(`Too large resource version: ${work.revision}`, 1)
  return unexplained(etcdErrorText(answer.code, answer.error))
}

const INCONSISTENT = 'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.'
