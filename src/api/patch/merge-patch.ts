import { sameValue } from '../objects.ts'
import { isMap, type JsonMap } from './json-value.ts'

/** Applies an RFC 7386 merge patch: objects merge, null deletes, everything else replaces. Unchanged parts are shared. */
export function mergePatch(object: unknown, patch: unknown): unknown {
  if (!isMap(patch)) return sameValue(object, patch) ? object : patch
  const base: JsonMap = isMap(object) ? object : {}
  let merged: Record<string, unknown> | undefined
  for (const key in patch) {
    const value = patch[key]
    if (value === null || value === undefined) {
      if (key in base) delete (merged ??= { ...base })[key]
      continue
    }
    const next = mergePatch(base[key], value)
    if (next !== base[key]) (merged ??= { ...base })[key] = next
  }
  return merged ?? (isMap(object) ? object : {})
}

/** The merge patch that turns `original` into `modified`; `{}` when they are equal. */
export function createMergePatch(original: unknown, modified: unknown): unknown {
  if (!isMap(original) || !isMap(modified)) return sameValue(original, modified) ? {} : modified
  const patch: Record<string, unknown> = {}
  for (const key in modified) {
    const before = original[key]
    const after = modified[key]
    if (before === after) continue
    if (isMap(before) && isMap(after)) {
      const inner = createMergePatch(before, after)
      if (Object.keys(inner as JsonMap).length > 0) patch[key] = inner
    } else if (!sameValue(before, after)) patch[key] = after
  }
  for (const key in original) if (!(key in modified)) patch[key] = null
  return patch
}

/** What `kubectl apply` sends for kinds without a schema: additions and changes against `current`, deletions against `original`. */
export function threeWayMergePatch(original: unknown, modified: unknown, current: unknown): unknown {
  const changes = keepNulls(createMergePatch(current, modified), false)
  const deletions = keepNulls(createMergePatch(original, modified), true)
  return combine(deletions, changes)
}

/** The part of a patch that only deletes, or the part that never does. An empty object in the patch is a value, not a part. */
function keepNulls(patch: unknown, nulls: boolean): JsonMap {
  const kept: Record<string, unknown> = {}
  if (!isMap(patch)) return kept
  for (const key in patch) {
    const value = patch[key]
    if (value === null || value === undefined) {
      if (nulls) kept[key] = null
    } else if (isMap(value) && Object.keys(value).length > 0) {
      const inner = keepNulls(value, nulls)
      if (Object.keys(inner).length > 0) kept[key] = inner
    } else if (!nulls) kept[key] = value
  }
  return kept
}

function combine(left: JsonMap, right: JsonMap): JsonMap {
  const both: Record<string, unknown> = { ...left }
  for (const key in right) {
    const value = right[key]
    const before = both[key]
    both[key] = isMap(value) && isMap(before) ? combine(before, value) : value
  }
  return both
}
