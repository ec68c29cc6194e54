import { badRequest, notFound, type ApiObject } from '../../../api/index.ts'
import type { EtcdResult } from '../../messages.ts'
import type { Context } from '../context.ts'
import { versioned, type Exchange } from '../exchange.ts'
import { fail, respondWith, unexplained } from '../respond.ts'
import type { ApiServerState } from '../state.ts'
import { askFor } from '../storage/ask-for.ts'
import { etcdErrorText } from '../storage/etcd-line.ts'
import { cacheKey } from '../storage/keys.ts'
import { cacheOf } from '../storage/lookup.ts'
import type { WatchCache } from '../storage/watch-cache.ts'
import { scaleOf } from '../subresources/scale.ts'
import { ENCODE_US, READ_US } from '../timing.ts'
import { awaitRevision } from './freshness.ts'
import { cachedVersion } from './list.ts'
import { listWish } from './list-options.ts'

/** GET of one object: from the quorum unless a resourceVersion allows the cache. */
export function handleGet(state: ApiServerState, cx: Context, exchange: Exchange): void {
  const info = exchange.info.info!
  const { namespace, name } = exchange.info
  const cache = cacheOf(state, info)
  const revision = exchange.request.query?.resourceVersion ?? ''
  if (revision !== '' && cache.ready) {
    if (!/^\d+$/.test(revision)) return fail(state, cx, exchange, badRequest(`resourceVersion: Invalid value: ${JSON.stringify(revision)}: strconv.ParseUint: parsing ${JSON.stringify(revision)}: invalid syntax`))
    if (Number(revision) <= cache.revision) return handleGetFresh(state, cx, exchange, cache, READ_US + ENCODE_US)
    const wish = listWish(info, namespace, undefined, false)
    if (!('failure' in wish)) return awaitRevision(state, cx, exchange, cache, wish, Number(revision), false)
  }
  exchange.work = { do: 'get' }
  const call = { call: 'range', key: cache.prefix + cacheKey(info, namespace, name) } as const
  askFor(state, cx, exchange, call, READ_US, info.resource === 'leases')
}

export function handleGetFresh(state: ApiServerState, cx: Context, exchange: Exchange, cache: WatchCache, delayUs = ENCODE_US): void {
  const object = cache.objects.get(cacheKey(cache.info, exchange.info.namespace, exchange.info.name))
  answer(state, cx, exchange, object, delayUs)
}

export function getAnswered(state: ApiServerState, cx: Context, exchange: Exchange, result: EtcdResult): void {
  if (!result.ok) return fail(state, cx, exchange, unexplained(etcdErrorText(result.code, result.error)))
  if (!('result' in result) || result.result.op !== 'range') return
  const kv = result.result.kvs[0]
  const cache = cacheOf(state, exchange.info.info!)
  answer(state, cx, exchange, kv && (cachedVersion(cache, kv.key, kv.modRevision) ?? versioned(kv.value, kv.modRevision)), ENCODE_US)
}

function answer(state: ApiServerState, cx: Context, exchange: Exchange, object: ApiObject | undefined, delayUs: number): void {
  const { info } = exchange
  if (!object) return fail(state, cx, exchange, notFound(info, info.name), delayUs)
  respondWith(state, cx, exchange, 200, info.subresource === 'scale' ? scaleOf(object) : object, delayUs)
}
