import type { ApiObject } from '../../api/index.ts'
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
