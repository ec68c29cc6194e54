import {
  badRequest, jsonPatch, mergePatch, schemaOfKind, strategicMergePatch, unsupportedMediaType, failure, type ApiObject, type Status, isStatus,
} from '../../../api/index.ts'
import type { Context } from '../context.ts'
import type { Exchange } from '../exchange.ts'
import { fail } from '../respond.ts'
import type { ApiServerState } from '../state.ts'
import { rescaled, scaleOf } from '../subresources/scale.ts'
import { bodyTooLarge, decodeValue, expectedKind } from './decode-body.ts'
import type { Mutation } from './mutation.ts'
import { optionsFailure } from './options.ts'
import { unfitPatch } from './patch-failure.ts'
import { beginUpdate } from './update.ts'

const PATCH_TYPES: readonly string[] = [
  'application/json-patch+json', 'application/merge-patch+json', 'application/strategic-merge-patch+json', 'application/apply-patch+yaml', 'application/apply-patch+cbor',
]
const OPERATIONS_MAX = 10_000

/** PATCH in its four forms. */
export function handlePatch(state: ApiServerState, cx: Context, exchange: Exchange): void {
  const mutation = mutationOf(exchange)
  if (isStatus(mutation)) return fail(state, cx, exchange, mutation)
  beginUpdate(state, cx, exchange, mutation)
}

function mutationOf(exchange: Exchange): Mutation | Status {
  const { request } = exchange
  const tooLarge = bodyTooLarge(request.body)
  if (tooLarge) return tooLarge
  const query = request.query ?? {}
  const mediaType = (request.headers?.['content-type'] ?? '').split(';')[0]!.trim()
  if (!PATCH_TYPES.includes(mediaType)) return unsupportedMediaType(PATCH_TYPES)
  const wrong = optionsFailure('PatchOptions', query, mediaType === APPLY)
  if (wrong) return wrong
  switch (mediaType) {
    case 'application/json-patch+json': return jsonMutation(request.body)
    case 'application/merge-patch+json': return { by: 'patch', patchType: 'merge', patch: request.body }
    case 'application/strategic-merge-patch+json': return { by: 'patch', patchType: 'strategic', patch: request.body }
    case APPLY: return applyMutation(exchange)
    default: return unsupportedMediaType(PATCH_TYPES)
  }
}

function jsonMutation(body: unknown): Mutation | Status {
  if (!Array.isArray(body)) return badRequest('error decoding patch: json: cannot unmarshal object into Go value of type jsonpatch.Patch')
  if (body.length > OPERATIONS_MAX) return failure(413, 'RequestEntityTooLarge', `Request entity too large: The allowed maximum operations in a JSON patch is ${OPERATIONS_MAX}, got ${body.length}`)
  return { by: 'patch', patchType: 'json', patch: body }
}

function applyMutation(exchange: Exchange): Mutation | Status {
  const { request, info } = exchange
  const decoded = decodeValue(exchange, request.body, expectedKind(exchange))
  if ('failure' in decoded) return decoded.failure
  const { name, namespace } = decoded.object.metadata ?? {}
  if (name && name !== info.name) return badRequest(`metadata.name: Invalid value: ${JSON.stringify(name)}: must match the name on the URL (${info.name})`)
  if (namespace && namespace !== info.namespace) return badRequest('the namespace of the provided object does not match the namespace sent on the request')
  const metadata = { ...decoded.object.metadata, name: info.name, ...(info.info!.namespaced && { namespace: info.namespace }) }
  return { by: 'apply', config: { ...decoded.object, metadata }, force: request.query?.force === 'true' }
}

const APPLY = 'application/apply-patch+yaml'

/** The stored object with the patch applied to it, decoded again where a user wrote the patch. */
export function patched(exchange: Exchange, old: ApiObject, mutation: Mutation & { by: 'patch' }): { readonly object: ApiObject } | { readonly failure: Status } {
  const scale = exchange.info.subresource === 'scale'
  const base = scale ? scaleOf(old) : old
  const result = run(base, mutation)
  if (result.error !== undefined) return { failure: patchFailure(exchange, mutation, result.error) }
  const next = result.object as ApiObject
  if (next === base) return { object: old }
  // NB: what the cluster's own components patch is taken as typed already, because decoding a whole pod costs more than its status update.
  if (isComponent(exchange)) return scale ? rescaled(old, next) : { object: next }
  const decoded = decodeValue(exchange, next, expectedKind(exchange))
  if ('failure' in decoded) return { failure: unfitPatch(mutation, next, decoded.failure) }
  return scale ? rescaled(old, decoded.object) : decoded
}

/** Who came with a certificate of the cluster itself and as nobody else. Service accounts are anybody's. */
const isComponent = ({ request: { credentials }, user }: Exchange): boolean => credentials !== undefined && 'certificate' in credentials && credentials.certificate.commonName === user.name && user.name.startsWith('system:')

function run(base: ApiObject, { patchType, patch }: Mutation & { by: 'patch' }): { readonly object: unknown; readonly error?: undefined } | { readonly error: string } {
  switch (patchType) {
    case 'json': return jsonPatch(base, patch)
    case 'merge': return { object: mergePatch(base, patch) }
    case 'strategic': {
      const type = schemaOfKind(base.apiVersion, base.kind)
      return type ? strategicMergePatch(base, patch, type) : { error: `no schema for ${base.kind}` }
    }
  }
}

function patchFailure({ info }: Exchange, { patchType }: Mutation & { by: 'patch' }, error: string): Status {
  if (patchType === 'json') return failure(422, 'Invalid', 'the server rejected our request due to an error in our request', { ...(info.name && { name: info.name }), kind: info.info!.kind, ...(info.group && { group: info.group }), causes: [{ message: error }] })
  return badRequest(error)
}
