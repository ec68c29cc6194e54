export interface SubresourceInfo {
  readonly name: string
  readonly kind: string
  readonly group?: string
  readonly version?: string
  readonly verbs: readonly string[]
}

/** One served resource. `group` is '' for core. */
export interface ResourceInfo {
  readonly group: string
  readonly version: string
  readonly resource: string
  readonly singular: string
  readonly kind: string
  readonly namespaced: boolean
  readonly shortNames: readonly string[]
  readonly categories: readonly string[]
  readonly verbs: readonly string[]
  readonly subresources: readonly SubresourceInfo[]
}

const ALL_VERBS = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'] as const
const CHANGE = ['get', 'patch', 'update'] as const
const PROXY = ['create', 'delete', 'get', 'patch', 'update'] as const
const SCALE: SubresourceInfo = { name: 'scale', kind: 'Scale', group: 'autoscaling', version: 'v1', verbs: CHANGE }

/** Every kind that this API server serves, in the order of discovery. */
export const RESOURCES: readonly ResourceInfo[] = [
  served('', 'Binding', 'bindings', { verbs: ['create'] }),
  served('', 'ConfigMap', 'configmaps', { shortNames: ['cm'] }),
  served('', 'Event', 'events', { shortNames: ['ev'] }),
  served('', 'Namespace', 'namespaces', {
    namespaced: false,
    shortNames: ['ns'],
    verbs: ALL_VERBS.filter((verb) => verb !== 'deletecollection'),
    subresources: [{ name: 'finalize', kind: 'Namespace', verbs: ['update'] }, status('Namespace')],
  }),
  served('', 'Node', 'nodes', {
    namespaced: false,
    shortNames: ['no'],
    subresources: [{ name: 'proxy', kind: 'NodeProxyOptions', verbs: PROXY }, status('Node')],
  }),
  served('', 'Pod', 'pods', {
    shortNames: ['po'],
    categories: ['all'],
    subresources: [
      { name: 'attach', kind: 'PodAttachOptions', verbs: ['create', 'get'] },
      { name: 'binding', kind: 'Binding', verbs: ['create'] },
      { name: 'ephemeralcontainers', kind: 'Pod', verbs: CHANGE },
      { name: 'eviction', kind: 'Eviction', group: 'policy', version: 'v1', verbs: ['create'] },
      { name: 'exec', kind: 'PodExecOptions', verbs: ['create', 'get'] },
      { name: 'log', kind: 'Pod', verbs: ['get'] },
      { name: 'portforward', kind: 'PodPortForwardOptions', verbs: ['create', 'get'] },
      { name: 'proxy', kind: 'PodProxyOptions', verbs: PROXY },
      { name: 'resize', kind: 'Pod', verbs: CHANGE },
      status('Pod'),
    ],
  }),
  served('', 'Secret', 'secrets', {}),
  served('', 'ServiceAccount', 'serviceaccounts', {
    shortNames: ['sa'],
    subresources: [{ name: 'token', kind: 'TokenRequest', group: 'authentication.k8s.io', version: 'v1', verbs: ['create'] }],
  }),
  served('', 'Service', 'services', {
    shortNames: ['svc'],
    categories: ['all'],
    subresources: [{ name: 'proxy', kind: 'ServiceProxyOptions', verbs: PROXY }, status('Service')],
  }),
  served('apps', 'Deployment', 'deployments', { shortNames: ['deploy'], categories: ['all'], subresources: [SCALE, status('Deployment')] }),
  served('apps', 'ReplicaSet', 'replicasets', { shortNames: ['rs'], categories: ['all'], subresources: [SCALE, status('ReplicaSet')] }),
  served('authentication.k8s.io', 'SelfSubjectReview', 'selfsubjectreviews', { namespaced: false, verbs: ['create'] }),
  served('authentication.k8s.io', 'TokenReview', 'tokenreviews', { namespaced: false, verbs: ['create'] }),
  served('authorization.k8s.io', 'LocalSubjectAccessReview', 'localsubjectaccessreviews', { verbs: ['create'] }),
  served('authorization.k8s.io', 'SelfSubjectAccessReview', 'selfsubjectaccessreviews', { namespaced: false, verbs: ['create'] }),
  served('authorization.k8s.io', 'SelfSubjectRulesReview', 'selfsubjectrulesreviews', { namespaced: false, verbs: ['create'] }),
  served('authorization.k8s.io', 'SubjectAccessReview', 'subjectaccessreviews', { namespaced: false, verbs: ['create'] }),
  served('rbac.authorization.k8s.io', 'ClusterRoleBinding', 'clusterrolebindings', { namespaced: false }),
  served('rbac.authorization.k8s.io', 'ClusterRole', 'clusterroles', { namespaced: false }),
  served('rbac.authorization.k8s.io', 'RoleBinding', 'rolebindings', {}),
  served('rbac.authorization.k8s.io', 'Role', 'roles', {}),
  served('scheduling.k8s.io', 'PriorityClass', 'priorityclasses', { namespaced: false, shortNames: ['pc'] }),
  served('coordination.k8s.io', 'Lease', 'leases', {}),
  served('discovery.k8s.io', 'EndpointSlice', 'endpointslices', {}),
  served('flowcontrol.apiserver.k8s.io', 'FlowSchema', 'flowschemas', { namespaced: false, subresources: [status('FlowSchema')] }),
  served('flowcontrol.apiserver.k8s.io', 'PriorityLevelConfiguration', 'prioritylevelconfigurations', { namespaced: false, subresources: [status('PriorityLevelConfiguration')] }),
]

/** The groups that have resources, core as '' first. */
export const API_GROUPS: readonly string[] = [...new Set(RESOURCES.map(({ group }) => group))]

const BY_RESOURCE: ReadonlyMap<string, ResourceInfo> = new Map(RESOURCES.map((info) => [`${info.group}/${info.resource}`, info]))
const BY_KIND: ReadonlyMap<string, ResourceInfo> = new Map(RESOURCES.map((info) => [`${apiVersionOf(info)} ${info.kind}`, info]))

/** `resource` is the plural name, `group` is '' for core. */
export function resourceNamed(group: string, resource: string): ResourceInfo | undefined {
  return BY_RESOURCE.get(`${group}/${resource}`)
}

export function resourceOfKind(apiVersion: string, kind: string): ResourceInfo | undefined {
  return BY_KIND.get(`${apiVersion} ${kind}`)
}

/** 'v1' or 'apps/v1'. */
export function apiVersionOf(info: { readonly group: string; readonly version: string }): string {
  return info.group === '' ? info.version : `${info.group}/${info.version}`
}

/** '/apis/apps/v1/namespaces/default/deployments/web/status' */
export function pathOf(
  info: { readonly group: string; readonly version: string; readonly resource: string },
  namespace?: string,
  name?: string,
  subresource?: string,
): string {
  let path = info.group === '' ? `/api/${info.version}` : `/apis/${info.group}/${info.version}`
  if (namespace) path += `/namespaces/${namespace}`
  path += `/${info.resource}`
  if (name) path += `/${name}`
  if (subresource) path += `/${subresource}`
  return path
}

function served(group: string, kind: string, resource: string, more: Partial<ResourceInfo>): ResourceInfo {
  return {
    group,
    version: 'v1',
    resource,
    singular: kind.toLowerCase(),
    kind,
    namespaced: true,
    shortNames: [],
    categories: [],
    verbs: ALL_VERBS,
    subresources: [],
    ...more,
  }
}

function status(kind: string): SubresourceInfo {
  return { name: 'status', kind, verbs: CHANGE }
}
