import type { ApiObject } from '../../api/index.ts'
import type { IndexName } from './indexers.ts'
import type { ObjectCache } from './object-cache.ts'
import type { Client } from './state.ts'

/** What can be looked into: a client, or copies of its caches. */
export interface Caches { readonly informers: ReadonlyMap<string, { readonly cache: ObjectCache }> }

/** The object with this key ('namespace/name' or 'name') as far as the informer has heard. */
export const cached = <T = ApiObject>(client: Caches, informer: string, key: string): T | undefined =>
  client.informers.get(informer)?.cache.objects.get(key) as T | undefined

/** The objects with this value of an index, in the order in which they came into the cache. Costs as much as there are matches. */
export function indexed<T = ApiObject>(client: Caches, informer: string, index: IndexName, value: string): readonly T[] {
  const cache = client.informers.get(informer)?.cache
  const found: T[] = []
  for (const key of cache?.indexes.get(index)?.get(value) ?? []) found.push(cache!.objects.get(key) as T)
  return found
}

export const indexedCount = (client: Caches, informer: string, index: IndexName, value: string): number =>
  client.informers.get(informer)?.cache.indexes.get(index)?.get(value)?.size ?? 0

/** Everything in the cache: for start-up and periodic work, never on an event. */
export const all = <T = ApiObject>(client: Caches, informer: string): Iterable<T> =>
  (client.informers.get(informer)?.cache.objects.values() ?? []) as Iterable<T>

export const isSynced = (client: Client, ...informers: readonly string[]): boolean =>
  informers.every((name) => client.informers.get(name)?.synced === true)
