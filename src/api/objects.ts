import { memo, rememberedByText } from './remembered.ts'
import type { ObjectMeta, OwnerReference } from './schema/types.ts'

/** Any API object, loosely. The typed kinds are cast to it at the borders. */
export interface ApiObject {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: ObjectMeta
  readonly [field: string]: unknown
}

interface Named { readonly metadata?: { readonly name?: string; readonly namespace?: string } }

/** 'namespace/name', or 'name' of what has no namespace. */
export function objectKey({ metadata }: Named): string {
  const name = metadata?.name ?? ''
  return metadata?.namespace ? `${metadata.namespace}/${name}` : name
}

/** The one owner that manages this object, if any. */
export function controllerOf(object: { readonly metadata?: ObjectMeta }): OwnerReference | undefined {
  return object.metadata?.ownerReferences?.find((owner) => owner.controller === true)
}

/** Deep equality of JSON values; a field that is undefined equals an absent one. Shared references are not walked. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a)) {
    if (!Array.isArray(b) || a.length !== b.length) return false
    for (let i = 0; i < a.length; i++) if (!sameValue(a[i], b[i])) return false
    return true
  }
  if (Array.isArray(b)) return false
  const left = a as { readonly [key: string]: unknown }
  const right = b as { readonly [key: string]: unknown }
  for (const key in left) if (!sameValue(left[key], right[key])) return false
  for (const key in right) if (right[key] !== undefined && left[key] === undefined) return false
  return true
}

/**
 * The object with further fields. NB: not by a spread, after which V8 of Node 20 gives every single object that gains a field a hidden class of its own:
 * ten times the time, a kilobyte each, and whoever reads them becomes slow too.
 */
export const extended = <T extends object, More extends object>(object: T, more: More): T & More => Object.assign({}, object, more)

// NB: a cache at module level, because API values are never edited: the answer for an identity never changes, so no run can tell.
const BYTES = memo<object, number>()
const MEMO_DEPTH = 2
const MEMO_MIN_BYTES = 200

/** The length in UTF-8 bytes of a value's JSON. Values are immutable, so large parts are measured once. */
export function jsonBytes(value: unknown, depth = 0): number {
  switch (typeof value) {
    case 'string': return stringBytes(value)
    case 'number': return Number.isFinite(value) ? String(value).length : 4
    case 'boolean': return value ? 4 : 5
    case 'object': {
      if (value === null) return 4
      const known = depth > 0 && depth <= MEMO_DEPTH ? BYTES.get(value) : undefined
      if (known !== undefined) return known
      const bytes = Array.isArray(value) ? arrayBytes(value, depth) : recordBytes(value as { readonly [key: string]: unknown }, depth)
      // A small part is measured faster than it is remembered, and no object is written twice as a whole.
      if (depth > 0 && depth <= MEMO_DEPTH && bytes > MEMO_MIN_BYTES) BYTES.set(value, bytes)
      return bytes
    }
    default: return 0
  }
}

function arrayBytes(items: readonly unknown[], depth: number): number {
  let bytes = 2 + Math.max(0, items.length - 1)
  for (const item of items) bytes += item === undefined ? 4 : jsonBytes(item, depth + 1)
  return bytes
}

function recordBytes(record: { readonly [key: string]: unknown }, depth: number): number {
  let bytes = 1
  for (const key in record) {
    const value = record[key]
    if (value === undefined) continue
    bytes += keyBytes(key) + 2
    if (typeof value !== 'object') bytes += jsonBytes(value)
    // Every write has metadata of its own: what is in it may be worth remembering, but not itself.
    else if (depth === 0 && key === 'metadata' && value !== null) bytes += recordBytes(value as { readonly [key: string]: unknown }, 1)
    // The fields of a spec have one owner for all Pods of a template.
    else bytes += jsonBytes(value, key === 'f:spec' ? 1 : depth === 0 && NEW_EACH_TIME.has(key) ? MEMO_DEPTH + 1 : depth + 1)
  }
  return Math.max(2, bytes)
}

/** Parts that are written once and never come back. */
const NEW_EACH_TIME: ReadonlySet<string> = new Set(['status', 'involvedObject', 'source'])

/** Whether a value's JSON surely has at most so many bytes: counts six for a character, so that no text need be read. */
export const surelyFits = (value: unknown, bytes: number): boolean => bytesAtMost(value) <= bytes

function bytesAtMost(value: unknown): number {
  if (typeof value === 'string') return 6 * value.length + 2
  if (typeof value !== 'object' || value === null) return 24
  let bytes = 2
  if (Array.isArray(value)) for (const item of value) bytes += bytesAtMost(item) + 1
  else for (const key in value) bytes += 6 * key.length + 4 + bytesAtMost((value as { readonly [key: string]: unknown })[key])
  return bytes
}

const keyBytes = rememberedByText(stringBytes)

function stringBytes(text: string): number {
  let bytes = text.length + 2
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code < 0x20) bytes += code === 8 || code === 9 || code === 10 || code === 12 || code === 13 ? 1 : 5
    else if (code === 0x22 || code === 0x5c) bytes += 1
    else if (code < 0x80) continue
    else if (code < 0x800) bytes += 1
    else if (code >= 0xd800 && code < 0xdc00 && i + 1 < text.length) { bytes += 2; i++ }
    else bytes += 2
  }
  return bytes
}
