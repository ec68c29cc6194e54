import { sameValue } from '../objects.ts'
import { shapeOf, type Shape } from '../schema/shape.ts'
import type { TypeSchema } from '../schema/schema.ts'
import {
  BAD_PRIMITIVE_LIST, BAD_RETAIN_KEYS, BAD_SET_ORDER, DELETE_FROM_LIST, PATCH, RETAIN_KEYS, SET_ORDER, fieldOfDirective, hasDirective, withoutDirectives,
} from './directives.ts'
import { goText, isMap, type JsonMap, kindOf, without, withoutUndefined } from './json-value.ts'
import type { Patched } from './patched.ts'
import { type Merging, mergeList, reorderList } from './strategic-list.ts'

/** Applies a strategic merge patch, with its directives, by the patch strategies of `type`. Unchanged parts are shared. */
export function strategicMergePatch(object: unknown, patch: unknown, type: TypeSchema): Patched {
  const merging: Merging = { combining: false, error: undefined, mergeMaps }
  if (!isMap(patch)) return { error: 'invalid JSON document' }
  const merged = mergeMaps(isMap(object) ? object : {}, patch, shapeOf(type), merging)
  return merging.error === undefined ? { object: merged } : { error: merging.error }
}

/** One patch that does what two do, one after the other: how the deletions and the changes of a three-way patch become one. */
export function combinePatches(first: JsonMap, second: JsonMap, type: TypeSchema): Patched {
  const merging: Merging = { combining: true, error: undefined, mergeMaps }
  const merged = mergeMaps(first, second, shapeOf(type), merging)
  return merging.error === undefined ? { object: merged } : { error: merging.error }
}

function mergeMaps(original: JsonMap, wholePatch: JsonMap, shape: Shape | undefined, merging: Merging): JsonMap {
  let patch = wholePatch
  let base = original
  if (hasDirective(patch)) {
    if (PATCH in patch) return wholeMap(patch, merging)
    const retained = retainKeys(base, patch, merging)
    base = retained.base
    const ordered = reorder(base, retained.patch, shape, merging)
    base = ordered.base
    patch = ordered.patch
  }
  let merged: Record<string, unknown> | undefined
  let lost = false
  for (const key in patch) {
    const value = patch[key]
    const deletes = key.startsWith(DELETE_FROM_LIST)
    if (deletes && merging.combining) {
      (merged ??= { ...base })[key] = value
      continue
    }
    const field = deletes ? fieldOfDirective(key, DELETE_FROM_LIST) : key
    if (field === undefined) return failed(merging, BAD_PRIMITIVE_LIST, original)
    const before = (merged ?? base)[field]
    const after = mergeField(before, value, shape, field, deletes, merging)
    if (after === before && (after !== undefined || !(field in base))) continue
    merged ??= { ...base }
    merged[field] = after
    if (after === undefined) lost = true
  }
  return lost ? withoutUndefined(merged!) : merged ?? base
}

/** The field's value after the patch; undefined: the field is gone. */
function mergeField(before: unknown, patch: unknown, shape: Shape | undefined, field: string, deletes: boolean, merging: Merging): unknown {
  if (patch === null || patch === undefined) return merging.combining ? null : undefined
  const kind = kindOf(patch)
  if (before === undefined || kindOf(before) !== kind) return deletes ? before : withoutDirectives(patch, !merging.combining)
  if (kind !== 'map' && kind !== 'list') return patch
  const inner = shape?.is === 'map' ? shape.element : shape?.fields.get(field)
  if (inner === undefined) {
    merging.error ??= `unable to find api field in struct ${shape?.name ?? ''} for the json field "${field}"`
    return before
  }
  if (kind === 'list') {
    if (inner.merges || deletes) return mergeList(before as readonly unknown[], patch as readonly unknown[], inner, deletes, merging)
    return sameValue(before, patch) ? before : patch
  }
  if (inner.replaces) return sameValue(before, patch) ? before : patch
  return mergeMaps(before as JsonMap, patch as JsonMap, inner, merging)
}

function wholeMap(patch: JsonMap, merging: Merging): JsonMap {
  const directive = patch[PATCH]
  if (directive === 'replace') {
    const rest = without(patch, PATCH)
    return merging.combining ? rest : withoutDirectives(rest, true) as JsonMap
  }
  if (directive === 'delete') return {}
  return failed(merging, `unknown patch type: ${goText(directive)} in map: ${goText(patch)}`, {})
}

function retainKeys(original: JsonMap, patch: JsonMap, merging: Merging): { base: JsonMap; patch: JsonMap } {
  const keys = patch[RETAIN_KEYS]
  return keys === undefined ? { base: original, patch } : retainOnly(keys, original, patch, merging)
}

function retainOnly(keys: unknown, original: JsonMap, patch: JsonMap, merging: Merging): { base: JsonMap; patch: JsonMap } {
  const rest = without(patch, RETAIN_KEYS)
  if (merging.combining) {
    const known = original[RETAIN_KEYS]
    if (known !== undefined && !sameValue(known, keys)) {
      merging.error ??= `${goText(known)} and ${goText(keys)} are not deep equal: this may happen when calculating the 3-way diff patch`
    }
    return { base: { ...original, [RETAIN_KEYS]: known ?? keys }, patch: rest }
  }
  if (!Array.isArray(keys)) return { base: failed(merging, BAD_RETAIN_KEYS, original), patch: rest }
  for (const key in rest) {
    if (rest[key] === null || key.startsWith(DELETE_FROM_LIST) || key.startsWith(SET_ORDER)) continue
    if (!keys.includes(key)) merging.error ??= BAD_RETAIN_KEYS
  }
  if (Object.keys(original).every((key) => keys.includes(key))) return { base: original, patch: rest }
  return { base: Object.fromEntries(Object.entries(original).filter(([key]) => keys.includes(key))), patch: rest }
}

/** Carries out every `$setElementOrder` of this map; the lists it speaks about are then done. */
function reorder(original: JsonMap, wholePatch: JsonMap, shape: Shape | undefined, merging: Merging): { base: JsonMap; patch: JsonMap } {
  let base = original
  let patch = wholePatch
  for (const key in wholePatch) {
    if (!key.startsWith(SET_ORDER)) continue
    const order = wholePatch[key]
    const field = fieldOfDirective(key, SET_ORDER)
    if (merging.combining) {
      if (base[key] !== undefined && !sameValue(base[key], order)) merging.error ??= BAD_SET_ORDER
      base = { ...base, [key]: base[key] ?? order }
    }
    patch = without(patch, key)
    if (field === undefined) return { base: failed(merging, BAD_SET_ORDER, base), patch }
    const inner = shape?.fields.get(field)
    if (inner?.is !== 'list') {
      merging.error ??= `unable to find api field in struct ${shape?.name ?? ''} for the json field "${field}"`
      return { base, patch }
    }
    const list = reorderList(base[field], patch[field], order, inner, merging)
    patch = without(patch, field)
    if (list !== undefined && list !== base[field]) base = { ...base, [field]: list }
  }
  return { base, patch }
}

function failed(merging: Merging, error: string, value: JsonMap): JsonMap {
  merging.error ??= error
  return value
}
