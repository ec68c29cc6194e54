import type {
  Container, LabelSelector, NodeSelectorTerm, Pod, PodAffinityTerm, PreferredSchedulingTerm, Toleration, TopologySpreadConstraint, WeightedPodAffinityTerm,
} from '../../api/index.ts'
import { matchesLabels, objectKey, parseTimeUs, selectorOf } from '../../api/index.ts'
import { podRequest, scoredRequest, type Resources } from './resources.ts'

type Selector = ReturnType<typeof selectorOf>
export type Labels = { readonly [key: string]: string }

/** Everything about a pod that scheduling looks at, except its name and its owner. Pods of one template share one shape. */
export interface PodShape {
  /** Frozen, so that checkpoints share it. */
  readonly type: 'pod-shape'
  readonly id: number
  readonly signature: string
  readonly namespace: string
  readonly labels: Labels
  readonly priority: number
  readonly neverPreempts: boolean
  readonly request: Resources
  readonly scored: { readonly cpu: number; readonly memory: number }
  readonly tolerations: readonly Toleration[]
  readonly nodeSelector: Labels | undefined
  /** Undefined: no required node affinity. An empty list matches no node. */
  readonly requiredNodeTerms: readonly NodeSelectorTerm[] | undefined
  readonly preferredNodeTerms: readonly PreferredSchedulingTerm[]
  readonly ports: readonly HostPort[]
  readonly images: readonly string[]
  /** Containers and init containers. */
  readonly containerCount: number
  readonly hardSpread: readonly SpreadConstraint[]
  readonly softSpread: readonly SpreadConstraint[]
  /** The pod has constraints of its own, so the cluster's default ones do not apply. */
  readonly ownSpread: boolean
  readonly requiredAffinity: readonly AffinityTerm[]
  readonly requiredAntiAffinity: readonly AffinityTerm[]
  readonly preferredAffinity: readonly WeightedTerm[]
  readonly preferredAntiAffinity: readonly WeightedTerm[]
  /** It has affinity terms of any of the four kinds. */
  readonly hasAffinity: boolean
}

/** One pod as the scheduler holds it. Frozen and replaced, never edited. */
export interface KnownPod {
  readonly type: 'known-pod'
  readonly key: string
  readonly uid: string
  readonly pod: Pod
  readonly shape: PodShape
  readonly terminating: boolean
}

export interface HostPort { readonly ip: string; readonly protocol: string; readonly port: number }

export interface SpreadConstraint {
  readonly maxSkew: number
  readonly topologyKey: string
  readonly selector: Selector
  /** Identifies the selector among all selectors. */
  readonly selectorId: string
  readonly minDomains: number
  readonly honorAffinity: boolean
  readonly honorTaints: boolean
}

export interface AffinityTerm {
  readonly topologyKey: string
  readonly namespaces: readonly string[]
  readonly namespaceSelector: Selector
  readonly selector: Selector
}

export interface WeightedTerm extends AffinityTerm { readonly weight: number }

/** Identical pods give identical text. */
export function shapeSignature({ metadata, spec }: Pod): string {
  const { affinity, nodeSelector, tolerations, topologySpreadConstraints, overhead, resources, priority, preemptionPolicy, hostNetwork, volumes } = spec
  return JSON.stringify([
    metadata.namespace, metadata.labels, priority, preemptionPolicy, affinity, nodeSelector, tolerations, topologySpreadConstraints,
    overhead, resources, hostNetwork, spec.containers.map(containerSignature), spec.initContainers?.map(containerSignature),
    volumes?.some(volume => volume.image) ? volumes : undefined,
  ])
}

/** Whether two versions of a Pod share everything that goes into the signature. */
export function looksTheSame({ metadata: a, spec }: Pod, { metadata: b, spec: other }: Pod): boolean {
  if (a.namespace !== b.namespace || a.labels !== b.labels) return false
  return spec === other || (
    spec.containers === other.containers && spec.initContainers === other.initContainers && spec.volumes === other.volumes && spec.affinity === other.affinity
    && spec.nodeSelector === other.nodeSelector && spec.tolerations === other.tolerations && spec.topologySpreadConstraints === other.topologySpreadConstraints
    && spec.priority === other.priority && spec.preemptionPolicy === other.preemptionPolicy && spec.overhead === other.overhead && spec.resources === other.resources
    && spec.hostNetwork === other.hostNetwork
  )
}

export function shapeOf(pod: Pod, id: number, signature: string): PodShape {
  const { metadata, spec } = pod
  const namespace = metadata.namespace ?? ''
  const labels = metadata.labels ?? {}
  const { nodeAffinity, podAffinity, podAntiAffinity } = spec.affinity ?? {}
  const constraints = spec.topologySpreadConstraints ?? []
  const containers = [...spec.initContainers ?? [], ...spec.containers]
  const term = (one: PodAffinityTerm): AffinityTerm => affinityTerm(one, namespace)
  const weighted = ({ weight, podAffinityTerm }: WeightedPodAffinityTerm): WeightedTerm => ({ ...term(podAffinityTerm), weight })
  const requiredAffinity = (podAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? []).map(term)
  const requiredAntiAffinity = (podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? []).map(term)
  const preferredAffinity = (podAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map(weighted)
  const preferredAntiAffinity = (podAntiAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map(weighted)
  return Object.freeze<PodShape>({
    type: 'pod-shape', id, signature, namespace, labels,
    priority: spec.priority ?? 0,
    neverPreempts: spec.preemptionPolicy === 'Never',
    request: podRequest(pod), scored: scoredRequest(pod),
    tolerations: spec.tolerations ?? [],
    nodeSelector: spec.nodeSelector,
    requiredNodeTerms: nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms,
    preferredNodeTerms: nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [],
    ports: hostPorts(pod),
    images: [...containers.map(container => normalImage(container.image ?? '')), ...(spec.volumes ?? []).flatMap(({ image }) => (image?.reference ? [normalImage(image.reference)] : []))],
    containerCount: containers.length,
    hardSpread: constraints.filter(one => one.whenUnsatisfiable === 'DoNotSchedule').map(one => spreadConstraint(one, labels)),
    softSpread: constraints.filter(one => one.whenUnsatisfiable === 'ScheduleAnyway').map(one => spreadConstraint(one, labels)),
    ownSpread: constraints.length > 0,
    requiredAffinity, requiredAntiAffinity, preferredAffinity, preferredAntiAffinity,
    hasAffinity: requiredAffinity.length + requiredAntiAffinity.length + preferredAffinity.length + preferredAntiAffinity.length > 0,
  })
}

export const knownPod = (pod: Pod, shape: PodShape): KnownPod =>
  Object.freeze<KnownPod>({ type: 'known-pod', key: objectKey(pod), uid: pod.metadata.uid ?? '', pod, shape, terminating: pod.metadata.deletionTimestamp !== undefined })

/** Does the pod fall under the term, given the labels of its namespace? */
export const termMatches = (term: AffinityTerm, pod: PodShape, namespaceLabels: Labels | undefined): boolean =>
  (term.namespaces.includes(pod.namespace) || matchesLabels(term.namespaceSelector, namespaceLabels)) && matchesLabels(term.selector, pod.labels)

/** A pod that has not started counts as starting now. */
export const startedAtUs = ({ pod }: KnownPod, nowUs: number): number => (pod.status?.startTime ? parseTimeUs(pod.status.startTime) : nowUs)

export const normalImage = (name: string): string => (name.lastIndexOf(':') <= name.lastIndexOf('/') ? `${name}:latest` : name)

export function selectorIdOf(selector: LabelSelector | undefined): string {
  return JSON.stringify(selector ?? null)
}

function spreadConstraint(constraint: TopologySpreadConstraint, labels: Labels): SpreadConstraint {
  const selector = withLabelKeys(constraint.labelSelector, constraint.matchLabelKeys ?? [], labels)
  return {
    maxSkew: constraint.maxSkew, topologyKey: constraint.topologyKey,
    selector: selectorOf(selector), selectorId: selectorIdOf(selector),
    minDomains: constraint.minDomains ?? 1,
    honorAffinity: (constraint.nodeAffinityPolicy ?? 'Honor') === 'Honor',
    honorTaints: (constraint.nodeTaintsPolicy ?? 'Ignore') === 'Honor',
  }
}

function withLabelKeys(selector: LabelSelector | undefined, keys: readonly string[], labels: Labels): LabelSelector | undefined {
  const present = keys.filter(key => labels[key] !== undefined)
  if (!selector || present.length === 0) return selector
  return { ...selector, matchExpressions: [...selector.matchExpressions ?? [], ...present.map(key => ({ key, operator: 'In', values: [labels[key]!] }))] }
}

function affinityTerm(term: PodAffinityTerm, namespace: string): AffinityTerm {
  const implied = !term.namespaces?.length && !term.namespaceSelector
  return {
    topologyKey: term.topologyKey,
    namespaces: implied ? [namespace] : term.namespaces ?? [],
    namespaceSelector: selectorOf(term.namespaceSelector),
    selector: selectorOf(term.labelSelector),
  }
}

/** Host ports of containers and sidecars. */
function hostPorts({ spec }: Pod): readonly HostPort[] {
  const ports: HostPort[] = []
  for (const container of [...spec.initContainers?.filter(({ restartPolicy }) => restartPolicy === 'Always') ?? [], ...spec.containers]) {
    for (const { hostPort, hostIP, protocol } of container.ports ?? []) {
      if (hostPort) ports.push({ ip: hostIP || '0.0.0.0', protocol: protocol || 'TCP', port: hostPort })
    }
  }
  return ports
}

const containerSignature = ({ image, resources, ports, restartPolicy }: Container): unknown => [image, resources?.requests, ports?.filter(port => port.hostPort), restartPolicy]
