import {
  allowsUnconditionalUpdate, applyDefaults, conflict, extended, invalid, prepareForEphemeralContainersUpdate, prepareForResizeUpdate, prepareForStatusUpdate, prepareForUpdate, sameValue,
  validateEphemeralContainersUpdate, validateResizeUpdate, validateStatusUpdate, validateUpdate,
  type ApiObject, type FieldError, type ResourceInfo, type Status,
} from '../../../api/index.ts'
import { admitUpdate, isStop, validateAdmission } from '../admission/chain.ts'
import { escalationFailure } from '../authz/granting.ts'
import type { Context } from '../context.ts'
import type { Exchange, Stored } from '../exchange.ts'
import type { ApiServerState } from '../state.ts'
import { bound } from '../subresources/binding.ts'
import { markedForEviction } from '../subresources/eviction.ts'
import { rescaled } from '../subresources/scale.ts'
import { appliedTo } from './apply.ts'
import { changedParts } from './create.ts'
import type { Mutation } from './mutation.ts'
import { patched } from './patch.ts'
import { serviceUpdated } from './services.ts'
import { tracked } from './writer.ts'

export type Transformed = { readonly object: ApiObject } | { readonly failure: Status } | { readonly waitUs: number }

/** What a change makes of the stored object, with all the rules of updates. A function of the state at this moment. */
export function transform(state: ApiServerState, cx: Context, exchange: Exchange, mutation: Mutation, current: Stored, waits: number): Transformed {
  const old = current.object
  switch (mutation.by) {
    case 'bind': return bound(old, mutation.binding, cx)
    case 'evict': return markedForEviction(old, cx)
    case 'replace': return checked(state, cx, exchange, exchange.info.subresource === 'scale' ? rescaled(old, mutation.object) : { object: mutation.object }, old, false, waits)
    case 'patch': return checked(state, cx, exchange, patched(exchange, old, mutation), old, false, waits)
    case 'apply': return checked(state, cx, exchange, appliedTo(exchange, cx, old, mutation), old, true, waits)
  }
}

type Draft = { readonly object: ApiObject } | { readonly failure: Status }

function checked(state: ApiServerState, cx: Context, exchange: Exchange, draft: Draft, old: ApiObject, owned: boolean, waits: number): Transformed {
  if ('failure' in draft) return draft
  const { info } = exchange
  const resource = info.info!
  const refused = preconditionFailure(resource, draft.object, old)
  if (refused) return { failure: refused }
  const wanted = applyDefaults(draft.object)
  const status = info.subresource === 'status'
  const next = prepared(wanted, old, info.subresource)

  const admitted = admitUpdate(state, cx, exchange, next, old, waits)
  if ('waitUs' in admitted) return admitted
  cx.fact({ fact: 'stage', stage: 'mutating-admission', request: exchange.event, resource: info.resource, subresource: info.subresource, namespace: info.namespace, name: info.name, decision: isStop(admitted) ? 'deny' : 'allow', reason: isStop(admitted) ? admitted.failure.message : undefined, changed: isStop(admitted) ? undefined : changedParts(next, admitted.object) })
  if (isStop(admitted)) return admitted
  let { object } = admitted
  if (resource.kind === 'Service' && !status) {
    const allocated = serviceUpdated(state, cx, object, old)
    if ('errors' in allocated) return { failure: invalid(resource, info.name, allocated.errors) }
    object = allocated.object
  }
  // A touch that changes nothing is not a write: no owner, no time, no revision.
  const before = old.metadata.managedFields
  if (sameValue(object, old)) return { object: old }
  const errors = metadataErrors(object, old).concat(errorsOf(object, old, info.subresource))
  cx.fact({ fact: 'stage', stage: 'validation', request: exchange.event, resource: info.resource, subresource: info.subresource, namespace: info.namespace, name: info.name, decision: errors.length > 0 ? 'deny' : 'allow' })
  if (errors.length > 0) return { failure: invalid(resource, info.name, errors) }
  const denied = escalationFailure(state, exchange, object, old) ?? validateAdmission(state, exchange, 'update', object, old)
  if (denied) return { failure: denied }
  if (owned) return { object }
  if (object.metadata.managedFields !== before && object.metadata.managedFields?.length === 0) return { object }
  return { object: tracked(state, cx, exchange, old, object) }
}

/** Server-owned metadata stays; then the kind's own rules for the part that is updated. */
function prepared(next: ApiObject, old: ApiObject, subresource: string): ApiObject {
  const { uid, creationTimestamp, deletionTimestamp, deletionGracePeriodSeconds, generation, resourceVersion, managedFields } = old.metadata
  const metadata = extended(next.metadata, {
    uid, creationTimestamp, resourceVersion, generation, managedFields: next.metadata.managedFields ?? managedFields,
    ...(deletionTimestamp !== undefined && { deletionTimestamp }), ...(deletionGracePeriodSeconds !== undefined && { deletionGracePeriodSeconds }),
  })
  const kept: ApiObject = { ...next, metadata }
  switch (subresource) {
    case 'status': return prepareForStatusUpdate(kept, old)
    case 'finalize': return { ...old, spec: kept.spec }
    case 'ephemeralcontainers': return prepareForEphemeralContainersUpdate(kept, old)
    case 'resize': return prepareForResizeUpdate(kept, old)
    default: return prepareForUpdate(kept, old)
  }
}

function errorsOf(object: ApiObject, old: ApiObject, subresource: string): readonly FieldError[] {
  switch (subresource) {
    case 'status': return validateStatusUpdate(object, old)
    case 'finalize': return []
    case 'ephemeralcontainers': return validateEphemeralContainersUpdate(object, old)
    case 'resize': return validateResizeUpdate(object, old)
    default: return validateUpdate(object, old)
  }
}

function preconditionFailure(resource: ResourceInfo, next: ApiObject, old: ApiObject): Status | undefined {
  const { uid, resourceVersion } = next.metadata
  const name = old.metadata.name!
  if (uid && uid !== old.metadata.uid) return conflict(resource, name, `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${old.metadata.uid}`)
  if (resourceVersion && resourceVersion !== '0') return resourceVersion === old.metadata.resourceVersion ? undefined : conflict(resource, name)
  if (allowsUnconditionalUpdate(resource.kind)) return undefined
  return invalid(resource, name, [{ type: 'invalid', field: 'metadata.resourceVersion', value: 0, detail: 'must be specified for an update' }])
}

/** Once deletion has begun nobody may add finalizers, or life would never end. */
function metadataErrors({ metadata }: ApiObject, old: ApiObject): FieldError[] {
  if (old.metadata.deletionTimestamp === undefined || metadata.finalizers === old.metadata.finalizers) return []
  const added = (metadata.finalizers ?? []).filter((finalizer) => !old.metadata.finalizers?.includes(finalizer))
  if (added.length === 0) return []
  return [{ type: 'forbidden', field: 'metadata.finalizers', detail: `no new finalizers can be added if the object is being deleted, found new finalizers []string{${added.map((finalizer) => JSON.stringify(finalizer)).join(', ')}}` }]
}
