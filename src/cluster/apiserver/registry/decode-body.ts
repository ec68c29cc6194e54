import { apiVersionOf, badRequest, decode, jsonBytes, requestEntityTooLarge, surelyFits, unsupportedMediaType, type ApiObject, type Status } from '../../../api/index.ts'
import type { Exchange } from '../exchange.ts'
import { warn } from '../respond.ts'

const BODY_MAX_BYTES = 3 * 1024 * 1024
const MEDIA_TYPES: readonly string[] = ['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf', 'application/cbor']

export interface Expected { readonly apiVersion: string; readonly kind: string }

/** The kind that a request's body has: the resource's own, or its subresource's. */
export function expectedKind({ info }: Exchange): Expected {
  const { sub } = info
  if (sub && sub.kind !== info.info!.kind) return { apiVersion: apiVersionOf({ group: sub.group ?? info.group, version: sub.version ?? info.version }), kind: sub.kind }
  return { apiVersion: apiVersionOf(info.info!), kind: info.info!.kind }
}

/** The request's body as a typed object; unknown fields are refused, warned of or dropped as `fieldValidation` says. */
export function decodeBody(exchange: Exchange, expected: Expected): { readonly object: ApiObject } | { readonly failure: Status } {
  const { request } = exchange
  const mediaType = (request.headers?.['content-type'] ?? 'application/json').split(';')[0]!.trim()
  if (!MEDIA_TYPES.includes(mediaType)) return { failure: unsupportedMediaType(MEDIA_TYPES) }
  return decodeValue(exchange, request.body, expected)
}

export function decodeValue(exchange: Exchange, value: unknown, expected: Expected): { readonly object: ApiObject } | { readonly failure: Status } {
  const tooLarge = bodyTooLarge(value)
  if (tooLarge) return { failure: tooLarge }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { failure: badRequest(value === undefined ? 'EOF' : `the object provided is unrecognized (must be of type ${expected.kind}): couldn't get version/kind; json parse error`) }
  const { apiVersion, kind } = value as Partial<Expected>
  if ((apiVersion && apiVersion !== expected.apiVersion) || (kind && kind !== expected.kind)) return { failure: badRequest(wrongKind(value as Partial<Expected>, expected)) }
  const decoded = decode(value, expected)
  if ('error' in decoded) return { failure: badRequest(decoded.error) }
  const complaints = [...exchange.request.bodyWarnings ?? [], ...decoded.unknownFields]
  if (complaints.length > 0) {
    const policy = exchange.request.query?.fieldValidation ?? 'Warn'
    if (policy === 'Strict') return { failure: badRequest(`${expected.kind} in version ${JSON.stringify(expected.apiVersion.split('/').at(-1))} cannot be handled as a ${expected.kind}: strict decoding error: ${complaints.join(', ')}`) }
    if (policy !== 'Ignore') warn(exchange, ...complaints)
  }
  return { object: decoded.object }
}

/** Upstream's words for an object of another kind than the path says. */
function wrongKind({ apiVersion = '', kind = '' }: Partial<Expected>, expected: Expected): string {
  return kind === expected.kind
    ? `the API version in the data (${apiVersion}) does not match the expected API version (${expected.apiVersion})`
    : `${kind} in version ${JSON.stringify(apiVersion.split('/').at(-1))} cannot be handled as a ${expected.kind}: converting (${kind}) to (${expected.kind}): unknown conversion`
}

export function bodyTooLarge(body: unknown): Status | undefined {
  if (typeof body !== 'object' || body === null || surelyFits(body, BODY_MAX_BYTES) || jsonBytes(body) <= BODY_MAX_BYTES) return undefined
  return requestEntityTooLarge(`limit is ${BODY_MAX_BYTES}`)
}
