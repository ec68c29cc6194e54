import { parseFieldSelector, resourceNamed, type ResourceInfo, type SubresourceInfo } from '../../api/index.ts'
import type { ApiRequest } from '../messages.ts'

/** What a request is about. Models apiserver's RequestInfo; for paths outside the API, `info` is absent and the verb is the method. */
export interface RequestInfo {
  readonly path: string
  readonly verb: string
  readonly isResource: boolean
  readonly group: string
  readonly version: string
  readonly resource: string
  readonly subresource: string
  readonly namespace: string
  readonly name: string
  readonly info: ResourceInfo | undefined
  readonly sub: SubresourceInfo | undefined
}

export function requestInfo(request: ApiRequest): RequestInfo {
  const { method, path, query } = request
  const parts = path.split('/')
  const named = parts[1] === 'apis'
  if (parts[1] !== 'api' && !named) return outside(request)
  const first = named ? 4 : 3
  const resourceAt = parts[first]
  if (!resourceAt || parts[first - 1] === '') return outside(request)

  const group = named ? parts[2]! : ''
  const version = parts[first - 1]!
  let at = first
  let namespace = ''
  // /namespaces/x/pods is about pods; /namespaces/x and its own subresources are about the namespace.
  if (resourceAt === 'namespaces' && parts.length > first + 2 && !OF_NAMESPACE.has(parts[first + 2]!)) {
    namespace = parts[first + 1]!
    at = first + 2
  }
  const resource = parts[at]!
  let name = parts[at + 1] ?? ''
  const subresource = parts[at + 2] ?? ''
  if (resource === 'namespaces' && name !== '') namespace = name
  const info = resourceNamed(group, resource)
  const known = info && info.version === version ? info : undefined

  let verb = VERBS[method]
  if (name === '' && subresource === '') {
    if (verb === 'get') verb = query?.watch === 'true' || query?.watch === '1' ? 'watch' : 'list'
    else if (verb === 'delete') verb = 'deletecollection'
    // A list that asks for one name is authorized as a request for that name.
    if (verb !== 'create' && query?.fieldSelector) name = nameAskedFor(query.fieldSelector)
  }
  return {
    path, verb, isResource: true, group, version, resource, subresource, namespace, name, info: known,
    sub: known && subresource !== '' ? known.subresources.find((sub) => sub.name === subresource) : undefined,
  }
}

/** The one name that a list's field selector allows, as the path would have said it. */
function nameAskedFor(text: string): string {
  if (!text.includes('metadata.name')) return ''
  const selector = parseFieldSelector(text)
  if ('error' in selector) return ''
  const match = /(?:^|,)metadata\.name==?([^,!=]+)(?:,|$)/.exec(text)
  return match?.[1] ?? ''
}

function outside({ method, path }: ApiRequest): RequestInfo {
  return {
    path, verb: method.toLowerCase(), isResource: false, group: '', version: '', resource: '', subresource: '', namespace: '', name: '',
    info: undefined, sub: undefined,
  }
}

const VERBS: Readonly<Record<ApiRequest['method'], string>> = { GET: 'get', POST: 'create', PUT: 'update', PATCH: 'patch', DELETE: 'delete' }
const OF_NAMESPACE: ReadonlySet<string> = new Set(['status', 'finalize', ''])
