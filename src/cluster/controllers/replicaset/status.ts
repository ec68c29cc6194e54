import { extended, sameValue, type ReplicaSet, type ReplicaSetStatus } from '../../../api/index.ts'
import { omitZero } from '../calls.ts'

export interface Counts {
  readonly replicas: number
  readonly fullyLabeled: number
  readonly ready: number
  readonly available: number
  readonly terminating: number
}

/** Models calculateStatus: the counts, and whether the last attempt to change them failed. */
export function replicaSetStatus({ spec, status, metadata }: ReplicaSet, counts: Counts, failure: string | undefined, now: string): ReplicaSetStatus {
  const conditions = status?.conditions ?? []
  const failed = conditions.some(({ type }) => type === 'ReplicaFailure')
  const difference = counts.replicas - (spec.replicas ?? 1)
  const next = failure !== undefined && !failed
    ? [...conditions, {
      type: 'ReplicaFailure', status: 'True', lastTransitionTime: now, reason: difference < 0 ? 'FailedCreate' : difference > 0 ? 'FailedDelete' : '', message: failure,
    }]
    : failure === undefined && failed ? conditions.filter(({ type }) => type !== 'ReplicaFailure') : conditions
  const told = omitZero({
    observedGeneration: metadata.generation, fullyLabeledReplicas: counts.fullyLabeled, readyReplicas: counts.ready, availableReplicas: counts.available,
    conditions: next,
  })
  return extended(told, { replicas: counts.replicas, terminatingReplicas: counts.terminating })
}

export const sameStatus = (replicaSet: ReplicaSet, next: ReplicaSetStatus): boolean => sameValue(replicaSet.status ?? {}, next)
