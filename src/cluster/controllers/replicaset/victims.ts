import { parseTimeUs, podCondition, podReady, type Pod } from '../../../api/index.ts'
import type { Micros } from '../../../kernel/index.ts'
import { isSidecar } from '../../../api/index.ts'

/**
 * Which pods go when there are too many. `related` are the pods of all ReplicaSets with the same owner: where they crowd a node, its pods
 * go first. Models ActivePodsWithRanks; if all go, the order is left alone.
 */
export function podsToDelete(active: readonly Pod[], related: readonly Pod[], count: number, clock: Micros): readonly Pod[] {
  if (count >= active.length) return active.slice(0, count)
  const onNode = new Map<string, number>()
  for (const pod of related) {
    const node = pod.spec.nodeName ?? ''
    if (isActive(pod)) onNode.set(node, (onNode.get(node) ?? 0) + 1)
  }
  const rows = active.map((pod) => rowOf(pod, onNode.get(pod.spec.nodeName ?? '') ?? 0, clock))
  return mergeSorted(rows).slice(0, count).map((row) => row.pod)
}

const isActive = ({ status, metadata }: Pod): boolean =>
  status?.phase !== 'Succeeded' && status?.phase !== 'Failed' && metadata.deletionTimestamp === undefined

/** Everything the comparison looks at, read once. */
interface Row {
  readonly pod: Pod
  readonly uid: string
  readonly assigned: boolean
  readonly phase: number
  readonly ready: boolean
  readonly cost: number
  readonly crowd: number
  readonly readyAt: Micros
  readonly readyBucket: number
  readonly restarts: number
  readonly sidecarRestarts: number
  readonly createdAt: Micros
  readonly createdBucket: number
}

const PHASES: { readonly [phase: string]: number } = { Pending: 0, Unknown: 1, Running: 2 }
const DELETION_COST = 'controller.kubernetes.io/pod-deletion-cost'

function rowOf(pod: Pod, crowd: number, clock: Micros): Row {
  const ready = podReady(pod)
  const readyAt = ready ? parseTimeUs(podCondition(pod, 'Ready')?.lastTransitionTime) : 0
  const createdAt = parseTimeUs(pod.metadata.creationTimestamp)
  const cost = pod.metadata.annotations?.[DELETION_COST]
  return {
    pod, uid: pod.metadata.uid ?? '', assigned: (pod.spec.nodeName ?? '') !== '', phase: PHASES[pod.status?.phase ?? ''] ?? 0, ready,
    cost: cost !== undefined && /^(0|-?[1-9][0-9]*)$/.test(cost) ? Number(cost) : 0, crowd,
    readyAt, readyBucket: ageBucket(clock - readyAt), ...restartsOf(pod), createdAt, createdBucket: ageBucket(clock - createdAt),
  }
}

/** floor(log2(age in nanoseconds)), -1 for none: ages count as equal unless one is about twice the other. */
export function ageBucket(ageUs: Micros): number {
  if (!(ageUs > 0)) return -1
  const nanoseconds = ageUs * 1_000
  const high = Math.floor(nanoseconds / 4_294_967_296)
  return high > 0 ? 63 - Math.clz32(high) : 31 - Math.clz32(nanoseconds)
}

function restartsOf({ spec, status }: Pod): { restarts: number; sidecarRestarts: number } {
  let restarts = 0
  let sidecarRestarts = 0
  for (const { restartCount } of status?.containerStatuses ?? []) restarts = Math.max(restarts, restartCount)
  for (const { name, restartCount } of status?.initContainerStatuses ?? []) {
    const container = spec.initContainers?.find((each) => each.name === name)
    if (container && isSidecar(container)) sidecarRestarts = Math.max(sidecarRestarts, restartCount)
  }
  return { restarts, sidecarRestarts }
}

/** Negative: `a` goes first. Not transitive where ages share a bucket, as upstream's; hence the sort of our own below. */
function compareRows(a: Row, b: Row): number {
  if (a.assigned !== b.assigned) return a.assigned ? 1 : -1
  if (a.phase !== b.phase) return a.phase - b.phase
  if (a.ready !== b.ready) return a.ready ? 1 : -1
  if (a.cost !== b.cost) return a.cost - b.cost
  if (a.crowd !== b.crowd) return b.crowd - a.crowd
  if (a.ready && a.readyAt !== b.readyAt) return a.readyBucket - b.readyBucket || byUid(a, b)
  if (a.restarts !== b.restarts) return b.restarts - a.restarts
  if (a.sidecarRestarts !== b.sidecarRestarts) return b.sidecarRestarts - a.sidecarRestarts
  if (a.createdAt !== b.createdAt) return a.createdBucket - b.createdBucket || byUid(a, b)
  return 0
}

const byUid = (a: Row, b: Row): number => (a.uid < b.uid ? -1 : a.uid > b.uid ? 1 : 0)

/** The same sequence of comparisons in every engine, so that an order that is none still gives one history. */
function mergeSorted(rows: readonly Row[]): readonly Row[] {
  if (rows.length < 2) return rows
  const middle = rows.length >> 1
  const left = mergeSorted(rows.slice(0, middle))
  const right = mergeSorted(rows.slice(middle))
  const merged: Row[] = []
  let l = 0
  let r = 0
  while (l < left.length && r < right.length) merged.push(compareRows(left[l]!, right[r]!) <= 0 ? left[l++]! : right[r++]!)
  while (l < left.length) merged.push(left[l++]!)
  while (r < right.length) merged.push(right[r++]!)
  return merged
}
