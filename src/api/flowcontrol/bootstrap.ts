import { sameValue } from '../objects.ts'
import type { FlowSchema, FlowcontrolSubject as Subject, PolicyRulesWithSubjects, PriorityLevelConfiguration, PriorityLevelConfigurationSpec, ResourcePolicyRule } from '../schema/types.ts'

const API_VERSION = 'flowcontrol.apiserver.k8s.io/v1'
const ALL: readonly string[] = ['*']

// What the API server itself sees to. Models pkg/apis/flowcontrol/bootstrap.

export const MANDATORY_LEVELS: readonly PriorityLevelConfiguration[] = [
  level('exempt', { type: 'Exempt', exempt: { nominalConcurrencyShares: 0, lendablePercent: 0 } }),
  level('catch-all', { type: 'Limited', limited: { nominalConcurrencyShares: 5, lendablePercent: 0, limitResponse: { type: 'Reject' } } }),
]

export const SUGGESTED_LEVELS: readonly PriorityLevelConfiguration[] = [
  queued('system', 30, 33, 64, 6), queued('node-high', 40, 25, 64, 6), queued('leader-election', 10, 0, 16, 4), queued('workload-high', 40, 50, 128, 6), queued('workload-low', 100, 90, 128, 6),
  queued('global-default', 20, 50, 128, 6),
]

const EVERYTHING: Omit<PolicyRulesWithSubjects, 'subjects'> = { resourceRules: [resources(ALL, ALL, ALL, true)], nonResourceRules: [{ verbs: ALL, nonResourceURLs: ALL }] }
const EVERYBODY = groups('system:unauthenticated', 'system:authenticated')
const SYSTEM_ACCOUNTS: Subject = { kind: 'ServiceAccount', serviceAccount: { name: '*', namespace: 'kube-system' } }

export const MANDATORY_SCHEMAS: readonly FlowSchema[] = [
  schema('exempt', 'exempt', 1, '', { subjects: groups('system:masters'), ...EVERYTHING }),
  schema('catch-all', 'catch-all', 10_000, 'ByUser', { subjects: EVERYBODY, ...EVERYTHING }),
]

export const SUGGESTED_SCHEMAS: readonly FlowSchema[] = [
  schema('system-nodes', 'system', 500, 'ByUser', { subjects: groups('system:nodes'), ...EVERYTHING }),
  schema('system-node-high', 'node-high', 400, 'ByUser', { subjects: groups('system:nodes'), resourceRules: [resources(ALL, [''], ['nodes', 'nodes/status'], true), resources(ALL, ['coordination.k8s.io'], ['leases'], false)] }),
  schema('probes', 'exempt', 2, '', { subjects: EVERYBODY, nonResourceRules: [{ verbs: ['get'], nonResourceURLs: ['/healthz', '/readyz', '/livez'] }] }),
  schema('system-leader-election', 'leader-election', 100, 'ByUser', {
    subjects: [...users('system:kube-controller-manager', 'system:kube-scheduler'), SYSTEM_ACCOUNTS], resourceRules: [resources(['get', 'create', 'update'], ['coordination.k8s.io'], ['leases'], false)],
  }),
  schema('kube-controller-manager', 'workload-high', 800, 'ByNamespace', { subjects: users('system:kube-controller-manager'), ...EVERYTHING }),
  schema('kube-scheduler', 'workload-high', 800, 'ByNamespace', { subjects: users('system:kube-scheduler'), ...EVERYTHING }),
  schema('kube-system-service-accounts', 'workload-high', 900, 'ByNamespace', { subjects: [SYSTEM_ACCOUNTS], ...EVERYTHING }),
  schema('service-accounts', 'workload-low', 9000, 'ByUser', { subjects: groups('system:serviceaccounts'), ...EVERYTHING }),
  schema('global-default', 'global-default', 9900, 'ByUser', { subjects: EVERYBODY, ...EVERYTHING }),
]

/** What the API server itself brings is sound. */
export const isBootstrap = (one: FlowSchema | PriorityLevelConfiguration): boolean =>
  [...SUGGESTED_LEVELS, ...MANDATORY_LEVELS, ...SUGGESTED_SCHEMAS, ...MANDATORY_SCHEMAS].some(({ kind, metadata, spec }) => kind === one.kind && metadata.name === one.metadata.name && sameValue(spec, one.spec))

/** Those who may not be changed, by name. */
export const mandatoryLevel = (name: string): PriorityLevelConfiguration | undefined => MANDATORY_LEVELS.find(({ metadata }) => metadata.name === name)
export const mandatorySchema = (name: string): FlowSchema | undefined => MANDATORY_SCHEMAS.find(({ metadata }) => metadata.name === name)

function level(name: string, spec: PriorityLevelConfigurationSpec): PriorityLevelConfiguration {
  return { apiVersion: API_VERSION, kind: 'PriorityLevelConfiguration', metadata: metadata(name), spec }
}

function queued(name: string, nominalConcurrencyShares: number, lendablePercent: number, queues: number, handSize: number): PriorityLevelConfiguration {
  return level(name, { type: 'Limited', limited: { nominalConcurrencyShares, lendablePercent, limitResponse: { type: 'Queue', queuing: { queues, handSize, queueLengthLimit: 50 } } } })
}

function schema(name: string, priorityLevel: string, matchingPrecedence: number, distinguisher: string, rule: PolicyRulesWithSubjects): FlowSchema {
  const distinguisherMethod = distinguisher === '' ? {} : { distinguisherMethod: { type: distinguisher } }
  return { apiVersion: API_VERSION, kind: 'FlowSchema', metadata: metadata(name), spec: { priorityLevelConfiguration: { name: priorityLevel }, matchingPrecedence, ...distinguisherMethod, rules: [rule] } }
}

function metadata(name: string): FlowSchema['metadata'] {
  return { name, annotations: { 'apf.kubernetes.io/autoupdate-spec': 'true' } }
}

function groups(...names: readonly string[]): readonly Subject[] {
  return names.map((name) => ({ kind: 'Group', group: { name } }))
}

function users(...names: readonly string[]): readonly Subject[] {
  return names.map((name) => ({ kind: 'User', user: { name } }))
}

function resources(verbs: readonly string[], apiGroups: readonly string[], names: readonly string[], clusterScope: boolean): ResourcePolicyRule {
  return { verbs, apiGroups, resources: names, namespaces: ALL, ...(clusterScope && { clusterScope }) }
}
