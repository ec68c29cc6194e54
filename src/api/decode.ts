import type { ApiObject } from './objects.ts'

/** `unknownFields` are upstream's strict complaints ('unknown field "spec.foo"'); the fields themselves were dropped. */
export type Decoded = { readonly object: ApiObject; readonly unknownFields: readonly string[] } | { readonly error: string }

/** A JSON value as the typed object that Go would decode it to, or Go's complaint. */
export function decode(value: unknown, _expected: { readonly apiVersion: string; readonly kind: string }): Decoded {
  return { object: value as ApiObject, unknownFields: [] }
}
