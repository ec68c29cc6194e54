import { resourceNamed, type ApiObject, type ResourceInfo } from '../../../api/index.ts'
import type { ApiServerState } from '../state.ts'
import type { WatchCache } from './watch-cache.ts'

export const cacheOf = (state: ApiServerState, { group, resource }: { readonly group: string; readonly resource: string }): WatchCache => state.caches.get(`${group}/${resource}`)!

/** What the cache knows now, without asking anybody: for admission and authorization. `key` is 'namespace/name' or 'name'. */
export function known(state: ApiServerState, group: string, resource: string, key: string): ApiObject | undefined {
  return state.caches.get(`${group}/${resource}`)?.objects.get(key)
}

export function infoNamed(group: string, resource: string): ResourceInfo {
  return resourceNamed(group, resource)!
}
