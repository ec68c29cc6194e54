import { pathOf } from './resources.ts'
import type { ResourceInfo, SubresourceInfo } from './resources.ts'
import { KIND_TYPES } from './schema/schema.ts'
import { typeId } from './schema/type-ids.ts'

type Paths = readonly (readonly [string, object])[]
type Gvk = { readonly group: string; readonly version: string; readonly kind: string }

const INTEGERS: ReadonlySet<string> = new Set(['gracePeriodSeconds', 'limit', 'tailLines', 'timeoutSeconds'])
const BOOLEANS: ReadonlySet<string> = new Set(['allowWatchBookmarks', 'force', 'orphanDependents', 'sendInitialEvents', 'watch'])
const LIST_QUERY = [
  'allowWatchBookmarks',
  'continue',
  'fieldSelector',
  'labelSelector',
  'limit',
  'resourceVersion',
  'resourceVersionMatch',
  'sendInitialEvents',
  'timeoutSeconds',
  'watch',
]
const WRITE_QUERY = ['dryRun', 'fieldManager', 'fieldValidation']
const DELETE_QUERY = ['dryRun', 'gracePeriodSeconds', 'orphanDependents', 'propagationPolicy']
const PATCH_TYPES = [
  'application/apply-patch+yaml',
  'application/json-patch+json',
  'application/merge-patch+json',
  'application/strategic-merge-patch+json',
]

// Verb of discovery → method, upstream's action and query, for one object and for the collection.
const OBJECT_VERBS = [
  ['get', 'get', 'get', []],
  ['update', 'put', 'put', WRITE_QUERY],
  ['patch', 'patch', 'patch', [...WRITE_QUERY, 'force']],
  ['delete', 'delete', 'delete', DELETE_QUERY],
] as const
const COLLECTION_VERBS = [
  ['list', 'get', 'list', LIST_QUERY],
  ['create', 'post', 'post', WRITE_QUERY],
  ['deletecollection', 'delete', 'deletecollection', [...DELETE_QUERY, ...LIST_QUERY]],
] as const

/** The paths of one resource, with what kubectl looks for: actions, kinds and parameters. */
export function openApiPaths(info: ResourceInfo): Paths {
  const namespace = info.namespaced ? '{namespace}' : undefined
  const gvk = { group: info.group, version: info.version, kind: info.kind }
  const paths: [string, object][] = [[pathOf(info, namespace), operations(COLLECTION_VERBS, info.verbs, gvk, info)]]
  if (info.namespaced && info.verbs.includes('list')) paths.push([pathOf(info), { get: operation('list', LIST_QUERY, gvk, info) }])
  if (info.verbs.includes('get'))
    paths.push([
      pathOf(info, namespace, '{name}'),
      { ...operations(OBJECT_VERBS, info.verbs, gvk, info), parameters: pathParameters(info, true) },
    ])
  for (const sub of info.subresources)
    paths.push([
      pathOf(info, namespace, '{name}', sub.name),
      { ...subresourceOperations(info, sub), parameters: pathParameters(info, true) },
    ])
  return paths
}

function subresourceOperations(info: ResourceInfo, sub: SubresourceInfo): object {
  const gvk = { group: sub.group ?? info.group, version: sub.version ?? info.version, kind: sub.kind }
  const post = sub.verbs.includes('create') ? { post: operation('post', WRITE_QUERY, gvk, info) } : {}
  return { ...operations(OBJECT_VERBS, sub.verbs, gvk, info), ...post }
}

function operations(
  table: readonly (readonly [string, string, string, readonly string[]])[],
  verbs: readonly string[],
  gvk: Gvk,
  info: ResourceInfo,
): object {
  const served = table.filter(([verb]) => verbs.includes(verb))
  return Object.fromEntries(served.map(([, method, action, query]) => [method, operation(action, query, gvk, info)]))
}

function operation(action: string, query: readonly string[], gvk: Gvk, info: ResourceInfo): object {
  const type = KIND_TYPES[`${gvk.group === '' ? gvk.version : `${gvk.group}/${gvk.version}`} ${gvk.kind}`]
  const schema = type ? { $ref: `#/components/schemas/${typeId(type).full}` } : { type: 'string' }
  const content = (types: readonly string[], body: object): object => Object.fromEntries(types.map((mime) => [mime, { schema: body }]))
  const parameters = [...query, 'pretty'].map((name) => ({
    name,
    in: 'query',
    schema: { type: INTEGERS.has(name) ? 'integer' : BOOLEANS.has(name) ? 'boolean' : 'string', uniqueItems: true },
  }))
  const body =
    action === 'patch'
      ? content(PATCH_TYPES, { type: 'object' })
      : action === 'post' || action === 'put'
        ? content(['*/*'], schema)
        : undefined
  return {
    tags: [`${info.group === '' ? 'core' : info.group.split('.')[0]}_${info.version}`],
    parameters,
    ...(body && { requestBody: { content: body, required: true } }),
    responses: {
      200: { description: 'OK', content: content(['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf'], schema) },
      401: { description: 'Unauthorized' },
    },
    'x-kubernetes-action': action,
    'x-kubernetes-group-version-kind': gvk,
  }
}

function pathParameters(info: ResourceInfo, named: boolean): readonly object[] {
  const names = [...(named ? ['name'] : []), ...(info.namespaced ? ['namespace'] : [])]
  return names.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string', uniqueItems: true } }))
}
