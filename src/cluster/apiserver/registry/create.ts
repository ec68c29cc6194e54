import {
  alreadyExists, applyDefaults, badRequest, extended, generateNameConflict, invalid, jsonBytes, prepareForCreate, randomName, timeText, validateCreate, type ApiObject, type Status,
} from '../../../api/index.ts'
import type { EtcdResult } from '../../messages.ts'
import { admitCreate, admissionName, isStop, validateAdmission } from '../admission/chain.ts'
import { escalationFailure } from '../authz/granting.ts'
import type { Context } from '../context.ts'
import { storable, versioned, type Exchange, type Work } from '../exchange.ts'
import { fail, respondWith, unexplained } from '../respond.ts'
import type { ApiServerState } from '../state.ts'
import { askFor } from '../storage/ask-for.ts'
import { etcdErrorText } from '../storage/etcd-line.ts'
import { cacheKey } from '../storage/keys.ts'
import { cacheOf } from '../storage/lookup.ts'
import { WRITE_US } from '../timing.ts'
import { decodeBody, expectedKind } from './decode-body.ts'
import { leaseFor } from './event-lease.ts'
import { newUid } from './identity.ts'
import { optionsFailure } from './options.ts'
import { releaseService, serviceCreated } from './services.ts'
import { tracked } from './writer.ts'

const NAME_ATTEMPTS = 8
type CreateWork = Work & { do: 'create' }

/** POST of a new object. */
export function handleCreate(state: ApiServerState, cx: Context, exchange: Exchange): void {
  const wrong = optionsFailure('CreateOptions', exchange.request.query)
  if (wrong) return fail(state, cx, exchange, wrong)
  const decoded = decodeBody(exchange, expectedKind(exchange))
  if ('failure' in decoded) return fail(state, cx, exchange, decoded.failure)
  createFrom(state, cx, exchange, decoded.object)
}

/** Also the way of an update or apply that creates what is missing. */
export function createFrom(state: ApiServerState, cx: Context, exchange: Exchange, body: ApiObject): void {
  const { info } = exchange
  const resource = info.info!
  let object = body
  if (resource.namespaced) {
    if (object.metadata?.namespace && object.metadata.namespace !== info.namespace) return fail(state, cx, exchange, badRequest(NAMESPACE_MISMATCH))
  } else if (object.metadata?.namespace) return fail(state, cx, exchange, badRequest(NAMESPACE_MISMATCH))
  if (resource.namespaced && info.namespace === '') return fail(state, cx, exchange, badRequest('an empty namespace may not be set during creation'))
  if (object.metadata?.resourceVersion && object.metadata.resourceVersion !== '0') return fail(state, cx, exchange, { ...unexplained('resourceVersion should not be set on objects to be created') })
  object = applyDefaults({ ...object, metadata: resource.namespaced ? { ...object.metadata, namespace: info.namespace } : object.metadata ?? {} })
  exchange.work = { do: 'create', body: object, object: undefined, attempt: 0, waits: 0, created: false }
  proceedCreate(state, cx, exchange, exchange.work as CreateWork)
}

const NAMESPACE_MISMATCH = 'the namespace of the provided object does not match the namespace sent on the request'

/** From admission to storage. May be called again when admission had to wait, and for another random name. */
export function proceedCreate(state: ApiServerState, cx: Context, exchange: Exchange, work: CreateWork): void {
  const { info } = exchange
  const resource = info.info!
  let object = ownedFields(state, cx, exchange, work.body)

  const before = object
  const admitted = admitCreate(state, cx, exchange, object, work.waits)
  if ('waitUs' in admitted) {
    work.waits++
    cx.after(admitted.waitUs, { type: 'retry', exchange: exchange.key })
    return
  }
  cx.fact({ fact: 'stage', stage: 'mutating-admission', request: exchange.event, resource: info.resource, namespace: info.namespace, name: admissionName(object), decision: isStop(admitted) ? 'deny' : 'allow', reason: isStop(admitted) ? admitted.failure.message : undefined, changed: isStop(admitted) ? undefined : changedParts(before, admitted.object) })
  if (isStop(admitted)) return fail(state, cx, exchange, admitted.failure)
  object = admitted.object

  object = systemFields(cx, prepareForCreate(object))
  if (resource.kind === 'Service') {
    const allocated = serviceCreated(state, cx, object)
    if ('errors' in allocated) return fail(state, cx, exchange, invalid(resource, object.metadata.name!, allocated.errors))
    object = allocated.object
  }
  const errors = validateCreate(object)
  cx.fact({ fact: 'stage', stage: 'validation', request: exchange.event, resource: info.resource, namespace: info.namespace, name: object.metadata.name!, decision: errors.length > 0 ? 'deny' : 'allow' })
  const refused = errors.length > 0 ? invalid(resource, object.metadata.name!, errors) : escalationFailure(state, exchange, object, undefined) ?? validateAdmission(state, exchange, 'create', object, undefined)
  if (refused) {
    undo(state, object)
    return fail(state, cx, exchange, refused)
  }
  work.object = object
  if (exchange.request.query?.dryRun) return finishDryRun(state, cx, exchange, object)
  store(state, cx, exchange, work)
}

export function store(state: ApiServerState, cx: Context, exchange: Exchange, work: CreateWork): void {
  const object = work.object!
  const cache = cacheOf(state, exchange.info.info!)
  const key = cache.prefix + cacheKey(cache.info, exchange.info.namespace, object.metadata.name!)
  const lease = cache.info.kind === 'Event' ? leaseFor(state, cx, exchange) : 0
  if (lease === undefined) return
  const value = storable(object)
  const put = { op: 'put', key, value, bytes: jsonBytes(value), ...(lease > 0 && { lease }) } as const
  askFor(state, cx, exchange, {
    call: 'txn', compare: [{ target: 'mod', key, op: '=', revision: 0 }], success: [put], failure: [{ op: 'range', key }],
  }, WRITE_US)
}

export function createAnswered(state: ApiServerState, cx: Context, exchange: Exchange, work: CreateWork, result: EtcdResult): void {
  const object = work.object!
  if (!result.ok) {
    undo(state, object)
    return fail(state, cx, exchange, unexplained(etcdErrorText(result.code, result.error)))
  }
  if (!('succeeded' in result)) return
  if (result.succeeded) {
    const cache = cacheOf(state, exchange.info.info!)
    cx.fact({ fact: 'stored', key: cache.prefix + cacheKey(cache.info, exchange.info.namespace, object.metadata.name!), revision: result.revision, verb: 'create' })
    return respondWith(state, cx, exchange, 201, versioned(object, result.revision))
  }
  undo(state, object)
  const generated = !work.body.metadata.name
  if (generated && ++work.attempt < NAME_ATTEMPTS) return proceedCreate(state, cx, exchange, work)
  const range = result.results[0]
  const present = range?.op === 'range' ? (range.kvs[0]?.value as ApiObject | undefined) : undefined
  fail(state, cx, exchange, existsFailure(exchange, object, generated, present))
}

function existsFailure(exchange: Exchange, object: ApiObject, generated: boolean, present: ApiObject | undefined): Status {
  const failure = generated ? generateNameConflict(exchange.info, object.metadata.name!) : alreadyExists(exchange.info, object.metadata.name!)
  return present?.metadata.deletionTimestamp ? { ...failure, message: `object is being deleted: ${failure.message}` } : failure
}

function finishDryRun(state: ApiServerState, cx: Context, exchange: Exchange, object: ApiObject): void {
  undo(state, object)
  const cache = cacheOf(state, exchange.info.info!)
  const present = cache.objects.get(cacheKey(cache.info, exchange.info.namespace, object.metadata.name!))
  if (present) return fail(state, cx, exchange, existsFailure(exchange, object, false, present))
  respondWith(state, cx, exchange, 201, object, WRITE_US)
}

/** Who owns the fields is settled on what the client sent, after defaulting and before admission adds its own. */
function ownedFields(state: ApiServerState, cx: Context, exchange: Exchange, body: ApiObject): ApiObject {
  if (body.metadata.managedFields) return body
  if (body.status === undefined) return tracked(state, cx, exchange, undefined, body)
  const { status: _, ...withoutStatus } = body
  const { managedFields } = tracked(state, cx, exchange, undefined, withoutStatus as ApiObject).metadata
  return managedFields ? { ...body, metadata: { ...body.metadata, managedFields } } : body
}

function systemFields(cx: Context, object: ApiObject): ApiObject {
  const { deletionTimestamp: _, deletionGracePeriodSeconds: _grace, selfLink: _link, ...metadata } = object.metadata
  const name = metadata.name || (metadata.generateName ? randomName((n) => cx.below(n), metadata.generateName) : '')
  return { ...object, metadata: extended(metadata, { ...(name && { name }), uid: newUid(cx), creationTimestamp: timeText(cx.clock) }) }
}

function undo(state: ApiServerState, object: ApiObject): void {
  if (object.kind === 'Service') releaseService(state, object)
}

/** The parts of an object that a stage replaced, for the learner's eyes. */
export function changedParts(before: ApiObject, after: ApiObject): string[] {
  if (before === after) return []
  const parts: string[] = []
  for (const part of ['metadata', 'spec', 'status'] as const) {
    const old = before[part] as { readonly [field: string]: unknown } | undefined
    const next = after[part] as { readonly [field: string]: unknown } | undefined
    if (old !== next) for (const field in next) if (old?.[field] !== next[field]) parts.push(`${part}.${field}`)
  }
  return parts
}
