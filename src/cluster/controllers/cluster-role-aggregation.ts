import { matchesLabels, sameValue, selectorOf, type ClusterRole, type PolicyRule } from '../../api/index.ts'
import { CLUSTER_ROLES, compare, pathTo } from './calls.ts'
import { ask, decision, DONE, reconciler, type Sync } from './reconciler.ts'

interface Snapshot { readonly role: ClusterRole; readonly rules: readonly PolicyRule[]; readonly sources: readonly string[] }

/** ClusterRoles with an aggregationRule have the rules of all roles that it selects. Models clusterroleaggregation. */
export const clusterRoleAggregationReconciler = reconciler<null, Snapshot>({
  name: 'clusterrole-aggregation',
  account: 'clusterrole-aggregation-controller',
  workers: 5,
  informers: ['clusterroles'],
  createMemory: () => null,

  heard(_, _news, view, enqueue) {
    // Any role may feed any aggregate; there are few of these and dozens of those.
    for (const role of view.all<ClusterRole>('clusterroles')) if (role.aggregationRule) enqueue(role.metadata.name!)
  },

  look(key, view) {
    const role = view.get<ClusterRole>('clusterroles', key)
    if (!role?.aggregationRule) return undefined
    const selectors = (role.aggregationRule.clusterRoleSelectors ?? []).map(selectorOf)
    const sources = [...view.all<ClusterRole>('clusterroles')]
      .filter(({ metadata }) => metadata.name !== key && selectors.some((selector) => matchesLabels(selector, metadata.labels)))
      .toSorted((a, b) => compare(a.metadata.name!, b.metadata.name!))
    const rules: PolicyRule[] = []
    for (const source of sources) for (const rule of source.rules ?? []) if (!rules.some((each) => sameValue(each, rule))) rules.push(rule)
    return { role, rules, sources: sources.map(({ metadata }) => metadata.name!) }
  },

  *sync(snapshot): Sync {
    return sameValue(snapshot.role.rules ?? [], snapshot.rules) ? DONE : yield* applyRules(snapshot)
  },
})

function* applyRules({ role, rules, sources }: Snapshot): Sync {
  const name = role.metadata.name!
  const body = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name }, rules }
  const answer = yield* ask({
    method: 'PATCH', path: pathTo(CLUSTER_ROLES, undefined, name), body,
    query: { fieldManager: 'clusterrole-aggregation-controller', force: 'true' }, headers: { 'content-type': 'application/apply-patch+yaml' },
  }, decision('aggregate-rules', { role: name, rules: rules.length, sources }))
  return answer.ok ? DONE : { error: answer.message }
}
