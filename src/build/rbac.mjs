// Writes src/cluster/apiserver/bootstrap/rbac.json from the tables of default roles and bindings of Kubernetes v1.36.
// Run by hand when the modelled version changes:  node src/build/rbac.mjs ../shared/facts/rbac-bootstrap
import { readFileSync, writeFileSync } from 'node:fs'
import { parse } from 'yaml'

const items = (file) => parse(readFileSync(`${process.argv[2]}/${file}.yaml`, 'utf8')).items
// A rule is [verbs, groups, resources, names] or [verbs, urls]; lists are words joined by spaces, the core group is '-'.
const words = (list) => (list ?? []).map((word) => word || '-').join(' ')
const rule = ({ verbs, apiGroups, resources, resourceNames, nonResourceURLs }) => {
  if (nonResourceURLs) return [words(verbs), words(nonResourceURLs)]
  return [words(verbs), words(apiGroups), words(resources), words(resourceNames)]
}
const role = ({ metadata, rules, aggregationRule }) => {
  const labels = Object.keys(metadata.labels ?? {}).filter((label) => label !== 'kubernetes.io/bootstrapping')
  const gathers = aggregationRule?.clusterRoleSelectors.map(({ matchLabels }) => Object.keys(matchLabels)[0])
  return { name: metadata.name, namespace: metadata.namespace, labels: labels.length ? labels : undefined, gathers, rules: gathers ? undefined : (rules ?? []).map(rule) }
}
// A subject is 'User:name', 'Group:name' or 'ServiceAccount:namespace:name'.
const subject = ({ kind, name, namespace }) => (kind === 'ServiceAccount' ? `${kind}:${namespace}:${name}` : `${kind}:${name}`)
const binding = ({ metadata, roleRef, subjects }) => ({ name: metadata.name, namespace: metadata.namespace, role: `${roleRef.kind}:${roleRef.name}`, subjects: (subjects ?? []).map(subject) })

const table = {
  clusterRoles: [...items('cluster-roles'), ...items('controller-roles')].map(role),
  clusterRoleBindings: [...items('cluster-role-bindings'), ...items('controller-role-bindings')].map(binding),
  roles: items('namespace-roles').map(role),
  roleBindings: items('namespace-role-bindings').map(binding),
}
const lines = Object.entries(table).map(([name, rows]) => `${JSON.stringify(name)}:[\n${rows.map((row) => JSON.stringify(row)).join(',\n')}\n]`)
writeFileSync('src/cluster/apiserver/bootstrap/rbac.json', `{\n${lines.join(',\n')}\n}\n`)
console.log(Object.entries(table).map(([name, rows]) => `${rows.length} ${name}`).join(', '))
