import type { ApiObject } from './objects.ts'
import { decodeField } from './decode-fields.ts'
import type { DecodeState } from './decode-fields.ts'
import { KIND_TYPES, typeSchema } from './schema/schema.ts'

interface Expected {
  readonly apiVersion: string
  readonly kind: string
}

/** `unknownFields` are upstream's strict complaints ('unknown field "spec.foo"'); the fields themselves were dropped. */
export type Decoded = { readonly object: ApiObject; readonly unknownFields: readonly string[] } | { readonly error: string }

/**
 * A JSON value as the typed object that Go would decode it to: nulls are absent, quantities and times canonical. Otherwise the
 * sentence of a 400 answer. A value that needs no change comes back as it is. Models the strict serializer of apimachinery.
 */
export function decode(value: unknown, expected: Expected): Decoded {
  const type = typeNameOf(expected)
  if (type === undefined) return { error: `no kind "${expected.kind}" is registered for version "${expected.apiVersion}"` }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { error: notAnObject(value, expected) }
  const said = value as { readonly apiVersion?: unknown; readonly kind?: unknown }
  const wrong = wrongKind(said, expected)
  if (wrong) return { error: wrong }
  const state: DecodeState = { unknown: [], error: undefined }
  const fields = decodeField(value, { ref: type }, '', type, state) as ApiObject
  if (state.error !== undefined) return { error: cannotBeHandled(expected, state.error) }
  return { object: completed(fields, type, expected), unknownFields: state.unknown }
}

/** The sentence of the 400 answer to fieldValidation=Strict. */
export function strictDecodingError(expected: Expected, unknownFields: readonly string[]): string {
  return cannotBeHandled(expected, `strict decoding error: ${unknownFields.join(', ')}`)
}

/** DeleteOptions belong to every group, so they are looked up by kind alone. */
function typeNameOf({ apiVersion, kind }: Expected): string | undefined {
  return kind === 'DeleteOptions' ? kind : KIND_TYPES[`${apiVersion} ${kind}`]
}

/** A body may leave out its kind, which the path says, and metadata, which every object has. */
function completed(fields: ApiObject, type: string, { apiVersion, kind }: Expected): ApiObject {
  const metadata = fields.metadata ?? (typeSchema(type).fields.metadata ? {} : undefined)
  if (fields.apiVersion === apiVersion && fields.kind === kind && fields.metadata === metadata) return fields
  return { ...fields, apiVersion, kind, ...(metadata && { metadata }) } as ApiObject
}

function notAnObject(value: unknown, { kind }: Expected): string {
  return `the object provided is unrecognized (must be of type ${kind}): couldn't get version/kind; json parse error: json: cannot unmarshal ${wordFor(value)} into Go value of type struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" } (${summary(value)})`
}

function wrongKind(said: { readonly apiVersion?: unknown; readonly kind?: unknown }, expected: Expected): string | undefined {
  const apiVersion = (expected.kind !== 'DeleteOptions' && said.apiVersion) || expected.apiVersion
  const kind = said.kind || expected.kind
  return apiVersion === expected.apiVersion && kind === expected.kind ? undefined : mismatch(apiVersion, kind, expected)
}

function mismatch(apiVersion: unknown, kind: unknown, expected: Expected): string {
  if (apiVersion !== expected.apiVersion)
    return `the API version in the data (${String(apiVersion)}) does not match the expected API version (${expected.apiVersion})`
  if (KIND_TYPES[`${String(apiVersion)} ${String(kind)}`] === undefined)
    return `no kind "${String(kind)}" is registered for version "${String(apiVersion)}" in scheme "k8s.io/kubernetes/pkg/api/legacyscheme/scheme.go:30"`
  return `${String(kind)} in version "${versionOf(expected)}" cannot be handled as a ${expected.kind}: converting (v1.${String(kind)}) to (v1.${expected.kind}): unknown conversion`
}

function cannotBeHandled(expected: Expected, problem: string): string {
  return `${expected.kind} in version "${versionOf(expected)}" cannot be handled as a ${expected.kind}: ${problem}`
}

function versionOf({ apiVersion }: Expected): string {
  return apiVersion.slice(apiVersion.indexOf('/') + 1)
}

function wordFor(value: unknown): string {
  return Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value === 'boolean' ? 'bool' : typeof value
}

function summary(value: unknown): string {
  const text = JSON.stringify(value) ?? ''
  return text.length > 30 ? `${text.slice(0, 30)} ...` : text
}
