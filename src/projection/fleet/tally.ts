import type { ApiObject, Node, Pod } from '../../api/index.ts'
import { podReady } from '../../api/index.ts'
import { heardSince, objectsOf, type CacheEvent, type ClusterPlan } from '../../cluster/index.ts'
import { NODE_BITS } from '../../protocol/index.ts'

type ServerState = Parameters<typeof heardSince>[0]

/**
 * What runs where, counted along with the API server's watch cache: a change costs what it changes, and nothing ever looks at all Pods but the first count, the one
 * after a rewind, and the one after the cache was filled anew. Columns are by worker; the last place of each is for Pods anywhere else.
 */
export interface Tally {
  readonly column: ReadonlyMap<string, number>
  readonly pods: Int32Array
  readonly ready: Int32Array
  readonly starting: Int32Array
  readonly failing: Int32Array
  /** What the Node objects say: `NODE_BITS` without those that only the machine knows. */
  readonly state: Uint8Array
  /** Pods without a node. */
  waiting: number
  podsUpTo: number
  nodesUpTo: number
  /** Grows with every change. */
  version: number
}

export function createTally(plan: ClusterPlan): Tally {
  const workers = plan.nodes.filter(({ controlPlane }) => !controlPlane)
  const column = (): Int32Array => new Int32Array(workers.length + 1)
  return {
    column: new Map(workers.map(({ name }, index) => [name, index])), pods: column(), ready: column(), starting: column(), failing: column(), state: new Uint8Array(workers.length + 1),
    waiting: 0, podsUpTo: -1, nodesUpTo: -1, version: 0,
  }
}

/** Takes in what the API server has heard since the last time; `tell` hears of every change of a Pod. */
export function keepUp(tally: Tally, server: ServerState, tell: (change: CacheEvent) => void): void {
  const pods = heardSince(server, '', 'pods', tally.podsUpTo)
  if (pods.ready && pods.revision !== tally.podsUpTo) {
    if (pods.changes && tally.podsUpTo >= 0) for (const change of pods.changes) {
      countChange(tally, change)
      tell(change)
    }
    else recountPods(tally, server)
    tally.podsUpTo = pods.revision
    tally.version++
  }
  const nodes = heardSince(server, '', 'nodes', tally.nodesUpTo)
  if (!nodes.ready || nodes.revision === tally.nodesUpTo) return
  if (nodes.changes && tally.nodesUpTo >= 0) for (const { event, object } of nodes.changes) setNode(tally, object as unknown as Node, event === 'DELETED')
  else recountNodes(tally, server)
  tally.nodesUpTo = nodes.revision
  tally.version++
}

/** The past was changed under it: everything is counted anew at the next chance. */
export function forgetCounts(tally: Tally): void {
  tally.podsUpTo = -1
  tally.nodesUpTo = -1
}

function countChange(tally: Tally, { event, object, previous }: CacheEvent): void {
  if (previous) count(tally, previous as unknown as Pod, -1)
  if (event !== 'DELETED') count(tally, object as unknown as Pod, 1)
}

function recountPods(tally: Tally, server: ServerState): void {
  for (const column of [tally.pods, tally.ready, tally.starting, tally.failing]) column.fill(0)
  tally.waiting = 0
  for (const pod of objectsOf(server, '', 'pods')) count(tally, pod as unknown as Pod, 1)
}

function recountNodes(tally: Tally, server: ServerState): void {
  tally.state.fill(0)
  for (const node of objectsOf(server, '', 'nodes') as Iterable<ApiObject>) setNode(tally, node as unknown as Node, false)
}

function count(tally: Tally, pod: Pod, by: 1 | -1): void {
  const { nodeName } = pod.spec
  if (!nodeName) {
    tally.waiting += by
    return
  }
  const column = tally.column.get(nodeName) ?? tally.pods.length - 1
  tally.pods[column]! += by
  switch (conditionOf(pod)) {
    case 'ready': tally.ready[column]! += by; return
    case 'starting': tally.starting[column]! += by; return
    case 'failing': tally.failing[column]! += by
  }
}

const FAILING: ReadonlySet<string> = new Set(['CrashLoopBackOff', 'ImagePullBackOff', 'ErrImagePull'])

export function conditionOf(pod: Pod): 'ready' | 'starting' | 'failing' | 'other' {
  const { status } = pod
  if (podReady(pod)) return 'ready'
  if (status?.phase === 'Failed' || status?.containerStatuses?.some(({ state }) => FAILING.has(state?.waiting?.reason ?? ''))) return 'failing'
  return status?.phase === 'Pending' || status?.phase === undefined ? 'starting' : 'other'
}

const CONDITIONS: Readonly<Record<string, number>> = { True: 1, False: 2, Unknown: 3 }

function setNode(tally: Tally, { metadata, spec, status }: Node, gone: boolean): void {
  const column = tally.column.get(metadata.name!)
  if (column === undefined) return
  const condition = CONDITIONS[status?.conditions?.find(({ type }) => type === 'Ready')?.status ?? ''] ?? 2
  const noExecute = spec.taints?.some(({ effect }) => effect === 'NoExecute') ?? false
  tally.state[column] = gone ? 0 : condition | (spec.unschedulable ? NODE_BITS.cordoned : 0) | (noExecute ? NODE_BITS.noExecute : 0)
}
