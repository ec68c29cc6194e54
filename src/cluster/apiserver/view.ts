import type { ApiObject } from '../../api/index.ts'
import { changesSince, type CacheEvent } from './storage/watch-cache.ts'
import type { ApiServerState } from './state.ts'

/** What a learner may see of the API server. */
export interface ApiServerView {
  readonly ready: boolean
  readonly revision: number
  readonly watchers: number
  readonly inFlight: { readonly reading: number; readonly writing: number }
  readonly etcd: string
  readonly etcdDown: boolean
  readonly resources: readonly { readonly group: string; readonly resource: string; readonly objects: number; readonly watchers: number; readonly revision: number }[]
}

export function apiServerView(state: ApiServerState): ApiServerView {
  return {
    ready: state.boot.stage === 'ready', revision: state.revision, watchers: state.watches.size, inFlight: { reading: state.reading, writing: state.writing },
    etcd: state.etcd.members[state.etcd.at]!, etcdDown: state.etcd.down,
    resources: [...state.caches.values()].map(({ info, objects, watchers, revision }) => ({ group: info.group, resource: info.resource, objects: objects.size, watchers: watchers.byKey.size, revision })),
  }
}

/** All objects of a resource as the watch cache has them, in no order. */
export function objectsOf(state: ApiServerState, group: string, resource: string): Iterable<ApiObject> {
  return state.caches.get(`${group}/${resource}`)?.objects.values() ?? []
}

/** `key` is 'namespace/name', or 'name' of what has no namespace. */
export function objectAt(state: ApiServerState, group: string, resource: string, key: string): ApiObject | undefined {
  return state.caches.get(`${group}/${resource}`)?.objects.get(key)
}

/** Whether the watch cache has every change of a key up to a revision: only then does anybody hear of it. */
export function hasHeard(state: ApiServerState, key: string, revision: number): boolean {
  for (const cache of state.caches.values()) if (key.startsWith(cache.prefix)) return cache.revision >= revision
  return true
}

/** The Pods that are bound to a node, by the index of the watch cache. */
export function* podsOnNode(state: ApiServerState, node: string): Iterable<ApiObject> {
  const cache = state.caches.get('/pods')!
  for (const key of cache.byNode.get(node) ?? []) yield cache.objects.get(key)!
}

/** What the watch cache of a resource heard after `since`, for those who count along; undefined where it was filled anew, or forgot some of it. */
export function heardSince(state: ApiServerState, group: string, resource: string, since: number): { readonly ready: boolean; readonly revision: number; readonly changes: readonly CacheEvent[] | undefined } {
  const cache = state.caches.get(`${group}/${resource}`)!
  return { ready: cache.ready, revision: cache.revision, changes: cache.revision === since ? NOTHING : changesSince(cache, since) }
}

export type { CacheEvent }
const NOTHING: readonly CacheEvent[] = []
