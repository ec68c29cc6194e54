import { searchOrder, type ClusterCache } from './cache.ts'
import { MAX_NODE_SCORE } from './framework.ts'
import { lnOfDomains } from './natural-log.ts'
import { balanceGained } from './plugins/balanced-allocation.ts'
import { affinityScore, affinityScores, normaliseAffinity, prefersNearness } from './plugins/inter-pod-affinity.ts'
import { HOSTNAME, spreadScore } from './plugins/pod-topology-spread.ts'
import { leastAllocated } from './plugins/resources-fit.ts'
import { DEFAULT_WEIGHTS } from './plugins.ts'
import type { Question } from './search.ts'
import { refreshImages, type ShapeColumns, type SpreadColumns } from './shape-columns.ts'
import { nodeInfo, partialSnapshot } from './snapshot.ts'

/** The weighted sum of all scores for each feasible node, over columns. The oracle's totals, number for number. */
export function rank(question: Question, feasible: readonly number[]): Float64Array {
  const { cache, known: { shape }, columns } = question
  const totals = new Float64Array(feasible.length)
  refreshImages(cache, shape, columns, searchOrder(cache).length)
  byUsage(question, feasible)
  for (let i = 0; i < feasible.length; i++) {
    const slot = feasible[i]!
    totals[i] = columns.least[slot]! * FIT + columns.balanced[slot]! * BALANCE + columns.images[slot]! * IMAGES
  }
  addByMax(totals, feasible, columns.softTaints, true, TAINTS)
  if (shape.preferredNodeTerms.length > 0) addByMax(totals, feasible, columns.preferred, false, NODE_AFFINITY)
  addSpread(totals, feasible, cache, columns)
  addAffinity(totals, feasible, question)
  return totals
}

const TAINTS = DEFAULT_WEIGHTS.TaintToleration!
const NODE_AFFINITY = DEFAULT_WEIGHTS.NodeAffinity!
const FIT = DEFAULT_WEIGHTS.NodeResourcesFit!
const SPREAD = DEFAULT_WEIGHTS.PodTopologySpread!
const POD_AFFINITY = DEFAULT_WEIGHTS.InterPodAffinity!
const BALANCE = DEFAULT_WEIGHTS.NodeResourcesBalancedAllocation!
const IMAGES = DEFAULT_WEIGHTS.ImageLocality!

/** Only nodes whose usage changed since this shape last looked are computed anew. */
function byUsage({ cache: { columns: numbers }, known: { shape }, columns }: Question, feasible: readonly number[]): void {
  const { request, scored } = shape
  const balances = request.cpu > 0 || request.memory > 0
  for (let i = 0; i < feasible.length; i++) {
    const slot = feasible[i]!
    if (columns.scoredAt[slot] === numbers.version[slot]) continue
    columns.scoredAt[slot] = numbers.version[slot]!
    columns.least[slot] = leastAllocated(numbers.scoredCpu[slot]! + scored.cpu, numbers.cpuMax[slot]!, numbers.scoredMemory[slot]! + scored.memory, numbers.memoryMax[slot]!)
    columns.balanced[slot] = balances
      ? balanceGained(numbers.cpu[slot]!, request.cpu, numbers.cpuMax[slot]!, numbers.memory[slot]!, request.memory, numbers.memoryMax[slot]!) : 0
  }
}

function addByMax(totals: Float64Array, feasible: readonly number[], raw: Int32Array, reverse: boolean, weight: number): void {
  let max = 0
  for (let i = 0; i < feasible.length; i++) if (raw[feasible[i]!]! > max) max = raw[feasible[i]!]!
  for (let i = 0; i < feasible.length; i++) {
    const scaled = max === 0 ? 0 : Math.trunc((MAX_NODE_SCORE * raw[feasible[i]!]!) / max)
    totals[i]! += weight * (reverse ? MAX_NODE_SCORE - scaled : scaled)
  }
}

function addSpread(totals: Float64Array, feasible: readonly number[], cache: ClusterCache, { spread }: ShapeColumns): void {
  let soft = false
  for (const one of spread) if (!one.hard) soft = true
  if (!soft) return
  const raw = new Float64Array(feasible.length)
  let ignored: Uint8Array | undefined
  for (const one of spread) {
    if (one.hard) continue
    ignored = one.ignored
    addConstraint(raw, feasible, one, cache.counters.get(one.counter)!.bySlot)
  }
  let least = Infinity
  let most = 0
  for (let i = 0; i < raw.length; i++) {
    if (ignored![feasible[i]!]) continue
    const score = (raw[i] = Math.round(raw[i]!))
    if (score < least) least = score
    if (score > most) most = score
  }
  for (let i = 0; i < raw.length; i++) {
    if (ignored![feasible[i]!]) continue
    totals[i]! += SPREAD * (most === 0 ? MAX_NODE_SCORE : Math.trunc((MAX_NODE_SCORE * (most + least - raw[i]!)) / most))
  }
}

function addConstraint(raw: Float64Array, feasible: readonly number[], { constraint, domainOf, ignored, sums, met }: SpreadColumns, bySlot: Int32Array): void {
  const byHost = constraint.topologyKey === HOSTNAME
  const weight = lnOfDomains(byHost ? considered(feasible, ignored) : domainsMet(feasible, domainOf, ignored, met))
  for (let i = 0; i < feasible.length; i++) {
    const slot = feasible[i]!
    const domain = domainOf[slot]!
    if (ignored[slot] || domain < 0) continue
    raw[i]! += spreadScore(byHost ? bySlot[slot]! : sums[domain]!, constraint.maxSkew, weight)
  }
}

function considered(feasible: readonly number[], ignored: Uint8Array): number {
  let count = 0
  for (let i = 0; i < feasible.length; i++) if (!ignored[feasible[i]!]) count++
  return count
}

/** Nodes without the label together count as one more domain. */
function domainsMet(feasible: readonly number[], domainOf: Int32Array, ignored: Uint8Array, met: Int32Array): number {
  const none = met.length - 1
  met.fill(0)
  let count = 0
  for (let i = 0; i < feasible.length; i++) {
    const slot = feasible[i]!
    if (ignored[slot]) continue
    const domain = domainOf[slot]! < 0 ? none : domainOf[slot]!
    if (met[domain]) continue
    met[domain] = 1
    count++
  }
  return count
}

function addAffinity(totals: Float64Array, feasible: readonly number[], { cache, known, defaultSpread }: Question): void {
  const everywhere = prefersNearness(known.shape)
  if (!everywhere && cache.affinityUsers.size === 0) return
  const slots = everywhere ? [...searchOrder(cache)] : [...cache.affinityUsers.keys()].filter(slot => cache.nodes[slot])
  const counts = affinityScores({ known, snapshot: partialSnapshot(cache), defaultSpread }, slots.map(slot => nodeInfo(cache, slot)))
  if (counts.size === 0) return
  const scores = normaliseAffinity(feasible.map(slot => affinityScore(counts, cache.nodes[slot]!.metadata.labels ?? {})))
  for (let i = 0; i < feasible.length; i++) totals[i]! += POD_AFFINITY * scores[i]!
}
