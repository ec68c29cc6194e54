import type { ApiObject, ObjectMeta, Pod } from '../api/index.ts'
import { apiServerView, hasHeard, objectsOf } from '../cluster/index.ts'
import type { Kernel } from '../kernel/index.ts'
import type { ObjectRef } from '../protocol/index.ts'

/** The cluster's objects as its API server knows them: what it last heard, while it is down. */
export interface Objects {
  list<T = ApiObject>(group: string, resource: string): readonly T[]
  get(ref: ObjectRef): ApiObject | undefined
  revision: number
}

type ServerState = Parameters<typeof objectsOf>[0]

export function objectsNow(kernel: Kernel): Objects {
  const state = kernel.inspect('apiserver') as ServerState
  const lists = new Map<string, readonly ApiObject[]>()
  const list = (group: string, resource: string): readonly ApiObject[] => {
    const key = `${group}/${resource}`
    let found = lists.get(key)
    if (!found) lists.set(key, (found = [...objectsOf(state, group, resource)]))
    return found
  }
  return {
    list: (group, resource) => list(group, resource) as never,
    get: ({ group, resource, namespace, name }) => list(group, resource).find(({ metadata }) => metadata.name === name && (metadata.namespace ?? '') === namespace),
    revision: apiServerView(state).revision,
  }
}

/** Whether the objects are shown as they were written with this revision. */
export const isShown = (kernel: Kernel, key: string, revision: number): boolean => hasHeard(kernel.inspect('apiserver') as ServerState, key, revision)

export const ownerRefOf = (metadata: ObjectMeta): { readonly kind: string; readonly name: string; readonly uid: string; readonly apiVersion: string } | undefined =>
  metadata.ownerReferences?.find(({ controller }) => controller)

export const isStatic = (pod: Pod): boolean => pod.metadata.annotations?.['kubernetes.io/config.mirror'] !== undefined
