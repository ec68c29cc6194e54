import type { ClusterRole, ClusterRoleBinding, PolicyRule, Role, RoleBinding, Subject } from '../../../api/index.ts'
import type { UserInfo } from '../authn/authentication.ts'
import type { ApiServerState } from '../state.ts'
import { known } from '../storage/lookup.ts'
import type { RbacDecision } from './rbac-index.ts'
import { ruleMatches, type Attributes } from './rules.ts'

const GROUP = 'rbac.authorization.k8s.io'
const DECISIONS_MAX = 20_000

/** One rule that a user has, and through what. */
export interface Grant { readonly rule: PolicyRule; readonly reason: string }

/** RBAC's answer, remembered until any role or binding changes. */
export function rbacDecision(state: ApiServerState, user: UserInfo, wanted: Attributes): RbacDecision {
  const { decisions } = state.rbac
  const what = wanted.isResource ? `${wanted.group}/${wanted.resource}/${wanted.subresource}` : wanted.path
  const key = `${user.name} ${user.groups.length > 3 ? user.groups.join(',') : user.groups[0] ?? ''} ${wanted.verb} ${what} ${wanted.namespace}`
  let decision = decisions.get(key)
  if (!decision) {
    decision = decide(state, user, wanted)
    if (decisions.size >= DECISIONS_MAX) decisions.clear()
    decisions.set(key, decision)
  }
  if (!decision.names || decision.allowed) return decision
  const reason = decision.names.get(wanted.name)
  return reason === undefined || wanted.name === '' ? decision : { allowed: true, reason, names: undefined }
}

function decide(state: ApiServerState, user: UserInfo, wanted: Attributes): RbacDecision {
  let names: Map<string, string> | undefined
  const missing: string[] = []
  for (const { rule, reason } of grantsOf(state, user, wanted.namespace, missing)) {
    if (!ruleMatches(rule, wanted)) continue
    if (!rule.resourceNames?.length || !wanted.isResource) return { allowed: true, reason, names: undefined }
    for (const name of rule.resourceNames) (names ??= new Map()).set(name, names.get(name) ?? reason)
  }
  return { allowed: false, reason: missing.length === 0 ? '' : `RBAC: ${missing.length === 1 ? missing[0] : `[${missing.join(', ')}]`}`, names }
}

/** All that a user may do in a namespace: cluster-wide bindings first, then the namespace's own. */
export function* grantsOf(state: ApiServerState, user: UserInfo, namespace: string, missing: string[]): Iterable<Grant> {
  const { bySubject } = state.rbac
  const subjects = [`U:${user.name}`, ...user.groups.map((group) => `G:${group}`)]
  for (const subject of subjects) {
    for (const key of bySubject.get(subject) ?? []) {
      const binding = known(state, GROUP, 'clusterrolebindings', key) as unknown as ClusterRoleBinding | undefined
      if (binding) yield* granted(state, binding, '', subject, missing)
    }
  }
  if (namespace === '') return
  for (const subject of subjects) {
    for (const key of bySubject.get(`${subject}@${namespace}`) ?? []) {
      const binding = known(state, GROUP, 'rolebindings', key) as unknown as RoleBinding | undefined
      if (binding) yield* granted(state, binding, namespace, subject, missing)
    }
  }
}

function* granted(state: ApiServerState, binding: ClusterRoleBinding | RoleBinding, namespace: string, subject: string, missing: string[]): Iterable<Grant> {
  const { roleRef, metadata, kind } = binding
  const cluster = roleRef.kind === 'ClusterRole'
  const role = (cluster ? known(state, GROUP, 'clusterroles', roleRef.name) : known(state, GROUP, 'roles', `${namespace}/${roleRef.name}`)) as unknown as ClusterRole | Role | undefined
  if (!role) {
    missing.push(`${roleRef.kind.toLowerCase()}.${GROUP} ${JSON.stringify(roleRef.name)} not found`)
    return
  }
  const name = namespace === '' ? metadata.name! : `${metadata.name}/${namespace}`
  const reason = `RBAC: allowed by ${kind} ${JSON.stringify(name)} of ${roleRef.kind} ${JSON.stringify(roleRef.name)} to ${subjectText(binding.subjects, subject)}`
  for (const rule of role.rules ?? []) yield { rule, reason }
}

function subjectText(subjects: readonly Subject[] | undefined, key: string): string {
  const name = key.slice(2)
  const account = subjects?.find((subject) => subject.kind === 'ServiceAccount' && name.endsWith(`:${subject.name}`))
  if (account && name.startsWith('system:serviceaccount:')) return `ServiceAccount ${JSON.stringify(`${account.name}/${name.split(':')[2]}`)}`
  return `${key.startsWith('G:') ? 'Group' : 'User'} ${JSON.stringify(name)}`
}
