import { hasTable, tableOf, type ApiObject, type ListMeta, type ResourceInfo } from '../../api/index.ts'
import type { ApiRequest } from '../messages.ts'

/** How the client wants objects: as they are, as a Table, or only their metadata. */
export type OutputForm =
  | { readonly as: 'object' }
  | { readonly as: 'table'; readonly include: 'Metadata' | 'Object' | 'None' }
  | { readonly as: 'metadata' }

const OBJECT: OutputForm = { as: 'object' }
const METADATA: OutputForm = { as: 'metadata' }

/** Undefined where no offered media type is acceptable: 406. */
export function outputForm({ headers, query }: ApiRequest, info: ResourceInfo | undefined): OutputForm | undefined {
  const accept = headers?.accept
  return !accept || accept === 'application/json' ? OBJECT : firstAcceptable(accept, query, info)
}

function firstAcceptable(accept: string, query: ApiRequest['query'], info: ResourceInfo | undefined): OutputForm | undefined {
  for (const range of accept.split(',')) {
    const [type, ...parameters] = range.split(';').map((part) => part.trim())
    if (!ACCEPTED.has(type!)) continue
    const as = parameters.find((parameter) => parameter.startsWith('as='))?.slice(3)
    if (as === undefined || as.startsWith('APIGroupDiscovery')) return OBJECT
    if (!parameters.includes('g=meta.k8s.io')) continue
    if (as === 'Table' && info && hasTable(info)) return { as: 'table', include: includeOf(query?.includeObject) }
    if (as === 'PartialObjectMetadata' || as === 'PartialObjectMetadataList') return METADATA
  }
  return undefined
}

const ACCEPTED: ReadonlySet<string> = new Set([
  'application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf', 'application/cbor', '*/*', 'application/*',
])

function includeOf(text: string | undefined): 'Metadata' | 'Object' | 'None' {
  return text === 'Object' || text === 'None' ? text : 'Metadata'
}

export function presentOne(form: OutputForm, info: ResourceInfo, object: ApiObject, nowUs: number): unknown {
  switch (form.as) {
    case 'object': return object
    case 'table': return tableOf(info, [object], { nowUs, includeObject: form.include, list: { resourceVersion: object.metadata.resourceVersion } })
    case 'metadata': return { apiVersion: 'meta.k8s.io/v1', kind: 'PartialObjectMetadata', metadata: object.metadata }
  }
}

export function presentList(form: OutputForm, info: ResourceInfo, items: readonly ApiObject[], list: ListMeta, nowUs: number): unknown {
  switch (form.as) {
    case 'object': return { apiVersion: info.group === '' ? info.version : `${info.group}/${info.version}`, kind: `${info.kind}List`, metadata: list, items }
    case 'table': return tableOf(info, items, { nowUs, includeObject: form.include, list })
    case 'metadata': return {
      apiVersion: 'meta.k8s.io/v1', kind: 'PartialObjectMetadataList', metadata: list,
      items: items.map((object) => ({ apiVersion: 'meta.k8s.io/v1', kind: 'PartialObjectMetadata', metadata: object.metadata })),
    }
  }
}
