import { API_GROUPS, RESOURCES, apiVersionOf } from './resources.ts'
import type { ResourceInfo } from './resources.ts'

const SERVER_ADDRESSES = [{ clientCIDR: '0.0.0.0/0', serverAddress: '192.168.0.10:6443' }]

/** The APIGroupDiscoveryList of /api ('core') or /apis ('named'). Models apidiscovery.k8s.io/v2. */
export function aggregatedDiscovery(groups: 'core' | 'named'): unknown {
  const names = API_GROUPS.filter((group) => (group === '') === (groups === 'core'))
  return {
    kind: 'APIGroupDiscoveryList',
    apiVersion: 'apidiscovery.k8s.io/v2',
    metadata: {},
    items: names.map((group) => ({
      metadata: group === '' ? {} : { name: group },
      versions: [{ version: 'v1', resources: resourcesOf(group).map(aggregatedResource), freshness: 'Current' }],
    })),
  }
}

/** The older documents: '/api', '/apis', '/api/v1', '/apis/apps', '/apis/apps/v1'. Undefined for any other path. */
export function legacyDiscovery(path: string): unknown {
  if (path === '/api') return { kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs: SERVER_ADDRESSES }
  if (path === '/apis')
    return { kind: 'APIGroupList', apiVersion: 'v1', groups: API_GROUPS.filter((group) => group !== '').map(groupDocument) }
  if (path === '/api/v1') return resourceList('')
  const [, group = '', version] = /^\/apis\/([^/]+)(?:\/([^/]+))?$/.exec(path) ?? []
  if (group === '' || !API_GROUPS.includes(group)) return undefined
  if (version === undefined) return { kind: 'APIGroup', apiVersion: 'v1', ...groupDocument(group) }
  return version === 'v1' ? resourceList(group) : undefined
}

function groupDocument(group: string): object {
  const version = { groupVersion: `${group}/v1`, version: 'v1' }
  return { name: group, versions: [version], preferredVersion: version }
}

// NB: without storageVersionHash, because nothing here migrates stored versions.
function resourceList(group: string): unknown {
  const resources = resourcesOf(group).flatMap((info) => [
    {
      name: info.resource,
      singularName: info.singular,
      namespaced: info.namespaced,
      kind: info.kind,
      verbs: info.verbs,
      ...(info.shortNames.length > 0 && { shortNames: info.shortNames }),
      ...(info.categories.length > 0 && { categories: info.categories }),
    },
    ...info.subresources.map((sub) => ({
      name: `${info.resource}/${sub.name}`,
      singularName: '',
      namespaced: info.namespaced,
      ...(sub.group !== undefined && { group: sub.group }),
      ...(sub.version !== undefined && { version: sub.version }),
      kind: sub.kind,
      verbs: sub.verbs,
    })),
  ])
  return {
    kind: 'APIResourceList',
    ...(group !== '' && { apiVersion: 'v1' }),
    groupVersion: apiVersionOf({ group, version: 'v1' }),
    resources,
  }
}

/** An empty group and version mean the ones of the list. */
function aggregatedResource(info: ResourceInfo): object {
  return {
    resource: info.resource,
    responseKind: { group: '', version: '', kind: info.kind },
    scope: info.namespaced ? 'Namespaced' : 'Cluster',
    singularResource: info.singular,
    verbs: info.verbs,
    ...(info.shortNames.length > 0 && { shortNames: info.shortNames }),
    ...(info.categories.length > 0 && { categories: info.categories }),
    ...(info.subresources.length > 0 && {
      subresources: info.subresources.map((sub) => ({
        subresource: sub.name,
        responseKind: { group: sub.group ?? '', version: sub.version ?? '', kind: sub.kind },
        verbs: sub.verbs,
      })),
    }),
  }
}

function resourcesOf(group: string): readonly ResourceInfo[] {
  return RESOURCES.filter((info) => info.group === group).sort((a, b) => (a.resource < b.resource ? -1 : 1))
}
