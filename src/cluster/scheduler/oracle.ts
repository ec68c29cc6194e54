import type { NodeInfo, Plugin, PluginName, Rejection, Snapshot, Subject } from './framework.ts'
import { DEFAULT_WEIGHTS, PLUGINS } from './plugins.ts'
import { nodesToFind } from './sampling.ts'

// One scheduling decision by the book, on plain objects, without cleverness. The columns must come to the same end.

export interface PreparedFilters {
  readonly subject: Subject
  /** The state of each plugin that filters; plugins that skip are absent. */
  readonly states: ReadonlyMap<PluginName, unknown>
  readonly skipped: ReadonlySet<PluginName>
  /** Set when a plugin refuses before any node is looked at, or leaves only some nodes. */
  readonly rejection?: Rejection & { readonly plugin: PluginName }
  readonly only?: { readonly nodes: readonly string[]; readonly plugins: readonly PluginName[] }
}

export interface Refusal extends Rejection { readonly plugin: PluginName }

export interface Found {
  readonly feasible: readonly NodeInfo[]
  readonly refused: ReadonlyMap<string, Refusal>
}

export interface PluginScores {
  readonly plugin: PluginName
  readonly weight: number
  readonly raw: readonly number[]
  readonly normalised: readonly number[]
}

export type Weights = Readonly<Partial<Record<PluginName, number>>>

export function prepareFilters(subject: Subject): PreparedFilters {
  const states = new Map<PluginName, unknown>()
  const skipped = new Set<PluginName>()
  let only: { nodes: readonly string[]; plugins: readonly PluginName[] } | undefined
  for (const { name, preFilter } of PLUGINS) {
    if (!preFilter) continue
    const outcome = preFilter(subject)
    if ('rejection' in outcome) return { subject, states, skipped, rejection: { ...outcome.rejection, plugin: name } }
    if (outcome.skip) {
      skipped.add(name)
      continue
    }
    states.set(name, outcome.state)
    if (outcome.nodes) only = { nodes: outcome.nodes, plugins: [name] }
  }
  return { subject, states, skipped, only }
}

/** The first plugin that refuses the node, also with the pods in mind that are expected there by right of their priority. */
export function refusal(prepared: PreparedFilters, info: NodeInfo): Refusal | undefined {
  const { known, snapshot } = prepared.subject
  const expected = [...snapshot.nominated.get(info.name)?.values() ?? []].filter(pod => pod.key !== known.key && pod.shape.priority >= known.shape.priority)
  if (expected.length > 0) {
    const states = copyStates(prepared.states)
    let crowded = info
    for (const pod of expected) crowded = withPod(prepared.subject, states, crowded, pod)
    const refused = firstRefusal(prepared.subject, states, prepared.skipped, crowded)
    if (refused) return refused
  }
  return firstRefusal(prepared.subject, prepared.states, prepared.skipped, info)
}

/** Visits nodes from `start` on until enough are feasible. */
export function findFeasible(prepared: PreparedFilters, nodes: readonly NodeInfo[], start: number): Found {
  const enough = nodesToFind(nodes.length)
  const feasible: NodeInfo[] = []
  const refused = new Map<string, Refusal>()
  for (let i = 0; i < nodes.length && feasible.length < enough; i++) {
    const info = nodes[(start + i) % nodes.length]!
    const refusedBy = refusal(prepared, info)
    if (refusedBy) refused.set(info.name, refusedBy)
    else feasible.push(info)
  }
  return { feasible, refused }
}

export function scoreNodes(subject: Subject, feasible: readonly NodeInfo[], weights: Weights = DEFAULT_WEIGHTS): readonly PluginScores[] {
  const scores: PluginScores[] = []
  for (const { name, preScore, score, normalise } of PLUGINS) {
    if (!score) continue
    const prepared = preScore?.(subject, feasible) ?? NOTHING_PREPARED
    if (prepared.skip) continue
    const raw = feasible.map(info => score(subject, prepared.state, info))
    const normalised = normalise?.(subject, prepared.state, raw, feasible) ?? raw
    scores.push({ plugin: name, weight: weights[name] ?? 0, raw, normalised })
  }
  return scores
}

export const totals = (scores: readonly PluginScores[], count: number): readonly number[] =>
  Array.from({ length: count }, (_, i) => scores.reduce((sum, { weight, normalised }) => sum + weight * normalised[i]!, 0))

/** The nodes to search: all of them, or those that a pre-filter named. */
export const searched = ({ only }: PreparedFilters, { nodes }: Snapshot): readonly NodeInfo[] =>
  (only ? nodes.filter(({ name }) => only.nodes.includes(name)).sort((a, b) => (a.name < b.name ? -1 : 1)) : nodes)

export function copyStates(states: ReadonlyMap<PluginName, unknown>): Map<PluginName, unknown> {
  const copies = new Map(states)
  for (const { name, copy } of PLUGINS) if (copy && copies.has(name)) copies.set(name, copy(copies.get(name)))
  return copies
}

/** The node with one pod more; `states` learn of it. */
export function withPod(subject: Subject, states: ReadonlyMap<PluginName, unknown>, info: NodeInfo, pod: Subject['known']): NodeInfo {
  tell(subject, states, pod, info, 1)
  return { ...info, pods: [...info.pods, pod] }
}

export function withoutPod(subject: Subject, states: ReadonlyMap<PluginName, unknown>, info: NodeInfo, pod: Subject['known']): NodeInfo {
  tell(subject, states, pod, info, -1)
  return { ...info, pods: info.pods.filter(({ key }) => key !== pod.key) }
}

const NOTHING_PREPARED = { skip: false, state: undefined } as const

function firstRefusal(subject: Subject, states: ReadonlyMap<PluginName, unknown>, skipped: ReadonlySet<PluginName>, info: NodeInfo): Refusal | undefined {
  for (const { name, filter } of PLUGINS) {
    if (!filter || skipped.has(name)) continue
    const rejection = filter(subject, states.get(name), info)
    if (rejection) return { ...rejection, plugin: name }
  }
  return undefined
}

function tell(subject: Subject, states: ReadonlyMap<PluginName, unknown>, pod: Subject['known'], info: NodeInfo, delta: 1 | -1): void {
  for (const { name, update } of PLUGINS as readonly Plugin[]) if (update && states.has(name)) update(subject, states.get(name), pod, info, delta)
}
