import { forbidden, sameValue, type ApiObject, type ClusterRole, type PolicyRule, type Role, type RoleBinding, type Status } from '../../../api/index.ts'
import type { UserInfo } from '../authn/authentication.ts'
import type { Exchange } from '../exchange.ts'
import type { ApiServerState } from '../state.ts'
import { known } from '../storage/lookup.ts'
import { authorize } from './authorization.ts'
import { grantsOf } from './rbac.ts'

const GROUP = 'rbac.authorization.k8s.io'

/** Nobody may give away what they do not hold: roles need all their rules or the verb escalate, bindings all rules of the role or the verb bind. */
export function grantFailure(state: ApiServerState, { info, user }: Exchange, object: ApiObject, old: ApiObject | undefined): Status | undefined {
  const namespace = object.metadata.namespace ?? ''
  if (object.kind === 'Role' || object.kind === 'ClusterRole') {
    const { rules } = object as unknown as Role | ClusterRole
    if (old && sameValue(rules, (old as unknown as Role).rules)) return undefined
    if (authorize(state, user, { ...info, verb: 'escalate', isResource: true, subresource: '' }).allowed) return undefined
    return refusal(state, info, object, user, namespace, rules ?? [])
  }
  if (object.kind === 'RoleBinding' || object.kind === 'ClusterRoleBinding') {
    const { roleRef } = object as unknown as RoleBinding
    if (old && sameValue(object.subjects, old.subjects) && sameValue(object.roleRef, old.roleRef)) return undefined
    const resource = roleRef.kind === 'ClusterRole' ? 'clusterroles' : 'roles'
    if (authorize(state, user, { verb: 'bind', isResource: true, group: GROUP, resource, subresource: '', namespace, name: roleRef.name, path: '' }).allowed) return undefined
    const role = known(state, GROUP, resource, resource === 'roles' ? `${namespace}/${roleRef.name}` : roleRef.name) as unknown as Role | undefined
    return refusal(state, info, object, user, namespace, role?.rules ?? [], role ? undefined : `${roleRef.kind.toLowerCase()}.${GROUP} ${JSON.stringify(roleRef.name)} not found`)
  }
  return undefined
}

function refusal(state: ApiServerState, resource: { group: string; resource: string }, object: ApiObject, user: UserInfo, namespace: string, wanted: readonly PolicyRule[], missingRole?: string): Status | undefined {
  const held = [...grantsOf(state, user, namespace, [])].map(({ rule }) => rule)
  const lacking = lackingRules(held, wanted)
  if (lacking.length === 0 && !missingRole) return undefined
  const head = `user ${JSON.stringify(user.name)} (groups=[${user.groups.map((group) => JSON.stringify(group)).join(' ')}]) is attempting to grant RBAC permissions not currently held:`
  const detail = lacking.length > 0 ? `${head}\n${lacking.map(ruleText).join('\n')}` : missingRole!
  return forbidden(resource, object.metadata.name ?? '', detail)
}

/** What of these rules the others do not allow, in the smallest pieces. Models validation.Covers. */
export const lackingRules = (held: readonly PolicyRule[], wanted: readonly PolicyRule[]): readonly PolicyRule[] => wanted.flatMap(simpleRules).filter((rule) => !held.some((one) => covers(one, rule)))

/** One verb, one group and one resource (or path) each, so that each can be held through another role. */
function simpleRules(rule: PolicyRule): PolicyRule[] {
  const simple: PolicyRule[] = []
  for (const verb of rule.verbs) {
    for (const group of rule.apiGroups ?? []) for (const resource of rule.resources ?? []) {
      const base = { verbs: [verb], apiGroups: [group], resources: [resource] }
      if (!rule.resourceNames?.length) simple.push(base)
      else for (const name of rule.resourceNames) simple.push({ ...base, resourceNames: [name] })
    }
    for (const url of rule.nonResourceURLs ?? []) simple.push({ verbs: [verb], nonResourceURLs: [url] })
  }
  return simple
}

function covers(held: PolicyRule, simple: PolicyRule): boolean {
  const any = (values: readonly string[] | undefined, wanted: readonly string[] | undefined): boolean => !wanted || (values !== undefined && (values.includes('*') || wanted.every((one) => values.includes(one))))
  if (!any(held.verbs, simple.verbs)) return false
  if (simple.nonResourceURLs) return simple.nonResourceURLs.every((url) => held.nonResourceURLs?.some((one) => one === url || (one.endsWith('*') && url.startsWith(one.slice(0, -1)))))
  const names = !held.resourceNames?.length || (simple.resourceNames !== undefined && simple.resourceNames.every((name) => held.resourceNames!.includes(name)))
  const resources = any(held.resources, simple.resources) || simple.resources!.every((one) => held.resources?.includes(`*/${one.split('/')[1]}`))
  return any(held.apiGroups, simple.apiGroups) && resources && names
}

function ruleText({ apiGroups, resources, resourceNames, nonResourceURLs, verbs }: PolicyRule): string {
  const list = (values: readonly string[]): string => `[${values.map((value) => JSON.stringify(value)).join(' ')}]`
  const parts: string[] = []
  if (apiGroups) parts.push(`APIGroups:${list(apiGroups)}`)
  if (resources) parts.push(`Resources:${list(resources)}`)
  if (resourceNames) parts.push(`ResourceNames:${list(resourceNames)}`)
  if (nonResourceURLs) parts.push(`NonResourceURLs:${list(nonResourceURLs)}`)
  parts.push(`Verbs:${list(verbs)}`)
  return `{${parts.join(', ')}}`
}
