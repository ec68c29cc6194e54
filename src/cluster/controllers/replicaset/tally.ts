import { controllerOf, matchesLabels, parseTimeUs, podActive, podCondition, podTerminal, selectorOf, selectorOfMap, type Pod, type ReplicaSet } from '../../../api/index.ts'
import { SECOND, type Micros } from '../../../kernel/index.ts'

/** The pods of one ReplicaSet as counts, kept up to date pod by pod, so that a status costs the same for three pods and for 150,000. */
export interface Tally {
  active: number
  terminating: number
  ready: number
  /** Active pods with all labels of the template. */
  labelled: number
  /** Active pods that this ReplicaSet owns and no longer selects: to be released. */
  stray: number
  /** How many pods became ready in which second; pods are available minReadySeconds later. */
  readonly readyAt: Map<number, number>
  /** What `labelled` and `stray` were judged by; undefined: not yet, count anew. */
  judgedBy: { readonly template: unknown; readonly selector: unknown } | undefined
}

export const createTally = (): Tally => ({ active: 0, terminating: 0, ready: 0, labelled: 0, stray: 0, readyAt: new Map(), judgedBy: undefined })

/** The uid of the ReplicaSet that owns this pod. */
export function ownerUid(pod: Pod): string | undefined {
  const owner = controllerOf(pod)
  return owner?.kind === 'ReplicaSet' ? owner.uid : undefined
}

/** Adds a pod (by 1) or takes it out (by -1). */
export function count(tally: Tally, pod: Pod, by: 1 | -1, replicaSet: ReplicaSet | undefined): void {
  if (podTerminal(pod)) return
  if (!podActive(pod)) {
    tally.terminating += by
    return
  }
  tally.active += by
  const ready = podCondition(pod, 'Ready')
  if (ready?.status === 'True') {
    tally.ready += by
    const second = Math.floor(parseTimeUs(ready.lastTransitionTime) / SECOND)
    const inSecond = (tally.readyAt.get(second) ?? 0) + by
    if (inSecond === 0) tally.readyAt.delete(second)
    else tally.readyAt.set(second, inSecond)
  }
  if (tally.judgedBy === undefined) return
  if (!replicaSet) {
    tally.judgedBy = undefined
    return
  }
  const { labels } = pod.metadata
  if (matchesLabels(selectorOfMap(replicaSet.spec.template?.metadata?.labels), labels)) tally.labelled += by
  if (!matchesLabels(selectorOf(replicaSet.spec.selector), labels)) tally.stray += by
}

/** True if the label counts were made by this ReplicaSet's own template and selector. */
export const isCurrent = ({ judgedBy }: Tally, { spec }: ReplicaSet): boolean =>
  judgedBy !== undefined && judgedBy.template === spec.template?.metadata?.labels && judgedBy.selector === spec.selector

export function recount(replicaSet: ReplicaSet, pods: readonly Pod[]): Tally {
  const tally = createTally()
  tally.judgedBy = { template: replicaSet.spec.template?.metadata?.labels, selector: replicaSet.spec.selector }
  for (const pod of pods) count(tally, pod, 1, replicaSet)
  return tally
}

export function availableIn({ ready, readyAt }: Tally, minReadySeconds: number, clock: Micros): number {
  if (minReadySeconds === 0) return ready
  let available = 0
  for (const [second, pods] of readyAt) if ((second + minReadySeconds) * SECOND <= clock) available += pods
  return available
}

/** How long until the next pod becomes available; undefined if none is on the way. */
export function nextAvailableUs({ readyAt }: Tally, minReadySeconds: number, clock: Micros): Micros | undefined {
  let next: Micros | undefined
  for (const second of readyAt.keys()) {
    const leftUs = (second + minReadySeconds) * SECOND - clock
    if (leftUs > 0 && (next === undefined || leftUs < next)) next = leftUs
  }
  return next
}
