import { controllerOf, matchesLabels, selectorOf, selectorOfMap, type LabelSelector, type ReplicaSet, type Service } from '../../api/index.ts'
import { cached, indexed, type Client } from '../client/client.ts'
import { HOSTNAME, ZONE } from './plugins/pod-topology-spread.ts'
import { selectorIdOf, type KnownPod, type SpreadConstraint } from './shape.ts'
import type { SchedulerState } from './state.ts'

/** Pods of a Service or a workload spread over nodes and zones a little, although nobody asked. Models systemDefaultConstraints. */
export function defaultSpread({ client, defaultSpread: memo }: Pick<SchedulerState, 'client' | 'defaultSpread'>, known: KnownPod): readonly SpreadConstraint[] {
  if (known.shape.ownSpread) return NONE
  const key = `${known.shape.id}/${controllerOf(known.pod)?.uid ?? ''}`
  let constraints = memo.get(key)
  if (!constraints) {
    if (memo.size >= MEMO_MAX) memo.clear()
    memo.set(key, constraints = constraintsFor(defaultSelector(client, known)))
  }
  return constraints
}

export function constraintsFor(selector: LabelSelector): readonly SpreadConstraint[] {
  const parsed = selectorOf(selector)
  if (parsed.nothing || parsed.requirements.length === 0) return NONE
  const common = { selector: parsed, selectorId: selectorIdOf(selector), minDomains: 1, honorAffinity: true, honorTaints: false }
  return [{ ...common, topologyKey: HOSTNAME, maxSkew: 3 }, { ...common, topologyKey: ZONE, maxSkew: 5 }]
}

const NONE: readonly SpreadConstraint[] = []
const MEMO_MAX = 4096

/** What all Services of the pod and its owner select. Models helper.DefaultSelector. */
function defaultSelector(client: Client, { pod, shape }: KnownPod): LabelSelector {
  const labels: Record<string, string> = {}
  for (const { spec } of indexed<Service>(client, 'services', 'namespace', shape.namespace)) {
    if (spec?.selector && matchesLabels(selectorOfMap(spec.selector), shape.labels)) Object.assign(labels, spec.selector)
  }
  const owner = controllerOf(pod)
  const key = `${shape.namespace}/${owner?.name}`
  switch (owner && `${owner.apiVersion}/${owner.kind}`) {
    case 'v1/ReplicationController': return { matchLabels: { ...labels, ...cached<{ readonly spec?: { readonly selector?: { readonly [label: string]: string } } }>(client, 'replicationcontrollers', key)?.spec?.selector } }
    case 'apps/v1/ReplicaSet': return both(labels, cached<ReplicaSet>(client, 'replicasets', key)?.spec?.selector)
    case 'apps/v1/StatefulSet': return both(labels, cached<{ readonly spec?: { readonly selector?: LabelSelector } }>(client, 'statefulsets', key)?.spec?.selector)
    default: return { matchLabels: labels }
  }
}

function both(labels: Record<string, string>, selector: LabelSelector | undefined): LabelSelector {
  if (!selector) return { matchLabels: labels }
  const required = Object.entries(selector.matchLabels ?? {}).map(([key, value]) => ({ key, operator: 'In', values: [value] }))
  return { matchLabels: labels, matchExpressions: [...required, ...selector.matchExpressions ?? []] }
}
