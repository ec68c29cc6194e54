import { apiVersionOf, badRequest, conflict, decode, jsonBytes, notFound, success, type ApiObject, type DeleteOptions, type Status } from '../../../api/index.ts'
import type { EtcdResult } from '../../messages.ts'
import { validateAdmission } from '../admission/chain.ts'
import type { Context } from '../context.ts'
import { storable, storedOf, versioned, type Exchange, type Work } from '../exchange.ts'
import { fail, respond, respondWith, unexplained } from '../respond.ts'
import type { ApiServerState } from '../state.ts'
import { askFor } from '../storage/ask-for.ts'
import { etcdErrorText } from '../storage/etcd-line.ts'
import { cacheKey } from '../storage/keys.ts'
import { cacheOf } from '../storage/lookup.ts'
import { ENCODE_US, WRITE_US } from '../timing.ts'
import { bodyTooLarge } from './decode-body.ts'
import { deletionOf } from './deletion.ts'
import { listWish } from './list-options.ts'
import { selected } from './list.ts'
import { deleteOptionsFailure } from './options.ts'

/** What a DELETE asks for: its body, or the query of old clients. */
export interface DeleteWish { readonly options: DeleteOptions }

export type DeleteWork = Work & { do: 'delete' | 'delete-collection' }

export function handleDelete(state: ApiServerState, cx: Context, exchange: Exchange): void {
  const options = deleteOptions(exchange)
  if ('failure' in options) return fail(state, cx, exchange, options.failure)
  beginDelete(state, cx, exchange, options.options)
}

export function beginDelete(state: ApiServerState, cx: Context, exchange: Exchange, options: DeleteOptions): void {
  const cache = cacheOf(state, exchange.info.info!)
  const key = cacheKey(cache.info, exchange.info.namespace, exchange.info.name)
  const object = cache.objects.get(key)
  exchange.work = { do: 'delete', wish: { options }, key: cache.prefix + key, current: object && { object, revision: Number(object.metadata.resourceVersion) }, isCurrent: false, writing: undefined, removing: false }
  proceedDelete(state, cx, exchange, exchange.work as DeleteWork)
}

/** DELETE of a collection: one object after the other, as upstream's single worker does. */
export function handleDeleteCollection(state: ApiServerState, cx: Context, exchange: Exchange): void {
  const options = deleteOptions(exchange)
  if ('failure' in options) return fail(state, cx, exchange, options.failure)
  const cache = cacheOf(state, exchange.info.info!)
  const { limit: _limit, continue: _continue, sendInitialEvents: _initial, ...query } = exchange.request.query ?? {}
  const wish = listWish(cache.info, exchange.info.namespace, query, false)
  if ('failure' in wish) return fail(state, cx, exchange, wish.failure)
  const keys = [...selected(cache, wish)].map(([key]) => key)
  const work: DeleteWork = { do: 'delete-collection', wish: options, keys, deleted: [], next: -1, current: undefined, isCurrent: false, writing: undefined, removing: false }
  exchange.work = work
  nextOfCollection(state, cx, exchange, work)
}

function nextOfCollection(state: ApiServerState, cx: Context, exchange: Exchange, work: DeleteWork & { do: 'delete-collection' }): void {
  const cache = cacheOf(state, exchange.info.info!)
  while (++work.next < work.keys.length) {
    const object = cache.objects.get(work.keys[work.next]!)
    if (!object) continue
    work.current = { object, revision: Number(object.metadata.resourceVersion) }
    work.isCurrent = false
    work.writing = undefined
    return proceedDelete(state, cx, exchange, work)
  }
  const { info } = cache
  respond(state, cx, exchange, 200, { apiVersion: apiVersionOf(info), kind: `${info.kind}List`, metadata: { resourceVersion: String(cache.revision) }, items: work.deleted })
}

const etcdKey = (state: ApiServerState, exchange: Exchange, work: DeleteWork): string =>
  (work.do === 'delete' ? work.key : cacheOf(state, exchange.info.info!).prefix + work.keys[work.next]!)

export function proceedDelete(state: ApiServerState, cx: Context, exchange: Exchange, work: DeleteWork): void {
  const { current, isCurrent } = work
  if (!current) {
    if (!isCurrent) return readCurrent(state, cx, exchange, work)
    if (work.do === 'delete-collection') return nextOfCollection(state, cx, exchange, work)
    return fail(state, cx, exchange, notFound(exchange.info, exchange.info.name))
  }
  const { options } = work.wish
  const refused = preconditionFailure(exchange, options, current.object) ?? validateAdmission(state, exchange, 'delete', undefined, current.object)
  if (refused) return isCurrent ? fail(state, cx, exchange, refused) : readCurrent(state, cx, exchange, work)

  const deletion = deletionOf(exchange.info.info!, current.object, options, cx.clock)
  if (exchange.request.query?.dryRun || options.dryRun?.length) return done(state, cx, exchange, work, deletion.now ? undefined : deletion.object ?? current.object, current.object, WRITE_US)
  // Nothing to change: it is on its way out already.
  if (!deletion.now && !deletion.object) return isCurrent ? done(state, cx, exchange, work, current.object, current.object, WRITE_US) : readCurrent(state, cx, exchange, work)
  const key = etcdKey(state, exchange, work)
  work.writing = deletion.object
  work.removing = deletion.now && !deletion.object
  const write = deletion.object
    ? ({ op: 'put', key, value: storable(deletion.object), bytes: jsonBytes(storable(deletion.object)) } as const)
    : ({ op: 'delete', key } as const)
  askFor(state, cx, exchange, {
    call: 'txn', compare: [{ target: 'mod', key, op: '=', revision: current.revision }], success: [write], failure: [{ op: 'range', key }],
  }, isCurrent ? 0 : WRITE_US)
}

export function deleteAnswered(state: ApiServerState, cx: Context, exchange: Exchange, work: DeleteWork, result: EtcdResult): void {
  if (!result.ok) return fail(state, cx, exchange, unexplained(etcdErrorText(result.code, result.error)))
  if ('result' in result) {
    const kv = result.result.op === 'range' ? result.result.kvs[0] : undefined
    work.current = kv && storedOf(kv)
    work.isCurrent = true
    return proceedDelete(state, cx, exchange, work)
  }
  if (!('succeeded' in result)) return
  if (!result.succeeded) {
    const range = result.results[0]
    const kv = range?.op === 'range' ? range.kvs[0] : undefined
    work.current = kv && storedOf(kv)
    work.isCurrent = true
    return proceedDelete(state, cx, exchange, work)
  }
  const key = etcdKey(state, exchange, work)
  if (work.removing) {
    cx.fact({ fact: 'stored', key, revision: result.revision, verb: 'delete' })
    return done(state, cx, exchange, work, undefined, versioned(work.current!.object, result.revision), ENCODE_US)
  }
  cx.fact({ fact: 'stored', key, revision: result.revision, verb: 'update' })
  const object = versioned(work.writing, result.revision)
  work.current = { object, revision: result.revision }
  work.isCurrent = true
  // No grace is left and nobody holds it: marked first, then removed, so that watchers see both.
  if (object.metadata.deletionGracePeriodSeconds === 0 && !object.metadata.finalizers?.length && object.kind !== 'Namespace') {
    work.writing = undefined
    work.removing = true
    return askFor(state, cx, exchange, {
      call: 'txn', compare: [{ target: 'mod', key, op: '=', revision: result.revision }], success: [{ op: 'delete', key }], failure: [{ op: 'range', key }],
    })
  }
  done(state, cx, exchange, work, object, object, ENCODE_US)
}

/** `left` is what remains in storage, if anything; `last` the object as it was last seen. */
function done(state: ApiServerState, cx: Context, exchange: Exchange, work: DeleteWork, left: ApiObject | undefined, last: ApiObject, delayUs: number): void {
  if (work.do === 'delete-collection') {
    work.deleted.push(left ?? last)
    return nextOfCollection(state, cx, exchange, work)
  }
  if (exchange.info.subresource === 'eviction') return respond(state, cx, exchange, 201, success(), delayUs)
  if (left) return respondWith(state, cx, exchange, 200, left, delayUs)
  const { info } = exchange
  if (RETURNS_OBJECT.has(info.info!.kind)) return respondWith(state, cx, exchange, 200, last, delayUs)
  respond(state, cx, exchange, 200, success({ name: info.name, ...(info.group && { group: info.group }), kind: info.resource, uid: last.metadata.uid }), delayUs)
}

/** Kinds whose DELETE answers the object instead of a Status. */
const RETURNS_OBJECT: ReadonlySet<string> = new Set(['Pod', 'Service', 'ServiceAccount'])

function readCurrent(state: ApiServerState, cx: Context, exchange: Exchange, work: DeleteWork): void {
  const call = { call: 'range', key: etcdKey(state, exchange, work) } as const
  askFor(state, cx, exchange, call, WRITE_US)
}

function preconditionFailure(exchange: Exchange, { preconditions }: DeleteOptions, { metadata, kind }: ApiObject): Status | undefined {
  if (!preconditions) return undefined
  const resource = { group: exchange.info.group, resource: kind }
  const { uid, resourceVersion } = preconditions
  if (uid !== undefined && uid !== metadata.uid) return conflict(resource, metadata.name!, `the UID in the precondition (${uid}) does not match the UID in record (${metadata.uid}). The object might have been deleted and then recreated`)
  if (resourceVersion !== undefined && resourceVersion !== metadata.resourceVersion) return conflict(resource, metadata.name!, `the ResourceVersion in the precondition (${resourceVersion}) does not match the ResourceVersion in record (${metadata.resourceVersion}). The object might have been modified`)
  return undefined
}

function deleteOptions({ request }: Exchange): { readonly options: DeleteOptions } | { readonly failure: Status } {
  const { body, query } = request
  const tooLarge = bodyTooLarge(body)
  if (tooLarge) return { failure: tooLarge }
  let options: DeleteOptions = {} as DeleteOptions
  if (body !== undefined && body !== null && typeof body === 'object') {
    const { kind } = body as { kind?: string }
    if (kind !== undefined && kind !== 'DeleteOptions') return { failure: badRequest(`the object provided is unrecognized (must be of type DeleteOptions): ${kind}`) }
    const decoded = decode({ apiVersion: 'v1', ...body, kind: 'DeleteOptions' }, { apiVersion: String((body as { apiVersion?: string }).apiVersion ?? 'v1'), kind: 'DeleteOptions' })
    options = ('error' in decoded ? body : decoded.object) as unknown as DeleteOptions
  } else if (query) {
    const { gracePeriodSeconds, propagationPolicy, orphanDependents } = query
    options = {
      ...(gracePeriodSeconds !== undefined && { gracePeriodSeconds: Number(gracePeriodSeconds) }),
      ...(propagationPolicy !== undefined && { propagationPolicy }),
      ...(orphanDependents !== undefined && { orphanDependents: orphanDependents === 'true' }),
      ...(query.dryRun !== undefined && { dryRun: [query.dryRun] }),
    } as DeleteOptions
  }
  const wrong = deleteOptionsFailure(options)
  return wrong ? { failure: wrong } : { options }
}
