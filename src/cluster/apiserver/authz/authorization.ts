import { forbidden, type Status } from '../../../api/index.ts'
import type { UserInfo } from '../authn/authentication.ts'
import type { ApiServerState } from '../state.ts'
import { nodeDecision } from './node.ts'
import { rbacDecision } from './rbac.ts'
import type { Attributes } from './rules.ts'

export interface Decision { readonly allowed: boolean; readonly reason: string }

/** The chain: system:masters may do anything; then the node authorizer, then RBAC. Nobody objects, somebody must allow. */
export function authorize(state: ApiServerState, user: UserInfo, wanted: Attributes, fieldSelector?: string): Decision {
  if (user.groups.includes('system:masters')) return MASTERS
  const node = nodeDecision(state, user, wanted, fieldSelector)
  if (node === '') return NODE
  const rbac = rbacDecision(state, user, wanted)
  if (rbac.allowed || !node) return rbac
  return { allowed: false, reason: node }
}

const MASTERS: Decision = { allowed: true, reason: '' }
const NODE: Decision = { allowed: true, reason: '' }

/** The answer 403 with upstream's sentence. */
export function forbiddenRequest(user: UserInfo, wanted: Attributes, reason: string): Status {
  const who = `User ${JSON.stringify(user.name)} cannot ${wanted.verb}`
  const why = reason === '' ? '' : `: ${reason}`
  if (!wanted.isResource) return forbidden({ group: '', resource: '' }, '', `${who} path ${JSON.stringify(wanted.path)}${why}`)
  const resource = wanted.subresource === '' ? wanted.resource : `${wanted.resource}/${wanted.subresource}`
  const where = wanted.namespace === '' ? 'at the cluster scope' : `in the namespace ${JSON.stringify(wanted.namespace)}`
  return forbidden(wanted, wanted.name, `${who} resource ${JSON.stringify(resource)} in API group ${JSON.stringify(wanted.group)} ${where}${why}`)
}
