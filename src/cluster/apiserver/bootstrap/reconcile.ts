import { sameValue, type ApiObject, type ClusterRole, type PolicyRule, type RoleBinding } from '../../../api/index.ts'
import { lackingRules } from '../authz/escalation.ts'

const AUTOUPDATE = 'rbac.authorization.kubernetes.io/autoupdate'

/** What a default role or binding must become: itself when nothing is missing, undefined when it must be made anew. Models component-helpers' auth/rbac/reconciliation. */
export function reconciled(present: ApiObject, wanted: ApiObject): ApiObject | undefined {
  if (present.metadata.annotations?.[AUTOUPDATE] === 'false') return present
  // The role of a binding cannot be changed.
  if (!sameValue(present.roleRef, wanted.roleRef)) return undefined
  const metadata = { ...present.metadata, annotations: { ...wanted.metadata.annotations, ...present.metadata.annotations }, labels: { ...wanted.metadata.labels, ...present.metadata.labels } }
  const next = { ...present, metadata, ...(wanted.roleRef ? subjectsOf(present, wanted) : rulesOf(present, wanted)) }
  return sameValue(next, present) ? present : next
}

/** What others have added stays. */
function subjectsOf(present: ApiObject, wanted: ApiObject): Partial<RoleBinding> {
  const subjects = (present as unknown as RoleBinding).subjects ?? []
  const missing = ((wanted as unknown as RoleBinding).subjects ?? []).filter((one) => !subjects.some((other) => sameValue(other, one)))
  return missing.length === 0 ? {} : { subjects: [...subjects, ...missing] }
}

function rulesOf(present: ApiObject, wanted: ApiObject): Partial<ClusterRole> {
  const [{ rules, aggregationRule }, expected] = [present as unknown as ClusterRole, wanted as unknown as ClusterRole]
  const missing = sameValue(rules, expected.rules) ? [] : lackingRules(rules ?? [], expected.rules ?? [])
  const selectors = aggregationRule?.clusterRoleSelectors ?? []
  const unselected = (expected.aggregationRule?.clusterRoleSelectors ?? []).filter((one) => !selectors.some((other) => sameValue(other, one)))
  return {
    ...(missing.length > 0 && { rules: [...(rules ?? []), ...missing] as readonly PolicyRule[] }),
    ...(unselected.length > 0 && { aggregationRule: { clusterRoleSelectors: [...selectors, ...unselected] } }),
    ...(aggregationRule && !expected.aggregationRule && { aggregationRule: undefined }),
  }
}
