import type { Pod, Toleration } from '../../api/index.ts'
import { searchOrder, type ClusterCache } from './cache.ts'
import { defaultSpread } from './default-spread.ts'
import { fitMessage, NO_NODES } from './failure-message.ts'
import type { NodeInfo, Subject } from './framework.ts'
import { findFeasible, prepareFilters, refusal, scoreNodes, searched, totals, type PluginScores, type PreparedFilters, type Refusal, type Weights } from './oracle.ts'
import { DEFAULT_WEIGHTS, PLUGINS } from './plugins.ts'
import { roomOf } from './plugins/resources-fit.ts'
import type { NodeReport, PluginReport, SchedulingReport } from './report.ts'
import { knownPod, shapeOf, shapeSignature, type KnownPod, type SpreadConstraint } from './shape.ts'
import { snapshotOf } from './snapshot.ts'
import type { SchedulerState } from './state.ts'
import { untoleratedTaint } from './taints.ts'

/** What-if: the same cluster, a slightly different question. Nothing is written anywhere. */
export interface Overrides {
  /** Requests of the first container, as quantities. */
  readonly requests?: { readonly [resource: string]: string }
  readonly tolerations?: readonly Toleration[]
  readonly nodeSelector?: { readonly [label: string]: string }
  readonly priority?: number
  readonly weights?: Weights
}

/** The pod need not be waiting, nor exist: one that runs is asked as if it were not there yet. */
export function explain(state: SchedulerState, pod: Pod, overrides: Overrides = {}): SchedulingReport {
  const { metadata, spec } = changed(pod, overrides)
  const { nodeName: _, ...open } = spec
  const asked = { ...pod, metadata, spec: open }
  const signature = shapeSignature(asked)
  const shape = state.cache.shapes.get(signature)?.shape ?? shapeOf(asked, 0, signature)
  const known = knownPod(asked, shape)
  // The memo is keyed by shape; a hypothetical shape has none and must not leave a trace.
  const constraints = defaultSpread({ client: state.client, defaultSpread: new Map() }, known)
  return evaluate(state.cache, known, constraints, { weights: overrides.weights ?? DEFAULT_WEIGHTS, start: state.nextStart, atUs: 0, attempt: 0 })
}

export interface Circumstances { readonly weights?: Weights; readonly start: number; readonly atUs: number; readonly attempt: number }

/** The whole decision by the oracle, with every plugin's word on every node. */
export function evaluate(cache: ClusterCache, known: KnownPod, constraints: readonly SpreadConstraint[], { weights = DEFAULT_WEIGHTS, start, atUs, attempt }: Circumstances): SchedulingReport {
  const snapshot = snapshotOf(cache, known.key)
  const subject: Subject = { known, snapshot, defaultSpread: constraints }
  const prepared = prepareFilters(subject)
  const candidates = searched(prepared, snapshot)
  const { feasible, refused } = prepared.rejection ? { feasible: [], refused: new Map<string, Refusal>() } : findFeasible(prepared, candidates, candidates.length ? start % candidates.length : 0)
  const scores = feasible.length > 1 ? scoreNodes(subject, feasible, weights) : []
  const sums = feasible.length > 1 ? totals(scores, feasible.length) : []
  const most = sums.reduce((max, sum) => Math.max(max, sum), -Infinity)
  const best = feasible.filter((_, i) => sums.length === 0 || sums[i] === most).map(({ name }) => name)
  const places = new Map(feasible.map(({ name }, i) => [name, i]))
  const message = feasible.length > 0 ? undefined : snapshot.nodes.length === 0 ? NO_NODES : refusedMessage(prepared, snapshot.nodes.length, refused)
  return Object.freeze<SchedulingReport & { readonly type: 'scheduling-report' }>({
    type: 'scheduling-report', pod: known.key, atUs, attempt, outcome: 'evaluated', node: best[0], best, message,
    nodes: snapshot.nodes.map(info => nodeReport(prepared, info, refused.get(info.name), places.get(info.name), scores, sums)),
  })
}

export function withOutcome(report: SchedulingReport, more: Partial<SchedulingReport>): SchedulingReport {
  return Object.freeze({ ...report, ...more })
}

/** The part of kube-scheduler's sentence that speaks of filters. */
function refusedMessage({ rejection, only }: PreparedFilters, nodes: number, refused: ReadonlyMap<string, Refusal>): string {
  if (rejection) return `0/${nodes} nodes are available: ${rejection.reasons.join(', ')}.`
  return fitMessage(nodes, [...refused.values()].map(({ reasons }) => reasons), { nodes: nodes - refused.size, reason: only ? leftOut(only.plugins) : '' })
}

export const leftOut = (plugins: readonly string[]): string => `node(s) didn't satisfy plugin(s) [${plugins.join(' ')}]`

function nodeReport(prepared: PreparedFilters, info: NodeInfo, refused: Refusal | undefined, place: number | undefined, scores: readonly PluginScores[], sums: readonly number[]): NodeReport {
  const { subject, states, skipped } = prepared
  // A node that sampling did not reach is judged all the same: the learner asks about this one.
  const decisive = refused ?? (place === undefined && !prepared.rejection ? refusal(prepared, info) : prepared.rejection)
  let ran = true
  const plugins = PLUGINS.map(({ name, filter, score }): PluginReport => {
    const skip = skipped.has(name) || (prepared.rejection !== undefined && !states.has(name))
    const rejection = filter && !skip ? filter(subject, states.get(name), info) : undefined
    const scored = place === undefined || !score ? undefined : scores.find(({ plugin }) => plugin === name)
    const report: PluginReport = {
      plugin: name, ran,
      ...(filter && { verdict: skip ? 'skip' : rejection ? 'fail' : 'pass' }),
      ...(rejection && { reasons: rejection.reasons }),
      ...(scored && { raw: scored.raw[place!], normalised: scored.normalised[place!], weight: scored.weight, weighted: scored.weight * scored.normalised[place!]! }),
    }
    if (decisive?.plugin === name) ran = false
    return report
  })
  return {
    node: info.name, feasible: place !== undefined, visited: place !== undefined || refused !== undefined, plugins, total: place === undefined ? undefined : sums[place],
    ...(decisive && { refusedBy: decisive.plugin, reasons: decisive.reasons, resolvable: decisive.resolvable, ...behind(decisive.plugin, subject.known.shape, info) }),
  }
}

/** The numbers and the taint behind a refusal. */
function behind(plugin: string, { request, tolerations }: KnownPod['shape'], info: NodeInfo): Pick<NodeReport, 'short' | 'taint'> {
  if (plugin === 'TaintToleration') {
    const taint = untoleratedTaint(info.node.spec.taints, tolerations)
    return taint ? { taint: `${taint.key}${taint.value ? `=${taint.value}` : ''}:${taint.effect}` } : {}
  }
  if (plugin !== 'NodeResourcesFit') return {}
  const { pods, podsMax, cpu, cpuMax, memory, memoryMax, ephemeral, ephemeralMax } = roomOf(info)
  const asked = [
    { resource: 'pods', wanted: 1, left: podsMax - pods }, { resource: 'cpu', wanted: request.cpu, left: cpuMax - cpu },
    { resource: 'memory', wanted: request.memory, left: memoryMax - memory }, { resource: 'ephemeral-storage', wanted: request.ephemeral, left: ephemeralMax - ephemeral },
  ]
  return { short: asked.filter(({ wanted, left }) => wanted > left && wanted > 0) }
}

function changed(pod: Pod, { requests, tolerations, nodeSelector, priority }: Overrides): Pod {
  const [first, ...rest] = pod.spec.containers
  const containers = requests && first ? [{ ...first, resources: { ...first.resources, requests: { ...first.resources?.requests, ...requests } } }, ...rest] : pod.spec.containers
  return { ...pod, spec: { ...pod.spec, containers, tolerations: tolerations ?? pod.spec.tolerations, nodeSelector: nodeSelector ?? pod.spec.nodeSelector, priority: priority ?? pod.spec.priority } }
}

/** Small enough for a report of every attempt. */
export const isSmall = (cache: ClusterCache): boolean => searchOrder(cache).length <= SMALL_NODES_MAX

const SMALL_NODES_MAX = 40

