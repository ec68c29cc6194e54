import { parseFieldSelector, type Pod } from '../../../api/index.ts'
import type { UserInfo } from '../authn/authentication.ts'
import type { ApiServerState } from '../state.ts'
import { known } from '../storage/lookup.ts'
import { isReferenced } from './node-references.ts'
import type { Attributes } from './rules.ts'

/** The node that a kubelet's certificate speaks for; undefined for anybody else. */
export function nodeOfUser({ name, groups }: UserInfo): string | undefined {
  return name.startsWith(PREFIX) && groups.includes('system:nodes') ? name.slice(PREFIX.length) : undefined
}

const PREFIX = 'system:node:'
const READ = ['get', 'list', 'watch']

/** What every kubelet may do as far as verbs go. Models bootstrappolicy.NodeRules for the kinds that are served. */
const RULES: Readonly<Record<string, readonly string[]>> = {
  '/services': READ, '/nodes': [...READ, 'create', 'update', 'patch'], '/nodes/status': ['update', 'patch'],
  '/pods': [...READ, 'create', 'delete'], '/pods/status': ['update', 'patch'], '/pods/eviction': ['create'],
  '/secrets': READ, '/configmaps': READ, '/serviceaccounts': ['get'], '/serviceaccounts/token': ['create'],
  '/events': ['create', 'update', 'patch'],
  'coordination.k8s.io/leases': ['get', 'create', 'update', 'patch', 'delete'],
  'authentication.k8s.io/tokenreviews': ['create'],
  'authorization.k8s.io/subjectaccessreviews': ['create'], 'authorization.k8s.io/localsubjectaccessreviews': ['create'],
}

/** Undefined: no opinion, RBAC decides. '' allows, a text says why not. Models the node authorizer. */
export function nodeDecision(state: ApiServerState, user: UserInfo, wanted: Attributes, fieldSelector: string | undefined): string | undefined {
  const node = nodeOfUser(user)
  if (node === undefined || !wanted.isResource) return undefined
  const { verb, group, resource, subresource, name } = wanted
  const what = `${group}/${resource}${subresource && `/${subresource}`}`
  if (!RULES[what]?.includes(verb)) return undefined
  switch (what) {
    case '/secrets': case '/configmaps': case '/serviceaccounts': case '/serviceaccounts/token':
      if (name === '') return resource === 'serviceaccounts' ? 'can only create tokens for individual service accounts' : 'No Object name found'
      if (wanted.namespace === '') return 'can only read namespaced object of this type'
      return isReferenced(state, node, resource as 'secrets', wanted.namespace, name) ? '' : unrelated(node)
    case '/nodes':
      if (verb === 'create') return ''
      if (READ.includes(verb)) return name === node ? '' : `node '${node}' cannot read '${name}', only its own Node object`
      return ''
    case '/pods':
      if (verb === 'get' && name !== '') return podNode(state, wanted) === node ? '' : podNode(state, wanted) === undefined ? '' : unrelated(node)
      if (verb === 'list' || verb === 'watch') return selects(fieldSelector, node) ? '' : 'can only list/watch pods with spec.nodeName field selector'
      return ''
    case 'coordination.k8s.io/leases':
      if (wanted.namespace !== 'kube-node-lease') return undefined
      return verb === 'create' || name === node ? '' : 'can only access node lease with the same name as the requesting node'
    default: return ''
  }
}

const podNode = (state: ApiServerState, { namespace, name }: Attributes): string | undefined => (known(state, '', 'pods', `${namespace}/${name}`) as unknown as Pod | undefined)?.spec.nodeName

const unrelated = (node: string): string => `no relationship found between node '${node}' and this object`

function selects(text: string | undefined, node: string): boolean {
  if (!text) return false
  if (text === `spec.nodeName=${node}`) return true
  const selector = parseFieldSelector(text)
  return !('error' in selector) && selector.terms.some((term) => term.field === 'spec.nodeName' && term.operator === '=' && term.value === node)
}
