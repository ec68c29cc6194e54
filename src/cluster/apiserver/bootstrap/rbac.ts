import { sameValue, type ApiObject, type PolicyRule, type Subject } from '../../../api/index.ts'
import table from './rbac.json' with { type: 'json' }

const GROUP = 'rbac.authorization.k8s.io'
const API_VERSION = `${GROUP}/v1`

interface RoleRow { readonly name: string; readonly namespace?: string; readonly labels?: readonly string[]; readonly gathers?: readonly string[]; readonly rules?: readonly (readonly string[])[] }
interface BindingRow { readonly name: string; readonly namespace?: string; readonly role: string; readonly subjects: readonly string[] }

/** The default roles and bindings, as the API server creates them; aggregated roles come with the union they will have. */
export function rbacObjects(): readonly ApiObject[] {
  const clusterRoles = table.clusterRoles as readonly RoleRow[]
  return [
    ...clusterRoles.map((row) => roleObject('ClusterRole', row, row.gathers ? gathered(row, clusterRoles) : rulesOf(row))),
    ...(table.clusterRoleBindings as readonly BindingRow[]).map((row) => bindingObject('ClusterRoleBinding', row)),
    ...(table.roles as readonly RoleRow[]).map((row) => roleObject('Role', row, rulesOf(row))),
    ...(table.roleBindings as readonly BindingRow[]).map((row) => bindingObject('RoleBinding', row)),
  ]
}

function roleObject(kind: string, { name, namespace, labels, gathers }: RoleRow, rules: readonly PolicyRule[]): ApiObject {
  return {
    apiVersion: API_VERSION, kind, metadata: metadata(name, namespace, labels), rules,
    ...(gathers && { aggregationRule: { clusterRoleSelectors: gathers.map((label) => ({ matchLabels: { [label]: 'true' } })) } }),
  }
}

function bindingObject(kind: string, { name, namespace, role, subjects }: BindingRow): ApiObject {
  const [roleKind, roleName] = cut(role)
  return { apiVersion: API_VERSION, kind, metadata: metadata(name, namespace, undefined), roleRef: { apiGroup: GROUP, kind: roleKind, name: roleName }, subjects: subjects.map(subjectOf) }
}

function metadata(name: string, namespace: string | undefined, labels: readonly string[] | undefined): ApiObject['metadata'] {
  return {
    name, ...(namespace && { namespace }), annotations: { 'rbac.authorization.kubernetes.io/autoupdate': 'true' },
    labels: { 'kubernetes.io/bootstrapping': 'rbac-defaults', ...Object.fromEntries((labels ?? []).map((label) => [label, 'true'])) },
  }
}

function subjectOf(text: string): Subject {
  const [kind, name] = cut(text)
  if (kind !== 'ServiceAccount') return { apiGroup: GROUP, kind, name }
  const [namespace, account] = cut(name)
  return { kind, name: account, namespace }
}

function cut(text: string): readonly [string, string] {
  const colon = text.indexOf(':')
  return [text.slice(0, colon), text.slice(colon + 1)]
}

const words = (text: string): readonly string[] => text.split(' ').map((word) => (word === '-' ? '' : word))

function rulesOf({ rules = [] }: RoleRow): PolicyRule[] {
  return rules.map((row): PolicyRule => {
    const [verbs, groups, resources, names] = row
    if (resources === undefined) return { verbs: words(verbs!), nonResourceURLs: words(groups!) }
    return { verbs: words(verbs!), apiGroups: words(groups!), resources: words(resources), ...(names && { resourceNames: words(names) }) }
  })
}

/** Rules of all roles that carry one of the labels, by name, each rule once. Roles that gather are followed to what they gather. */
function gathered(row: RoleRow, all: readonly RoleRow[]): readonly PolicyRule[] {
  const rules: PolicyRule[] = []
  const sources = all.filter((one) => one !== row && one.labels?.some((label) => row.gathers!.includes(label))).sort((a, b) => (a.name < b.name ? -1 : 1))
  for (const source of sources) {
    for (const rule of source.gathers ? gathered(source, all) : rulesOf(source)) if (!rules.some((one) => sameValue(one, rule))) rules.push(rule)
  }
  return rules
}
