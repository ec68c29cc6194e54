import { fieldDocs, type FieldDocs } from './field-docs.ts'
import { openApiPaths } from './openapi-paths.ts'
import { API_GROUPS, RESOURCES } from './resources.ts'
import { KIND_TYPES, typeSchema } from './schema/schema.ts'
import type { FieldSchema, TypeSchema } from './schema/schema.ts'
import { typeId } from './schema/type-ids.ts'
import { VERSION_INFO } from './version-info.ts'

type Schema = { readonly [keyword: string]: unknown }

const GROUP_VERSION_PATHS: readonly string[] = API_GROUPS.map((group) => (group === '' ? 'api/v1' : `apis/${group}/v1`))

/** The document of /openapi/v3. The hash tells a client whether its copy is still good: ours changes with the version only. */
export function openApiV3Index(): unknown {
  const hash = VERSION_INFO.gitVersion
  return { paths: Object.fromEntries(GROUP_VERSION_PATHS.map((path) => [path, { serverRelativeURL: `/openapi/v3/${path}?hash=${hash}` }])) }
}

const documents = new Map<string, unknown>()

/** The OpenAPI v3 document of 'api/v1' or 'apis/apps/v1', made once. Undefined for a group version that is not served. */
export function openApiV3(groupVersion: string): unknown {
  if (!GROUP_VERSION_PATHS.includes(groupVersion)) return undefined
  if (!documents.has(groupVersion)) documents.set(groupVersion, documentOf(groupVersion))
  return documents.get(groupVersion)
}

function documentOf(groupVersion: string): unknown {
  const group = groupVersion === 'api/v1' ? '' : groupVersion.split('/')[1]!
  const resources = RESOURCES.filter((info) => info.group === group)
  const roots = resources.flatMap(({ kind, version, subresources }) => [
    typeOf(group, version, kind),
    ...subresources.map((sub) => typeOf(sub.group ?? group, sub.version ?? version, sub.kind)),
  ])
  const docs = fieldDocs()
  const schemas: Record<string, Schema> = {}
  for (const name of reachable([...roots, 'Status', 'DeleteOptions']))
    schemas[typeId(name).full] = typeDocument(name, typeSchema(name), docs)
  return {
    openapi: '3.0.0',
    info: { title: 'Kubernetes', version: VERSION_INFO.gitVersion },
    paths: Object.fromEntries(resources.flatMap(openApiPaths)),
    components: { schemas },
  }
}

function typeOf(group: string, version: string, kind: string): string | undefined {
  return KIND_TYPES[`${group === '' ? version : `${group}/${version}`} ${kind}`]
}

/** Every type that these are made of, in order of name. */
function reachable(roots: readonly (string | undefined)[]): readonly string[] {
  const seen = new Set<string>()
  const open = roots.filter((name) => name !== undefined)
  const look = (field: FieldSchema | undefined): void => {
    if (!field) return
    if (field.ref) open.push(field.ref)
    look(field.items)
    look(field.values)
  }
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (seen.has(name)) continue
    seen.add(name)
    for (const field of Object.values(typeSchema(name).fields)) look(field)
  }
  return [...seen].sort()
}

function typeDocument(name: string, type: TypeSchema, docs: FieldDocs): Schema {
  const { description, fields = {} } = docs[name] ?? {}
  const described = description === undefined ? {} : { description }
  if (name === 'IntOrString') return { ...described, format: 'int-or-string', oneOf: [{ type: 'integer' }, { type: 'string' }] }
  if (name === 'Quantity') return { ...described, oneOf: [{ type: 'string' }, { type: 'number' }] }
  if (type.type) return { ...described, type: type.type, ...(type.format && { format: type.format }) }
  const { gvk } = typeId(name)
  const names = Object.keys(type.fields)
  const requiredNames = names.filter((field) => type.fields[field]!.required)
  return {
    ...described,
    type: 'object',
    ...(names.length > 0 && {
      properties: Object.fromEntries(names.map((field) => [field, fieldDocument(type.fields[field]!, fields[field])])),
    }),
    ...(requiredNames.length > 0 && { required: requiredNames }),
    ...(type.mapType && { 'x-kubernetes-map-type': type.mapType }),
    ...(gvk && { 'x-kubernetes-group-version-kind': [gvk] }),
  }
}

function fieldDocument(field: FieldSchema, description?: string): Schema {
  const extensions = {
    ...(description !== undefined && { description }),
    ...(field.default !== undefined && { default: field.default }),
    ...(field.listType && { 'x-kubernetes-list-type': field.listType }),
    ...(field.mapKeys && { 'x-kubernetes-list-map-keys': field.mapKeys }),
    ...(field.mapType && { 'x-kubernetes-map-type': field.mapType }),
    ...(field.patchMergeKey && { 'x-kubernetes-patch-merge-key': field.patchMergeKey }),
    ...(field.patchStrategy && { 'x-kubernetes-patch-strategy': field.patchStrategy }),
  }
  if (field.ref) return { ...extensions, allOf: [{ $ref: `#/components/schemas/${typeId(field.ref).full}` }] }
  switch (field.type) {
    case 'array':
      return { ...extensions, type: 'array', items: fieldDocument(field.items ?? {}) }
    case 'map':
      return { ...extensions, type: 'object', additionalProperties: fieldDocument(field.values ?? {}) }
    default:
      return { ...extensions, ...(field.type && { type: field.type }), ...(field.format && { format: field.format }) }
  }
}
