import { sameValue } from '../objects.ts'
import { shapeOf, type Shape } from '../schema/shape.ts'
import type { TypeSchema } from '../schema/schema.ts'
import { RETAIN_KEYS } from './directives.ts'
import { isMap, type JsonMap, kindOf } from './json-value.ts'
import { type Differing, diffLists } from './strategic-list-diff.ts'
import { combinePatches } from './strategic-merge.ts'

/** The strategic merge patch that turns `original` into `modified`, as kubectl computes it; `{}` when nothing differs. */
export function twoWayPatch(original: unknown, modified: unknown, type: TypeSchema): Record<string, unknown> {
  return diffMaps(mapOf(original), mapOf(modified), shapeOf(type), { changes: true, deletions: true, retainsKeys: false, diffMaps })
}

/** What `kubectl apply` sends: changes from `current` to `modified`, deletions from `original` (last applied) to `modified`. */
export function threeWayPatch(original: unknown, modified: unknown, current: unknown, type: TypeSchema): Record<string, unknown> {
  const shape = shapeOf(type)
  const changes = diffMaps(mapOf(current), mapOf(modified), shape, { changes: true, deletions: false, retainsKeys: false, diffMaps })
  const deletions = diffMaps(mapOf(original), mapOf(modified), shape, { changes: false, deletions: true, retainsKeys: false, diffMaps })
  const combined = combinePatches(deletions, changes, type)
  return combined.error === undefined ? combined.object as Record<string, unknown> : { ...deletions, ...changes }
}

function mapOf(value: unknown): JsonMap {
  return isMap(value) ? value : {}
}

function diffMaps(original: JsonMap, modified: JsonMap, shape: Shape | undefined, differing: Differing): Record<string, unknown> {
  const patch: Record<string, unknown> = {}
  for (const key in modified) {
    const after = modified[key]
    const before = original[key]
    if (after === undefined || before === after) continue
    if (before === undefined || kindOf(before) !== kindOf(after)) {
      if (differing.changes) patch[key] = after
      continue
    }
    const inner = shape?.is === 'map' ? shape.element : shape?.fields.get(key)
    if (isMap(after)) diffField(patch, key, before as JsonMap, after, inner, differing)
    else if (Array.isArray(after) && inner?.merges) diffLists(patch, key, before as readonly unknown[], after, inner, { ...differing, retainsKeys: inner.retainsKeys })
    else if (differing.changes && !sameValue(before, after)) patch[key] = after
  }
  if (differing.deletions) for (const key in original) if (original[key] !== undefined && modified[key] === undefined) patch[key] = null
  if (differing.retainsKeys) {
    const retained = Object.keys(modified).filter((key) => modified[key] !== null && modified[key] !== undefined).sort()
    const loses = Object.keys(original).some((key) => original[key] !== null && original[key] !== undefined && modified[key] === undefined)
    if (retained.length > 0 && (loses || Object.keys(patch).length > 0)) patch[RETAIN_KEYS] = retained
  }
  return patch
}

function diffField(patch: Record<string, unknown>, key: string, before: JsonMap, after: JsonMap, inner: Shape | undefined, differing: Differing): void {
  if (inner?.replaces) {
    if (differing.changes) patch[key] = after
    return
  }
  const difference = diffMaps(before, after, inner, { ...differing, retainsKeys: inner?.retainsKeys ?? false })
  if (Object.keys(difference).length > 0) patch[key] = difference
}
