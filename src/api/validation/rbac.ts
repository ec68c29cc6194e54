import type { ClusterRole, ClusterRoleBinding, PolicyRule, Role, RoleBinding, Subject } from '../schema/types.ts'
import { sameValue } from '../objects.ts'
import { invalid, notSupported, required } from './field-error.ts'
import { dns1123Subdomain } from './formats.ts'
import type { Errors } from './meta.ts'
import { checkLabelSelector, checkMeta, checkMetaUpdate, complain, pathSegmentName } from './meta.ts'

const GROUP = 'rbac.authorization.k8s.io'

export function checkRole(role: Role, errors: Errors): void {
  checkMeta(role.metadata, true, pathSegmentName, errors)
  role.rules?.forEach((rule, i) => { checkRule(rule, true, `rules[${i}]`, errors) })
}

export function checkClusterRole(role: ClusterRole, errors: Errors): void {
  checkMeta(role.metadata, false, pathSegmentName, errors)
  role.rules?.forEach((rule, i) => { checkRule(rule, false, `rules[${i}]`, errors) })
  if (!role.aggregationRule) return
  const selectors = role.aggregationRule.clusterRoleSelectors ?? []
  if (selectors.length === 0)
    errors.push(required('aggregationRule.clusterRoleSelectors', 'at least one clusterRoleSelector required if aggregationRule is non-nil'))
  selectors.forEach((selector, i) => { checkLabelSelector(selector, `aggregationRule.clusterRoleSelectors[${i}]`, errors) })
}

/** A role may change, but what a binding points to may not. */
export function checkRoleUpdate<T extends Role | ClusterRole>(
  check: (role: T, errors: Errors) => void,
): (next: T, old: T, errors: Errors) => void {
  return (next, old, errors) => {
    check(next, errors)
    checkMetaUpdate(next.metadata, old.metadata, errors)
  }
}

export function checkRoleBinding(binding: RoleBinding, errors: Errors): void {
  checkMeta(binding.metadata, true, pathSegmentName, errors)
  checkBindingParts(binding, ['Role', 'ClusterRole'], true, errors)
}

export function checkClusterRoleBinding(binding: ClusterRoleBinding, errors: Errors): void {
  checkMeta(binding.metadata, false, pathSegmentName, errors)
  checkBindingParts(binding, ['ClusterRole'], false, errors)
}

export function checkBindingUpdate<T extends RoleBinding | ClusterRoleBinding>(
  check: (binding: T, errors: Errors) => void,
): (next: T, old: T, errors: Errors) => void {
  return (next, old, errors) => {
    check(next, errors)
    checkMetaUpdate(next.metadata, old.metadata, errors)
    if (!sameValue(next.roleRef, old.roleRef)) errors.push(invalid('roleRef', next.roleRef, 'cannot change roleRef'))
  }
}

function checkRule(rule: PolicyRule, namespaced: boolean, field: string, errors: Errors): void {
  const { verbs = [], apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [] } = rule
  if (verbs.length === 0) errors.push(required(`${field}.verbs`, 'verbs must contain at least one value'))
  if (nonResourceURLs.length > 0) {
    if (namespaced) errors.push(invalid(`${field}.nonResourceURLs`, nonResourceURLs, 'namespaced rules cannot apply to non-resource URLs'))
    if (apiGroups.length + resources.length + resourceNames.length > 0)
      errors.push(
        invalid(`${field}.nonResourceURLs`, nonResourceURLs, 'rules cannot apply to both regular resources and non-resource URLs'),
      )
    return
  }
  if (apiGroups.length === 0) errors.push(required(`${field}.apiGroups`, 'resource rules must supply at least one api group'))
  if (resources.length === 0) errors.push(required(`${field}.resources`, 'resource rules must supply at least one resource'))
}

function checkBindingParts(
  { roleRef, subjects }: RoleBinding | ClusterRoleBinding,
  kinds: readonly string[],
  namespaced: boolean,
  errors: Errors,
): void {
  const { apiGroup = '', kind = '', name = '' } = roleRef ?? {}
  if (apiGroup !== GROUP) errors.push(notSupported('roleRef.apiGroup', apiGroup, [GROUP]))
  if (!kinds.includes(kind)) errors.push(notSupported('roleRef.kind', kind, kinds))
  if (name === '') errors.push(required('roleRef.name'))
  else complain(pathSegmentName(name), 'roleRef.name', name, errors)
  subjects?.forEach((subject, i) => { checkSubject(subject, namespaced, `subjects[${i}]`, errors) })
}

function checkSubject({ kind, name, namespace, apiGroup = '' }: Subject, namespaced: boolean, field: string, errors: Errors): void {
  if (!name) errors.push(required(`${field}.name`))
  if (kind === 'ServiceAccount') {
    if (name) complain(dns1123Subdomain(name), `${field}.name`, name, errors)
    if (apiGroup !== '') errors.push(notSupported(`${field}.apiGroup`, apiGroup, ['']))
    if (!namespaced && !namespace) errors.push(required(`${field}.namespace`))
  } else if (kind === 'User' || kind === 'Group') {
    if (apiGroup !== GROUP) errors.push(notSupported(`${field}.apiGroup`, apiGroup, [GROUP]))
  } else errors.push(notSupported(`${field}.kind`, kind ?? '', ['ServiceAccount', 'User', 'Group']))
}
