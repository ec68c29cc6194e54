import type { ResourceInfo } from '../../../api/index.ts'

/** Where a resource lives in etcd: '/registry/pods/', '/registry/services/specs/', '/registry/minions/'. */
export function registryPrefix({ group, resource }: { readonly group: string; readonly resource: string }): string {
  return `/registry/${SPECIAL[`${group}/${resource}`] ?? resource}/`
}

/** The key of an object in etcd; `namespace` is '' for what has none. */
export const registryKey = (ref: { readonly group: string; readonly resource: string; readonly namespace: string; readonly name: string }): string => `${registryPrefix(ref)}${ref.namespace === '' ? '' : `${ref.namespace}/`}${ref.name}`

/** The end of the range of all keys that begin with `prefix`, which ends with a slash. */
export const endOf = (prefix: string): string => `${prefix.slice(0, -1)}0`

/** 'namespace/name' in the cache is the rest of the key in etcd. */
export const cacheKey = (info: ResourceInfo, namespace: string, name: string): string => (info.namespaced ? `${namespace}/${name}` : name)

// Names from before there were groups, and what other registries call their own.
const SPECIAL: Readonly<Record<string, string>> = {
  '/nodes': 'minions',
  '/services': 'services/specs',
}
