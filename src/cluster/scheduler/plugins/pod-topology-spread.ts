import { matchesLabels } from '../../../api/index.ts'
import { MAX_NODE_SCORE, resolvable, unresolvable, type NodeInfo, type Plugin, type Subject } from '../framework.ts'
import { lnOfDomains } from '../natural-log.ts'
import type { PodShape, SpreadConstraint } from '../shape.ts'
import { untoleratedTaint } from '../taints.ts'
import { matchesNode } from './node-affinity.ts'

export const SKEWED = resolvable("node(s) didn't match pod topology spread constraints")
export const LABEL_MISSING = unresolvable("node(s) didn't match pod topology spread constraints (missing required label)")
export const HOSTNAME = 'kubernetes.io/hostname'
export const ZONE = 'topology.kubernetes.io/zone'

interface FilterState {
  readonly constraints: readonly SpreadConstraint[]
  /** Matching pods by value of the topology label, per constraint. */
  readonly counts: readonly Map<string, number>[]
}

interface ScoreState {
  readonly constraints: readonly SpreadConstraint[]
  readonly counts: readonly Map<string, number>[]
  readonly weights: readonly number[]
  readonly ignored: ReadonlySet<string>
}

export const podTopologySpread: Plugin<FilterState, ScoreState> = {
  name: 'PodTopologySpread',

  preFilter({ known: { shape }, snapshot }) {
    const constraints = shape.hardSpread
    if (constraints.length === 0) return { skip: true }
    const counts = constraints.map(() => new Map<string, number>())
    for (const info of snapshot.nodes) {
      if (!hasAllKeys(info, constraints)) continue
      constraints.forEach((constraint, i) => {
        if (looksAt(constraint, shape, info)) grow(counts[i]!, label(info, constraint.topologyKey)!, matching(constraint, shape.namespace, info))
      })
    }
    return { skip: false, state: { constraints, counts } }
  },

  filter({ known: { shape } }, { constraints, counts }, info) {
    for (const [i, constraint] of constraints.entries()) {
      const domain = label(info, constraint.topologyKey)
      if (domain === undefined) return LABEL_MISSING
      const self = matchesLabels(constraint.selector, shape.labels) ? 1 : 0
      if ((counts[i]!.get(domain) ?? 0) + self - globalMinimum(constraint, counts[i]!) > constraint.maxSkew) return SKEWED
    }
    return undefined
  },

  update({ known: { shape } }, { constraints, counts }, pod, info, delta) {
    if (pod.shape.namespace !== shape.namespace || !hasAllKeys(info, constraints)) return
    constraints.forEach((constraint, i) => {
      if (matchesLabels(constraint.selector, pod.shape.labels) && looksAt(constraint, shape, info)) grow(counts[i]!, label(info, constraint.topologyKey)!, delta)
    })
  },

  copy: ({ constraints, counts }) => ({ constraints, counts: counts.map(one => new Map(one)) }),

  preScore(subject, feasible) {
    const constraints = softConstraints(subject)
    if (constraints.length === 0) return { skip: true }
    const { known: { shape }, snapshot } = subject
    const ignored = new Set<string>()
    const counts = constraints.map(() => new Map<string, number>())
    for (const info of feasible) {
      if (shape.ownSpread && !hasAllKeys(info, constraints)) ignored.add(info.name)
      // A node without the label counts as one more domain, as upstream has it; nothing is added to it.
      else constraints.forEach(({ topologyKey }, i) => topologyKey !== HOSTNAME && counts[i]!.set(label(info, topologyKey) ?? '', 0))
    }
    const weights = constraints.map(({ topologyKey }, i) => lnOfDomains(topologyKey === HOSTNAME ? feasible.length - ignored.size : counts[i]!.size))
    for (const info of snapshot.nodes) {
      if (shape.ownSpread && !hasAllKeys(info, constraints)) continue
      constraints.forEach((constraint, i) => {
        if (constraint.topologyKey === HOSTNAME || !looksAt(constraint, shape, info)) return
        const domain = label(info, constraint.topologyKey)
        if (domain !== undefined && counts[i]!.has(domain)) grow(counts[i]!, domain, matching(constraint, shape.namespace, info))
      })
    }
    return { skip: false, state: { constraints, counts, weights, ignored } }
  },

  score({ known: { shape } }, { constraints, counts, weights, ignored }, info) {
    if (ignored.has(info.name)) return 0
    let score = 0
    constraints.forEach((constraint, i) => {
      const domain = label(info, constraint.topologyKey)
      if (domain === undefined) return
      const count = constraint.topologyKey === HOSTNAME ? matching(constraint, shape.namespace, info) : counts[i]!.get(domain) ?? 0
      score += spreadScore(count, constraint.maxSkew, weights[i]!)
    })
    return Math.round(score)
  },

  normalise: (_, { ignored }, scores, nodes) => normaliseSpread(scores, nodes.map(({ name }) => ignored.has(name))),
}

/** The smallest count of any domain; 0 as long as there are fewer domains than the pod wants. */
export function globalMinimum({ minDomains }: SpreadConstraint, counts: ReadonlyMap<string, number>): number {
  if (counts.size < minDomains) return 0
  let least = NO_DOMAIN
  for (const count of counts.values()) if (count < least) least = count
  return least
}

/** MaxInt32 stands for "no domain at all", so that the skew is hugely negative and every labelled node passes. */
export const NO_DOMAIN = 2147483647

/** The pods of a domain weigh more where there are more domains, so that small topologies are not drowned. */
export const spreadScore = (count: number, maxSkew: number, weight: number): number => count * weight + (maxSkew - 1)

/** Fewer is better. Ignored nodes get 0. */
export function normaliseSpread(scores: readonly number[], ignored: readonly boolean[]): readonly number[] {
  let least = Infinity
  let most = 0
  scores.forEach((score, i) => {
    if (ignored[i]) return
    if (score < least) least = score
    if (score > most) most = score
  })
  return scores.map((score, i) => (ignored[i] ? 0 : most === 0 ? MAX_NODE_SCORE : Math.trunc((MAX_NODE_SCORE * (most + least - score)) / most)))
}

/** The pod's own soft constraints, or the cluster's default ones for pods of Services and workloads. */
export const softConstraints = ({ known: { shape }, defaultSpread }: Pick<Subject, 'known' | 'defaultSpread'>): readonly SpreadConstraint[] =>
  (shape.ownSpread ? shape.softSpread : defaultSpread)

/** Does the constraint look at this node at all? */
export const countsNode = (constraint: SpreadConstraint, shape: PodShape, node: NodeInfo['node']): boolean =>
  (!constraint.honorAffinity || matchesNode(shape, node)) && (!constraint.honorTaints || !untoleratedTaint(node.spec.taints, shape.tolerations))

const looksAt = (constraint: SpreadConstraint, shape: PodShape, { node }: NodeInfo): boolean => countsNode(constraint, shape, node)
const label = ({ node }: NodeInfo, key: string): string | undefined => node.metadata.labels?.[key]
const hasAllKeys = (info: NodeInfo, constraints: readonly SpreadConstraint[]): boolean => constraints.every(({ topologyKey }) => label(info, topologyKey) !== undefined)

function grow(counts: Map<string, number>, domain: string, by: number): void {
  counts.set(domain, (counts.get(domain) ?? 0) + by)
}

/** Pods of the namespace that match and are not being deleted. An empty selector counts none, as upstream has it. */
function matching({ selector }: SpreadConstraint, namespace: string, { pods }: NodeInfo): number {
  if (matchesEverything(selector)) return 0
  let count = 0
  for (const { shape, terminating } of pods) if (!terminating && shape.namespace === namespace && matchesLabels(selector, shape.labels)) count++
  return count
}

export const matchesEverything = ({ requirements, nothing }: SpreadConstraint['selector']): boolean => requirements.length === 0 && !nothing
