import { objectKey, type ApiObject } from '../../api/index.ts'
import { indexValues, type IndexName } from './indexers.ts'

/** What one informer has heard so far: references to shared, never edited objects. */
export interface ObjectCache {
  readonly objects: Map<string, ApiObject>
  readonly indexes: Map<IndexName, Map<string, Map<string, ApiObject>>>
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
    const values = indexValues(index, object)
    if (previous !== undefined) for (const value of indexValues(index, previous)) if (!values.includes(value)) removeFrom(byValue, value, key)
    for (const value of values) {
      const group = byValue.get(value)
      if (group === undefined) byValue.set(value, new Map([[key, object]]))
      else group.set(key, object)
    }
  }
  return previous
}

export function deleteObject(cache: ObjectCache, key: string): ApiObject | undefined {
  const previous = cache.objects.get(key)
  if (previous === undefined) return undefined
  cache.objects.delete(key)
  for (const [index, byValue] of cache.indexes) for (const value of indexValues(index, previous)) removeFrom(byValue, value, key)
  return previous
}

function removeFrom(byValue: Map<string, Map<string, ApiObject>>, value: string, key: string): void {
  const group = byValue.get(value)
  if (group === undefined) return
  group.delete(key)
  if (group.size === 0) byValue.delete(value)
}
