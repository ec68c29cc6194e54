// What one evaluation of one pod found out, as plain data: for tables, for what-if questions, for tests.

export type Verdict = 'pass' | 'fail' | 'skip'

/** One plugin about one node. A plugin that filters has a verdict, one that scores has numbers; some do both. */
export interface PluginReport {
  readonly plugin: string
  /** Undefined for a plugin that only scores. `skip`: the pod gives this plugin nothing to do. */
  readonly verdict?: Verdict
  /** False where the real scheduler never came: an earlier plugin had refused the node. The verdict is what it would have said. */
  readonly ran: boolean
  readonly reasons?: readonly string[]
  /** Scores exist only for feasible nodes, and only where more than one node was feasible. */
  readonly raw?: number
  /** 0..100 */
  readonly normalised?: number
  readonly weight?: number
  readonly weighted?: number
}

export interface NodeReport {
  readonly node: string
  readonly feasible: boolean
  /** False where sampling ended before this node, or a pre-filter had left it out. */
  readonly visited: boolean
  /** The first plugin that refused the node, and its words. */
  readonly refusedBy?: string
  readonly reasons?: readonly string[]
  /** What the node lacks, and the taint that keeps the pod away: behind kube-scheduler's short words. */
  readonly short?: readonly { readonly resource: string; readonly wanted: number; readonly left: number }[]
  readonly taint?: string
  /** False: preemption cannot help on this node either. */
  readonly resolvable?: boolean
  readonly plugins: readonly PluginReport[]
  /** The sum of the weighted scores; undefined where nothing was scored. */
  readonly total?: number
}

export interface SchedulingReport {
  /** 'namespace/name' */
  readonly pod: string
  readonly atUs: number
  readonly attempt: number
  readonly outcome: 'assumed' | 'unschedulable' | 'evaluated'
  /** The chosen node; for a mere evaluation the one of the best nodes that comes first. */
  readonly node?: string
  /** All nodes that share the highest total. */
  readonly best: readonly string[]
  readonly nodes: readonly NodeReport[]
  /** kube-scheduler's own sentence if nothing fits. */
  readonly message?: string
  readonly nominatedNode?: string
  /** 'namespace/name' of the pods that must go. */
  readonly victims?: readonly string[]
}
