import { allowsCreateOnUpdate, badRequest, jsonBytes, notFound, sameValue, success, type ApiObject, type Status } from '../../../api/index.ts'
import type { EtcdResult } from '../../messages.ts'
import type { Context } from '../context.ts'
import { storable, storedOf, versioned, type Exchange, type Work } from '../exchange.ts'
import { fail, respond, respondWith, unexplained } from '../respond.ts'
import type { ApiServerState } from '../state.ts'
import { askFor } from '../storage/ask-for.ts'
import { etcdErrorText } from '../storage/etcd-line.ts'
import { cacheKey } from '../storage/keys.ts'
import { cacheOf } from '../storage/lookup.ts'
import { beginEvictionDelete } from '../subresources/eviction.ts'
import { scaleOf } from '../subresources/scale.ts'
import { ENCODE_US, WRITE_US } from '../timing.ts'
import { appliedNew } from './apply.ts'
import { createFrom } from './create.ts'
import { decodeBody, expectedKind } from './decode-body.ts'
import { leaseFor } from './event-lease.ts'
import type { Mutation } from './mutation.ts'
import { optionsFailure } from './options.ts'
import { undoService } from './services.ts'
import { transform } from './transform.ts'

export type UpdateWork = Work & { do: 'update' }

/** PUT of an object or one of its subresources. */
export function handleReplace(state: ApiServerState, cx: Context, exchange: Exchange): void {
  const wrong = optionsFailure('UpdateOptions', exchange.request.query)
  if (wrong) return fail(state, cx, exchange, wrong)
  const decoded = decodeBody(exchange, expectedKind(exchange))
  if ('failure' in decoded) return fail(state, cx, exchange, decoded.failure)
  const { info } = exchange
  const { name, namespace } = decoded.object.metadata ?? {}
  if (name && name !== info.name) return fail(state, cx, exchange, badRequest(`the name of the object (${name}) does not match the name on the URL (${info.name})`))
  if (namespace && namespace !== info.namespace) return fail(state, cx, exchange, badRequest('the namespace of the provided object does not match the namespace sent on the request'))
  const metadata = { ...decoded.object.metadata, name: info.name, ...(info.info!.namespaced && { namespace: info.namespace }) }
  beginUpdate(state, cx, exchange, { by: 'replace', object: { ...decoded.object, metadata } })
}

/** Read what is stored, change it, write it on condition that it is still what was read. Models GuaranteedUpdate. */
export function beginUpdate(state: ApiServerState, cx: Context, exchange: Exchange, mutation: Mutation): void {
  const { info } = exchange
  const cache = cacheOf(state, info.info!)
  const object = cache.objects.get(cacheKey(cache.info, info.namespace, info.name))
  const work: UpdateWork = {
    do: 'update', mutation, key: cache.prefix + cacheKey(cache.info, info.namespace, info.name),
    // The cache may be behind: what it says is believed only where etcd confirms it, by the condition of the write or by a read.
    current: object && { object, revision: Number(object.metadata.resourceVersion) }, isCurrent: false, attempt: 0, waits: 0, writing: undefined, removing: false,
  }
  exchange.work = work
  proceedUpdate(state, cx, exchange, work)
}

export function proceedUpdate(state: ApiServerState, cx: Context, exchange: Exchange, work: UpdateWork): void {
  const { current } = work
  if (!current) {
    if (!work.isCurrent) return readCurrent(state, cx, exchange, work)
    return missing(state, cx, exchange, work)
  }
  const next = transform(state, cx, exchange, work.mutation, current, work.waits)
  if ('waitUs' in next) {
    work.waits++
    cx.after(next.waitUs, { type: 'retry', exchange: exchange.key })
    return
  }
  if ('failure' in next) return work.isCurrent ? fail(state, cx, exchange, next.failure) : readCurrent(state, cx, exchange, work)

  const unchanged = next.object === current.object || sameValue(next.object, current.object)
  const removing = mayGo(next.object, current.object)
  if (exchange.request.query?.dryRun) {
    if (next.object.kind === 'Service') undoService(state, next.object, current.object)
    return finish(state, cx, exchange, work, next.object, WRITE_US)
  }
  if (unchanged && !removing) return work.isCurrent ? finish(state, cx, exchange, work, current.object, WRITE_US) : readCurrent(state, cx, exchange, work)
  work.writing = next.object
  work.removing = removing
  storeUpdate(state, cx, exchange, work)
}

export function storeUpdate(state: ApiServerState, cx: Context, exchange: Exchange, work: UpdateWork): void {
  const { key, current, writing, removing } = work
  const value = storable(writing!)
  const lease = writing!.kind === 'Event' && !removing ? leaseFor(state, cx, exchange) : 0
  if (lease === undefined) return
  const write = removing ? ({ op: 'delete', key } as const) : ({ op: 'put', key, value, bytes: jsonBytes(value), ...(lease > 0 && { lease }) } as const)
  askFor(state, cx, exchange, {
    call: 'txn', compare: [{ target: 'mod', key, op: '=', revision: current!.revision }], success: [write], failure: [{ op: 'range', key }],
  }, work.attempt === 0 && !work.isCurrent ? WRITE_US : 0, exchange.info.resource === 'leases')
}

export function updateAnswered(state: ApiServerState, cx: Context, exchange: Exchange, work: UpdateWork, result: EtcdResult): void {
  if (!result.ok) {
    dropClaims(state, work)
    return fail(state, cx, exchange, unexplained(etcdErrorText(result.code, result.error)))
  }
  if ('result' in result) {
    if (result.result.op !== 'range') return
    const kv = result.result.kvs[0]
    work.current = kv && storedOf(kv)
    work.isCurrent = true
    return proceedUpdate(state, cx, exchange, work)
  }
  if (!('succeeded' in result)) return
  const { writing } = work
  if (result.succeeded) {
    cx.fact({ fact: 'stored', key: work.key, revision: result.revision, verb: work.removing ? 'delete' : 'update' })
    return finish(state, cx, exchange, work, versioned(writing, result.revision), ENCODE_US)
  }
  // Somebody else was faster: the change is made again, on what they left.
  dropClaims(state, work)
  work.writing = undefined
  const range = result.results[0]
  const kv = range?.op === 'range' ? range.kvs[0] : undefined
  work.current = kv && storedOf(kv)
  work.isCurrent = true
  work.attempt++
  proceedUpdate(state, cx, exchange, work)
}

function dropClaims(state: ApiServerState, { writing, current }: UpdateWork): void {
  if (writing?.kind === 'Service') undoService(state, writing, current?.object)
}

function readCurrent(state: ApiServerState, cx: Context, exchange: Exchange, work: UpdateWork): void {
  const call = { call: 'range', key: work.key } as const
  askFor(state, cx, exchange, call, WRITE_US, exchange.info.resource === 'leases')
}

function missing(state: ApiServerState, cx: Context, exchange: Exchange, { mutation }: UpdateWork): void {
  const { info } = exchange
  if (info.subresource === '' && mutation.by === 'apply') {
    const applied = appliedNew(exchange, cx, mutation)
    return 'failure' in applied ? fail(state, cx, exchange, applied.failure) : createFrom(state, cx, exchange, applied.object)
  }
  if (info.subresource === '' && mutation.by === 'replace' && allowsCreateOnUpdate(info.info!.kind)) return createFrom(state, cx, exchange, mutation.object)
  fail(state, cx, exchange, notFound(info, info.name))
}

function finish(state: ApiServerState, cx: Context, exchange: Exchange, work: UpdateWork, object: ApiObject, delayUs: number): void {
  switch (work.mutation.by) {
    case 'bind': return respond(state, cx, exchange, 201, BOUND, delayUs)
    case 'evict': return beginEvictionDelete(state, cx, exchange, work.mutation.options)
    default: respondWith(state, cx, exchange, 200, exchange.info.subresource === 'scale' ? scaleOf(object) : object, delayUs)
  }
}

const BOUND: Status = { ...success(), code: 201 } as Status

/** An object whose deletion only waited for finalizers goes with the last of them. */
function mayGo(next: ApiObject, old: ApiObject): boolean {
  if (old.metadata.deletionTimestamp === undefined || (next.metadata.finalizers?.length ?? 0) > 0) return false
  if (next.kind === 'Namespace' && ((next.spec as { finalizers?: readonly string[] } | undefined)?.finalizers?.length ?? 0) > 0) return false
  return (old.metadata.deletionGracePeriodSeconds ?? 0) === 0
}
