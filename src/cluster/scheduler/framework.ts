import type { Node } from '../../api/index.ts'
import type { Resources } from './resources.ts'
import type { KnownPod, Labels, SpreadConstraint } from './shape.ts'

// The scheduling framework on plain objects: easy to read, easy to explain, and the oracle for the columns.

/** A node with the pods that are on it or assumed to be. */
export interface NodeInfo {
  readonly name: string
  readonly node: Node
  readonly pods: readonly KnownPod[]
  readonly allocatable: Resources & { readonly pods: number }
}

/** The cluster at the beginning of a scheduling cycle. Nodes are in the order in which the search visits them. */
export interface Snapshot {
  readonly nodes: readonly NodeInfo[]
  readonly namespaces: ReadonlyMap<string, Labels>
  /** Pods that a preemption makes room for, by node. */
  readonly nominated: ReadonlyMap<string, ReadonlyMap<string, KnownPod>>
  /** Where each image is, for ImageLocality. */
  readonly images: ReadonlyMap<string, { readonly bytes: number; readonly nodes: number }>
}

export interface Subject {
  readonly known: KnownPod
  readonly snapshot: Snapshot
  /** The constraints that stand in for a pod's own ones, if it belongs to a Service or workload. */
  readonly defaultSpread: readonly SpreadConstraint[]
}

export interface Rejection {
  readonly reasons: readonly string[]
  /** False: UnschedulableAndUnresolvable, removing pods cannot help. */
  readonly resolvable: boolean
}

export type PreFilter<State> =
  | { readonly skip: true }
  /** Only these nodes are looked at. */
  | { readonly skip: false; readonly state: State; readonly nodes?: readonly string[] }
  | { readonly rejection: Rejection }

export type PreScore<State> = { readonly skip: true } | { readonly skip: false; readonly state: State }

/** An extension of the scheduler. Each function is pure but `update`, which edits a state that `copy` made. */
export interface Plugin<FilterState = unknown, ScoreState = unknown> {
  readonly name: PluginName
  preFilter?(subject: Subject): PreFilter<FilterState>
  filter?(subject: Subject, state: FilterState, node: NodeInfo): Rejection | undefined
  /** PreFilterExtensions: as if the pod had come to the node (+1) or left it (-1). */
  update?(subject: Subject, state: FilterState, pod: KnownPod, node: NodeInfo, delta: 1 | -1): void
  copy?(state: FilterState): FilterState
  preScore?(subject: Subject, feasible: readonly NodeInfo[]): PreScore<ScoreState>
  score?(subject: Subject, state: ScoreState, node: NodeInfo): number
  /** To 0..100; scores are in the order of the feasible nodes. */
  normalise?(subject: Subject, state: ScoreState, scores: readonly number[], nodes: readonly NodeInfo[]): readonly number[]
}

export type PluginName =
  | 'SchedulingGates' | 'NodeUnschedulable' | 'NodeName' | 'TaintToleration' | 'NodeAffinity' | 'NodePorts' | 'NodeResourcesFit' | 'PodTopologySpread'
  | 'InterPodAffinity' | 'DefaultPreemption' | 'NodeResourcesBalancedAllocation' | 'ImageLocality'

export const MAX_NODE_SCORE = 100

export const unresolvable = (...reasons: readonly string[]): Rejection => ({ reasons, resolvable: false })
export const resolvable = (...reasons: readonly string[]): Rejection => ({ reasons, resolvable: true })

/** Models helper.DefaultNormalizeScore. */
export function normaliseByMax(scores: readonly number[], reverse: boolean): readonly number[] {
  const max = scores.reduce((most, score) => (score > most ? score : most), 0)
  if (max === 0) return reverse ? scores.map(() => MAX_NODE_SCORE) : scores
  return scores.map(score => {
    const scaled = Math.trunc((MAX_NODE_SCORE * score) / max)
    return reverse ? MAX_NODE_SCORE - scaled : scaled
  })
}
