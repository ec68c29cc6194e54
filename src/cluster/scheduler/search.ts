import { matchesLabels } from '../../api/index.ts'
import { searchOrder, type ClusterCache } from './cache.ts'
import type { PluginName, Rejection, Subject } from './framework.ts'
import { namedNodes } from './node-selector.ts'
import { prepareFilters, refusal, type PreparedFilters, type Refusal } from './oracle.ts'
import {
  affinityFilterState, affinityRefusal, looksAtAllPods, type AffinityFilterState,
} from './plugins/inter-pod-affinity.ts'
import { AFFINITY_CONFLICT, AFFINITY_MISMATCH } from './plugins/node-affinity.ts'
import { PORTS_TAKEN, portsClash } from './plugins/node-ports.ts'
import { UNSCHEDULABLE } from './plugins/node-unschedulable.ts'
import { LABEL_MISSING, NO_DOMAIN, SKEWED } from './plugins/pod-topology-spread.ts'
import { insufficient, type Room } from './plugins/resources-fit.ts'
import { UNTOLERATED } from './plugins/taint-toleration.ts'
import { nodesToFind } from './sampling.ts'
import { CORDONED, columnsFor, judge, MISMATCHED, PASSES, TAINTED, type ShapeColumns, type SpreadColumns } from './shape-columns.ts'
import { nodeInfo, partialSnapshot, snapshotOf } from './snapshot.ts'
import type { KnownPod, SpreadConstraint } from './shape.ts'

// The filters of the oracle over columns: the same verdicts, at a few nanoseconds a node.

/** One pod's question to all nodes, made ready. Lives for one scheduling cycle and is not state. */
export interface Question {
  readonly cache: ClusterCache
  readonly known: KnownPod
  readonly defaultSpread: readonly SpreadConstraint[]
  readonly columns: ShapeColumns
  readonly hard: readonly { readonly spread: SpreadColumns; readonly headroom: number }[]
  readonly affinity: AffinityFilterState | undefined
  /** Nodes named by the pod's own node affinity. */
  readonly only: readonly string[] | undefined
  /** The same question to the oracle, for nodes where room is held for nominated pods. */
  oracle: PreparedFilters | undefined
}

export interface Findings {
  /** Slots, in the order of the visit. */
  readonly feasible: readonly number[]
  readonly visited: number
  readonly nodes: number
}

export function ask(cache: ClusterCache, known: KnownPod, defaultSpread: readonly SpreadConstraint[]): Question {
  const { shape } = known
  const columns = columnsFor(cache, shape, defaultSpread)
  const hard = columns.spread.filter(one => one.hard).map(spread => {
    const self = matchesLabels(spread.constraint.selector, shape.labels) ? 1 : 0
    return { spread, headroom: spread.constraint.maxSkew + least(spread) - self }
  })
  return { cache, known, defaultSpread, columns, hard, affinity: affinityState(cache, known, defaultSpread), only: shape.requiredNodeTerms && namedNodes(shape.requiredNodeTerms), oracle: undefined }
}

/** Visits nodes from `start` on, until enough of them are feasible. */
export function search(question: Question, start: number): Findings {
  const { cache } = question
  const order = question.only ? namedSlots(cache, question.only) : searchOrder(cache)
  const nodes = order.length
  const enough = nodesToFind(nodes)
  const feasible: number[] = []
  let visited = 0
  let at = nodes === 0 ? 0 : start % nodes
  while (visited < nodes && feasible.length < enough) {
    const slot = order[at]!
    if (passes(question, slot)) feasible.push(slot)
    visited++
    if (++at === nodes) at = 0
  }
  return { feasible, visited, nodes }
}

export function passes(question: Question, slot: number): boolean {
  const { cache, columns, known: { shape }, hard, affinity } = question
  const verdict = columns.verdict[slot] || judge(cache, shape, columns, slot)
  if (verdict !== PASSES) return false
  if (cache.nominated.size > 0 && heldForOthers(question, slot)) return !oracleRefusal(question, slot)
  if (shape.ports.length > 0 && cache.portUsers.has(slot) && portsTaken(question, slot)) return false
  if (!fits(question, slot)) return false
  for (let i = 0; i < hard.length; i++) {
    const { spread, headroom } = hard[i]!
    const domain = spread.domainOf[slot]!
    if (domain < 0 || spread.sums[domain]! > headroom) return false
  }
  return !affinity || !affinityRefusal(shape, affinity, cache.nodes[slot]!.metadata.labels ?? {})
}

/** Why the node was refused, in the words of the plugin that came first. */
export function why(question: Question, slot: number): Refusal | undefined {
  const { cache, columns, known: { shape }, hard, affinity } = question
  switch (columns.verdict[slot] || judge(cache, shape, columns, slot)) {
    case CORDONED: return by('NodeUnschedulable', UNSCHEDULABLE)
    case TAINTED: return by('TaintToleration', UNTOLERATED)
    case MISMATCHED: return by('NodeAffinity', AFFINITY_MISMATCH)
    default: break
  }
  if (cache.nominated.size > 0 && heldForOthers(question, slot)) return oracleRefusal(question, slot)
  if (shape.ports.length > 0 && cache.portUsers.has(slot) && portsTaken(question, slot)) return by('NodePorts', PORTS_TAKEN)
  const short = insufficient(shape, roomAt(cache, slot))
  if (short) return by('NodeResourcesFit', short)
  for (const { spread, headroom } of hard) {
    const domain = spread.domainOf[slot]!
    if (domain < 0) return by('PodTopologySpread', LABEL_MISSING)
    if (spread.sums[domain]! > headroom) return by('PodTopologySpread', SKEWED)
  }
  const far = affinity && affinityRefusal(shape, affinity, cache.nodes[slot]!.metadata.labels ?? {})
  return far && by('InterPodAffinity', far)
}

/** What a pod is refused before any node is looked at. */
export const refusedOutright = ({ only }: Question): Refusal | undefined => (only?.length === 0 ? by('NodeAffinity', AFFINITY_CONFLICT) : undefined)

export function subjectOf({ cache, known, defaultSpread }: Question): Subject {
  return { known, snapshot: snapshotOf(cache), defaultSpread }
}

export const oracleOf = (question: Question): PreparedFilters => (question.oracle ??= prepareFilters(subjectOf(question)))

export function roomAt({ columns }: ClusterCache, slot: number): Room {
  return {
    pods: columns.pods[slot]!, podsMax: columns.podsMax[slot]!, cpu: columns.cpu[slot]!, cpuMax: columns.cpuMax[slot]!,
    memory: columns.memory[slot]!, memoryMax: columns.memoryMax[slot]!, ephemeral: columns.ephemeral[slot]!, ephemeralMax: columns.ephemeralMax[slot]!,
    others: columns.others.get(slot) ?? NO_OTHERS,
  }
}

const NO_OTHERS: Room['others'] = new Map()

const by = (plugin: PluginName, rejection: Rejection): Refusal => ({ ...rejection, plugin })

const namedSlots = ({ slots, nodes }: ClusterCache, names: readonly string[]): Int32Array =>
  Int32Array.from(names.flatMap(name => {
    const slot = slots.get(name)
    return slot !== undefined && nodes[slot] ? [slot] : []
  }))

function fits({ cache: { columns }, known: { shape: { request } } }: Question, slot: number): boolean {
  if (columns.pods[slot]! + 1 > columns.podsMax[slot]!) return false
  if (request.cpu > 0 && request.cpu > columns.cpuMax[slot]! - columns.cpu[slot]!) return false
  if (request.memory > 0 && request.memory > columns.memoryMax[slot]! - columns.memory[slot]!) return false
  if (request.ephemeral > 0 && request.ephemeral > columns.ephemeralMax[slot]! - columns.ephemeral[slot]!) return false
  for (const [name, amount] of request.others) {
    const other = columns.others.get(slot)?.get(name)
    if (amount > 0 && amount > (other?.max ?? 0) - (other?.used ?? 0)) return false
  }
  return true
}

function least({ constraint, sums, exists, domains }: SpreadColumns): number {
  if (domains < constraint.minDomains) return 0
  let least = NO_DOMAIN
  for (let i = 0; i < sums.length; i++) if (exists[i] && sums[i]! < least) least = sums[i]!
  return least
}

function portsTaken({ cache, known }: Question, slot: number): boolean {
  for (const { shape } of cache.podsOn[slot]!.values()) if (portsClash(known.shape.ports, shape.ports)) return true
  return false
}

function heldForOthers({ cache, known }: Question, slot: number): boolean {
  for (const pod of cache.nominated.get(cache.nodes[slot]!.metadata.name!)?.values() ?? []) {
    if (pod.key !== known.key && pod.shape.priority >= known.shape.priority) return true
  }
  return false
}

const oracleRefusal = (question: Question, slot: number): Refusal | undefined => refusal(oracleOf(question), nodeInfo(question.cache, slot))

/** Looks only at nodes with pods that refuse company, unless the pod has terms of its own. */
function affinityState(cache: ClusterCache, known: KnownPod, defaultSpread: readonly SpreadConstraint[]): AffinityFilterState | undefined {
  const everywhere = looksAtAllPods(known.shape)
  if (!everywhere && cache.refusers.size === 0) return undefined
  const slots = everywhere ? [...searchOrder(cache)] : [...cache.refusers.keys()].filter(slot => cache.nodes[slot])
  return affinityFilterState({ known, snapshot: partialSnapshot(cache), defaultSpread }, slots.map(slot => nodeInfo(cache, slot)))
}
