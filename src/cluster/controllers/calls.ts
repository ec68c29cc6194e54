import type { ApiObject } from '../../api/index.ts'
import type { Call } from '../client/state.ts'

// The requests that controllers make, as values.

interface Place { readonly group: string; readonly version: string; readonly resource: string }

export const PODS: Place = { group: '', version: 'v1', resource: 'pods' }
export const NODES: Place = { group: '', version: 'v1', resource: 'nodes' }
export const NAMESPACES: Place = { group: '', version: 'v1', resource: 'namespaces' }
export const SERVICE_ACCOUNTS: Place = { group: '', version: 'v1', resource: 'serviceaccounts' }
export const CONFIG_MAPS: Place = { group: '', version: 'v1', resource: 'configmaps' }
export const REPLICA_SETS: Place = { group: 'apps', version: 'v1', resource: 'replicasets' }
export const DEPLOYMENTS: Place = { group: 'apps', version: 'v1', resource: 'deployments' }
export const ENDPOINT_SLICES: Place = { group: 'discovery.k8s.io', version: 'v1', resource: 'endpointslices' }
export const CLUSTER_ROLES: Place = { group: 'rbac.authorization.k8s.io', version: 'v1', resource: 'clusterroles' }

export function pathTo({ group, version, resource }: Place, namespace: string | undefined, name?: string, subresource?: string): string {
  const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`
  const collection = namespace ? `${root}/namespaces/${namespace}/${resource}` : `${root}/${resource}`
  if (name === undefined) return collection
  return subresource === undefined ? `${collection}/${name}` : `${collection}/${name}/${subresource}`
}

interface Named { readonly metadata: { readonly name?: string; readonly namespace?: string } }

export const getCall = (place: Place, namespace: string | undefined, name: string): Call =>
  ({ method: 'GET', path: pathTo(place, namespace, name) })

export const createCall = (place: Place, body: Named): Call =>
  ({ method: 'POST', path: pathTo(place, body.metadata.namespace), body })

export const updateCall = (place: Place, body: Named, subresource?: string): Call =>
  ({ method: 'PUT', path: pathTo(place, body.metadata.namespace, body.metadata.name, subresource), body })

export const deleteCall = (place: Place, { metadata: { name, namespace } }: Named, options?: object): Call =>
  ({ method: 'DELETE', path: pathTo(place, namespace, name), body: options === undefined ? undefined : { kind: 'DeleteOptions', apiVersion: 'v1', ...options } })

export const patchCall = (place: Place, { metadata: { name, namespace } }: Named, body: unknown, subresource?: string): Call =>
  ({ method: 'PATCH', path: pathTo(place, namespace, name, subresource), body, headers: STRATEGIC })

export const mergePatchCall = (path: string, body: unknown): Call => ({ method: 'PATCH', path, body, headers: MERGE })

const STRATEGIC = { 'content-type': 'application/strategic-merge-patch+json' } as const
const MERGE = { 'content-type': 'application/merge-patch+json' } as const

/** A Status says why a request failed in its causes. */
export const hasCause = (body: unknown, reason: string): boolean =>
  ((body as { details?: { causes?: readonly { reason?: string }[] } } | undefined)?.details?.causes ?? []).some((cause) => cause.reason === reason)

/** Creating in a namespace that is going away fails forever: not an error to repeat. */
export const namespaceTerminating = (body: unknown): boolean => hasCause(body, 'NamespaceTerminating')

export const bodyAs = <T>(body: unknown): T => body as T

/** Zero, empty and absent are the same in an API object: leave them out, as the real encoder does. */
export function omitZero<T extends object>(fields: T): T {
  const kept: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(fields)) {
    if (value === undefined || value === 0 || value === '' || (Array.isArray(value) && value.length === 0)) continue
    kept[key] = value
  }
  return kept as T
}

/** A copy without one key. */
export function without<T>(record: { readonly [key: string]: T } | undefined, key: string): { readonly [key: string]: T } {
  const kept: Record<string, T> = {}
  for (const name in record) if (name !== key) kept[name] = record[name]!
  return kept
}

/** What was there first comes first: by creation time, then by name. */
export function byAge(a: ApiObjectLike, b: ApiObjectLike): number {
  return compare(a.metadata.creationTimestamp ?? '', b.metadata.creationTimestamp ?? '') || compare(a.metadata.name ?? '', b.metadata.name ?? '')
}

export const compare = (a: string | number, b: string | number): number => (a < b ? -1 : a > b ? 1 : 0)

type ApiObjectLike = Pick<ApiObject, 'metadata'> | { readonly metadata: { readonly name?: string; readonly creationTimestamp?: string } }
