import { objectKey, type ApiObject } from '../../api/index.ts'
import { indexValue, type IndexName } from './indexers.ts'

/** What one informer has heard so far: references to shared, never edited objects. */
export interface ObjectCache {
  readonly objects: Map<string, ApiObject>
  /** Keys of the objects with each value, in the order in which they came: an update that changes no value touches no index. */
  readonly indexes: Map<IndexName, Map<string, Set<string>>>
}

export function createObjectCache(indexes: readonly IndexName[] = []): ObjectCache {
  const cache: ObjectCache = { objects: new Map(), indexes: new Map() }
  for (const index of indexes) cache.indexes.set(index, new Map())
  return cache
}

/** Returns what was there before. */
export function setObject(cache: ObjectCache, object: ApiObject): ApiObject | undefined {
  const key = objectKey(object)
  const previous = cache.objects.get(key)
  cache.objects.set(key, object)
  for (const [index, byValue] of cache.indexes) {
    const value = indexValue(index, object)
    const before = previous === undefined ? undefined : indexValue(index, previous)
    if (value === before) continue
    if (before !== undefined) removeFrom(byValue, before, key)
    if (value === undefined) continue
    const group = byValue.get(value)
    if (group === undefined) byValue.set(value, new Set([key]))
    else group.add(key)
  }
  return previous
}

export function deleteObject(cache: ObjectCache, key: string): ApiObject | undefined {
  const previous = cache.objects.get(key)
  if (previous === undefined) return undefined
  cache.objects.delete(key)
  for (const [index, byValue] of cache.indexes) {
    const value = indexValue(index, previous)
    if (value !== undefined) removeFrom(byValue, value, key)
  }
  return previous
}

function removeFrom(byValue: Map<string, Set<string>>, value: string, key: string): void {
  const group = byValue.get(value)
  if (group === undefined) return
  group.delete(key)
  if (group.size === 0) byValue.delete(value)
}
