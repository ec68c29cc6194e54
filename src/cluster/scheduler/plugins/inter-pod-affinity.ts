import { MAX_NODE_SCORE, resolvable, unresolvable, type NodeInfo, type Plugin, type Subject } from '../framework.ts'
import { termMatches, type AffinityTerm, type KnownPod, type Labels, type PodShape } from '../shape.ts'

export const AFFINITY_UNMET = unresolvable("node(s) didn't match pod affinity rules")
export const ANTI_AFFINITY_UNMET = resolvable("node(s) didn't match pod anti-affinity rules")
export const EXISTING_ANTI_AFFINITY = resolvable("node(s) didn't satisfy existing pods anti-affinity rules")

/** Counts per topology label and value. */
export type TopologyCounts = Map<string, Map<string, number>>

export interface AffinityFilterState {
  /** Where pods are that refuse to be near the incoming one. */
  readonly refusing: TopologyCounts
  /** Where pods are that the incoming one must be near; and that it refuses. */
  readonly wanted: TopologyCounts
  readonly refused: TopologyCounts
}

const HARD_AFFINITY_WEIGHT = 1

export const interPodAffinity: Plugin<AffinityFilterState, TopologyCounts> = {
  name: 'InterPodAffinity',

  preFilter(subject) {
    const state = affinityFilterState(subject, subject.snapshot.nodes)
    return state ? { skip: false, state } : { skip: true }
  },
  filter: ({ known }, state, { node }) => affinityRefusal(known.shape, state, node.metadata.labels ?? {}),
  update: (subject, state, pod, { node }, delta) => countForFilter(subject, state, pod, node.metadata.labels ?? {}, delta),
  copy: ({ refusing, wanted, refused }) => ({ refusing: copyCounts(refusing), wanted: copyCounts(wanted), refused: copyCounts(refused) }),

  preScore(subject) {
    const counts = affinityScores(subject, subject.snapshot.nodes)
    return counts.size === 0 ? { skip: true } : { skip: false, state: counts }
  },
  score: (_, counts, { node }) => affinityScore(counts, node.metadata.labels ?? {}),
  normalise: (_, __, scores) => normaliseAffinity(scores),
}

/** Undefined if neither the pod nor those who refuse it have anything to say. `nodes` may leave out nodes without pods of interest. */
export function affinityFilterState(subject: Subject, nodes: readonly NodeInfo[]): AffinityFilterState | undefined {
  const state: AffinityFilterState = { refusing: new Map(), wanted: new Map(), refused: new Map() }
  for (const { node, pods } of nodes) for (const pod of pods) countForFilter(subject, state, pod, node.metadata.labels ?? {}, 1)
  const { requiredAffinity, requiredAntiAffinity } = subject.known.shape
  return state.refusing.size + requiredAffinity.length + requiredAntiAffinity.length === 0 ? undefined : state
}

export function affinityRefusal(shape: PodShape, state: AffinityFilterState, labels: Labels): ReturnType<typeof resolvable> | undefined {
  if (!nearWanted(shape, state, labels)) return AFFINITY_UNMET
  for (const { topologyKey } of shape.requiredAntiAffinity) if (countAt(state.refused, topologyKey, labels) > 0) return ANTI_AFFINITY_UNMET
  for (const key of state.refusing.keys()) if (countAt(state.refusing, key, labels) > 0) return EXISTING_ANTI_AFFINITY
  return undefined
}

/** What the pod's preferences and those of the pods already there say about every topology value. */
export function affinityScores({ known: { shape }, snapshot: { namespaces } }: Subject, nodes: readonly NodeInfo[]): TopologyCounts {
  const counts: TopologyCounts = new Map()
  const ownNamespace = namespaces.get(shape.namespace)
  const hasPreferences = shape.preferredAffinity.length + shape.preferredAntiAffinity.length > 0
  for (const { node, pods } of nodes) {
    const labels = node.metadata.labels ?? {}
    for (const { shape: other } of pods) {
      if (hasPreferences) {
        const namespace = namespaces.get(other.namespace)
        for (const term of shape.preferredAffinity) if (termMatches(term, other, namespace)) count(counts, term, labels, term.weight)
        for (const term of shape.preferredAntiAffinity) if (termMatches(term, other, namespace)) count(counts, term, labels, -term.weight)
      }
      if (!other.hasAffinity) continue
      for (const term of other.requiredAffinity) if (termMatches(term, shape, ownNamespace)) count(counts, term, labels, HARD_AFFINITY_WEIGHT)
      for (const term of other.preferredAffinity) if (termMatches(term, shape, ownNamespace)) count(counts, term, labels, term.weight)
      for (const term of other.preferredAntiAffinity) if (termMatches(term, shape, ownNamespace)) count(counts, term, labels, -term.weight)
    }
  }
  return counts
}

export function affinityScore(counts: TopologyCounts, labels: Labels): number {
  let score = 0
  for (const key of counts.keys()) score += countAt(counts, key, labels)
  return score
}

export function normaliseAffinity(scores: readonly number[]): readonly number[] {
  let least = Infinity
  let most = -Infinity
  for (const score of scores) {
    if (score < least) least = score
    if (score > most) most = score
  }
  const range = most - least
  return scores.map(score => (range > 0 ? Math.trunc(MAX_NODE_SCORE * ((score - least) / range)) : 0))
}

/** Must the filter look at pods without affinity terms of their own? */
export const looksAtAllPods = ({ requiredAffinity, requiredAntiAffinity }: PodShape): boolean => requiredAffinity.length + requiredAntiAffinity.length > 0
export const prefersNearness = ({ preferredAffinity, preferredAntiAffinity }: PodShape): boolean => preferredAffinity.length + preferredAntiAffinity.length > 0

function countForFilter({ known: { shape }, snapshot: { namespaces } }: Subject, state: AffinityFilterState, pod: KnownPod, labels: Labels, delta: number): void {
  const other = pod.shape
  for (const term of other.requiredAntiAffinity) if (termMatches(term, shape, namespaces.get(shape.namespace))) count(state.refusing, term, labels, delta)
  if (!looksAtAllPods(shape)) return
  const namespace = namespaces.get(other.namespace)
  if (shape.requiredAffinity.length > 0 && shape.requiredAffinity.every(term => termMatches(term, other, namespace))) {
    for (const term of shape.requiredAffinity) count(state.wanted, term, labels, delta)
  }
  for (const term of shape.requiredAntiAffinity) if (termMatches(term, other, namespace)) count(state.refused, term, labels, delta)
}

/** The first pod of a group that wants to be near itself may start anywhere. */
function nearWanted(shape: PodShape, { wanted }: AffinityFilterState, labels: Labels): boolean {
  let near = true
  for (const { topologyKey } of shape.requiredAffinity) {
    if (labels[topologyKey] === undefined) return false
    if (countAt(wanted, topologyKey, labels) <= 0) near = false
  }
  // NB: the terms are matched against the pod without the labels of its namespace, because upstream does so here.
  return near || (wanted.size === 0 && shape.requiredAffinity.every(term => termMatches(term, shape, undefined)))
}

const countAt = (counts: TopologyCounts, key: string, labels: Labels): number => {
  const value = labels[key]
  return value === undefined ? 0 : counts.get(key)?.get(value) ?? 0
}

/** An entry that falls to zero leaves, so that an empty map means that nobody matches. */
function count(counts: TopologyCounts, { topologyKey }: AffinityTerm, labels: Labels, by: number): void {
  const value = labels[topologyKey]
  if (value === undefined) return
  const values = counts.get(topologyKey) ?? new Map<string, number>()
  const sum = (values.get(value) ?? 0) + by
  if (sum === 0) values.delete(value)
  else values.set(value, sum)
  if (values.size > 0) counts.set(topologyKey, values)
  else counts.delete(topologyKey)
}

function copyCounts(counts: TopologyCounts): TopologyCounts {
  const copy: TopologyCounts = new Map()
  for (const [key, values] of counts) copy.set(key, new Map(values))
  return copy
}
