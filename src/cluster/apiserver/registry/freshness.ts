import { timeout, type Status } from '../../../api/index.ts'
import type { EtcdResult } from '../../messages.ts'
import type { Context } from '../context.ts'
import type { Exchange, Work } from '../exchange.ts'
import { fail, unexplained } from '../respond.ts'
import type { ApiServerState } from '../state.ts'
import { askFor } from '../storage/ask-for.ts'
import { currentMember, etcdErrorText } from '../storage/etcd-line.ts'
import { cacheOf } from '../storage/lookup.ts'
import type { WatchCache } from '../storage/watch-cache.ts'
import { ENCODE_US, FRESH_TIMEOUT_US, PROGRESS_RETRY_US, READ_US } from '../timing.ts'
import { handleGetFresh } from './get.ts'
import { answerFromCache, listPages } from './list.ts'
import type { ListWish } from './list-options.ts'
import { beginWatch } from './watch.ts'

/** A consistent read from cache: asks the quorum how far history goes, then waits for the cache to have heard of it. Models ConsistentListFromCache. */
export function askRevision(state: ApiServerState, cx: Context, exchange: Exchange, cache: WatchCache, wish: ListWish): void {
  exchange.work = { do: 'ask-revision', wish }
  // Only the revision in the answer is wanted: one key that does not exist costs the same among 150,000 as among three.
  const call = { call: 'range', key: cache.prefix, countOnly: true } as const
  askFor(state, cx, exchange, call, READ_US)
}

export function revisionAnswered(state: ApiServerState, cx: Context, exchange: Exchange, wish: ListWish, answer: EtcdResult): void {
  const cache = cacheOf(state, exchange.info.info!)
  if (!answer.ok) return fail(state, cx, exchange, unexplained(etcdErrorText(answer.code, answer.error)))
  if (cache.revision >= answer.revision) return goOn(state, cx, exchange, cache, wish, answer.revision)
  awaitRevision(state, cx, exchange, cache, wish, answer.revision, true)
}

export function awaitRevision(state: ApiServerState, cx: Context, exchange: Exchange, cache: WatchCache, wish: ListWish, revision: number, consistent: boolean): void {
  exchange.work = { do: 'await-revision', wish, revision, consistent }
  cache.waiting.push({ revision, exchange: exchange.key })
  askProgress(state, cx, cache)
  cx.after(FRESH_TIMEOUT_US, { type: 'retry', exchange: exchange.key }, { noise: true })
}

/** Nothing may change for hours: whoever waits makes etcd say how far the watch is. */
export function askProgress(state: ApiServerState, cx: Context, cache: WatchCache): void {
  if (cache.progressAsked || cache.waiting.length === 0) return
  cache.progressAsked = true
  cx.send(currentMember(state.etcd), { type: 'etcd-progress-request' })
  cx.after(PROGRESS_RETRY_US, { type: 'progress', cache: cache.id }, { noise: true })
}

/** The cache moved on: those that waited for it go on. */
export function advanced(state: ApiServerState, cx: Context, cache: WatchCache): void {
  if (cache.waiting.length === 0) return
  const waiting = cache.waiting
  cache.waiting = waiting.filter(({ revision }) => revision > cache.revision)
  for (const { revision, exchange: key } of waiting) {
    const exchange = revision <= cache.revision ? state.exchanges.get(key) : undefined
    if (exchange?.work.do !== 'await-revision') continue
    cx.because(exchange.event, [cx.event])
    goOn(state, cx, exchange, cache, exchange.work.wish, revision)
  }
  cx.because(cx.event)
}

/** Three seconds were not enough: a consistent read asks etcd itself, one for a given revision fails. */
export function waitedTooLong(state: ApiServerState, cx: Context, exchange: Exchange, work: Work & { do: 'await-revision' }): void {
  const cache = cacheOf(state, exchange.info.info!)
  cache.waiting = cache.waiting.filter((one) => one.exchange !== exchange.key)
  if (work.consistent && !work.wish.watch) return listPages(state, cx, exchange, cache, work.wish)
  fail(state, cx, exchange, tooLargeRevision(work.revision, cache.revision))
}

export function tooLargeRevision(wanted: number, current: number): Status {
  const status = timeout(`Too large resource version: ${wanted}, current: ${current}`, 1)
  return { ...status, details: { ...status.details, causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }] } }
}

function goOn(state: ApiServerState, cx: Context, exchange: Exchange, cache: WatchCache, wish: ListWish, revision: number): void {
  if (exchange.info.verb === 'get') return handleGetFresh(state, cx, exchange, cache)
  if (wish.watch) return beginWatch(state, cx, exchange, cache, wish, revision)
  answerFromCache(state, cx, exchange, cache, wish, ENCODE_US)
}
