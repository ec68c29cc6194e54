import { extended, parseTimeUs, sameValue, type Deployment, type DeploymentCondition, type DeploymentStatus, type ReplicaSet } from '../../../api/index.ts'
import { SECOND, type Micros } from '../../../kernel/index.ts'
import { omitZero } from '../calls.ts'
import { availableOf, hasProgressDeadline, limitsOf, sizeOf, wantedOf } from './replica-sets.ts'

type Conditions = readonly DeploymentCondition[] | undefined

export const newCondition = (type: string, status: string, reason: string, message: string, now: string): DeploymentCondition =>
  ({ type, status, lastUpdateTime: now, lastTransitionTime: now, reason, message })

export const conditionOf = (status: DeploymentStatus | undefined, type: string): DeploymentCondition | undefined =>
  status?.conditions?.find((condition) => condition.type === type)

/** Same status and reason: nothing is news. Same status: the transition is as old as it was. */
export function setCondition(status: DeploymentStatus, condition: DeploymentCondition): DeploymentStatus {
  const current = conditionOf(status, condition.type)
  if (current && current.status === condition.status && current.reason === condition.reason) return status
  const lastTransitionTime = current?.status === condition.status ? current.lastTransitionTime : condition.lastTransitionTime
  return { ...status, conditions: [...(withoutType(status.conditions, condition.type) ?? []), { ...condition, lastTransitionTime }] }
}

export function removeCondition(status: DeploymentStatus, type: string): DeploymentStatus {
  return conditionOf(status, type) ? { ...status, conditions: withoutType(status.conditions, type) } : status
}

const withoutType = (conditions: Conditions, type: string): Conditions => conditions?.filter((condition) => condition.type !== type)

/** Counts come from the ReplicaSets' statuses: the Deployment controller never counts pods. */
export function calculateStatus(deployment: Deployment, all: readonly ReplicaSet[], newReplicaSet: ReplicaSet | undefined, now: string): DeploymentStatus {
  const total = (count: (each: ReplicaSet) => number): number => all.reduce((sum, each) => sum + count(each), 0)
  const availableReplicas = total(availableOf)
  const replicas = wantedOf(deployment)
  const status: DeploymentStatus = omitZero<DeploymentStatus>({
    observedGeneration: deployment.metadata.generation,
    replicas: total((each) => each.status?.replicas ?? 0),
    updatedReplicas: newReplicaSet?.status?.replicas,
    readyReplicas: total((each) => each.status?.readyReplicas ?? 0),
    availableReplicas,
    unavailableReplicas: Math.max(0, total(sizeOf) - availableReplicas),
    collisionCount: undefined,
    conditions: deployment.status?.conditions,
  })
  const enough = availableReplicas >= replicas - limitsOf(deployment).maxUnavailable
  return setCondition(extended(status, counted(deployment, all)), enough
    ? newCondition('Available', 'True', 'MinimumReplicasAvailable', 'Deployment has minimum availability.', now)
    : newCondition('Available', 'False', 'MinimumReplicasUnavailable', 'Deployment does not have minimum availability.', now))
}

/** Pointers: their zero is told from their absence. */
function counted({ status }: Deployment, all: readonly ReplicaSet[]): DeploymentStatus {
  const terminatingReplicas = terminatingOf(all)
  return {
    ...(status?.collisionCount === undefined ? {} : { collisionCount: status.collisionCount }),
    ...(terminatingReplicas === undefined ? {} : { terminatingReplicas }),
  }
}

function terminatingOf(all: readonly ReplicaSet[]): number | undefined {
  let count = 0
  for (const { status } of all) {
    if (!status?.observedGeneration && status?.terminatingReplicas === undefined) continue
    if (status.terminatingReplicas === undefined) return undefined
    count += status.terminatingReplicas
  }
  return count
}

export const isComplete = (deployment: Deployment, status: DeploymentStatus | undefined): boolean => {
  const replicas = wantedOf(deployment)
  return (status?.updatedReplicas ?? 0) === replicas && (status?.replicas ?? 0) === replicas && (status?.availableReplicas ?? 0) === replicas &&
    (status?.observedGeneration ?? 0) >= (deployment.metadata.generation ?? 0)
}

/** New pods appeared, became ready or available, or old ones went. */
function isProgressing({ status: old = {} }: Deployment, status: DeploymentStatus): boolean {
  const oldPods = (of: DeploymentStatus): number => (of.replicas ?? 0) - (of.updatedReplicas ?? 0)
  return (status.updatedReplicas ?? 0) > (old.updatedReplicas ?? 0) || oldPods(status) < oldPods(old) ||
    (status.readyReplicas ?? 0) > (old.readyReplicas ?? 0) || (status.availableReplicas ?? 0) > (old.availableReplicas ?? 0)
}

function isTimedOut(deployment: Deployment, status: DeploymentStatus, clock: Micros): boolean {
  const condition = conditionOf(status, 'Progressing')
  if (!condition || condition.reason === 'NewReplicaSetAvailable') return false
  return condition.reason === 'ProgressDeadlineExceeded' || deadlineOf(deployment, condition) < clock
}

const deadlineOf = ({ spec }: Deployment, { lastUpdateTime }: DeploymentCondition): Micros =>
  parseTimeUs(lastUpdateTime) + (spec.progressDeadlineSeconds ?? 0) * SECOND

/** The status in a rollout: besides the counts, whether it gets on. Models progress.go. */
export function rolloutStatus(
  deployment: Deployment, all: readonly ReplicaSet[], newReplicaSet: ReplicaSet | undefined, clock: Micros, now: string,
): DeploymentStatus {
  let status = calculateStatus(deployment, all, newReplicaSet, now)
  const current = conditionOf(deployment.status, 'Progressing')
  if (!hasProgressDeadline(deployment)) status = removeCondition(status, 'Progressing')
  const wasComplete = (status.replicas ?? 0) === (status.updatedReplicas ?? 0) && current?.reason === 'NewReplicaSetAvailable'
  if (hasProgressDeadline(deployment) && !wasComplete) {
    const who = newReplicaSet ? `ReplicaSet "${newReplicaSet.metadata.name}"` : `Deployment "${deployment.metadata.name}"`
    if (isComplete(deployment, status)) {
      status = setCondition(status, newCondition('Progressing', 'True', 'NewReplicaSetAvailable', `${who} has successfully progressed.`, now))
    } else if (isProgressing(deployment, status)) {
      const condition = newCondition('Progressing', 'True', 'ReplicaSetUpdated', `${who} is progressing.`, now)
      const lastTransitionTime = current?.status === 'True' ? current.lastTransitionTime : now
      // Every bit of progress moves the update time, though status and reason stay: the deadline counts from it.
      status = setCondition(removeCondition(status, 'Progressing'), { ...condition, lastTransitionTime })
    } else if (isTimedOut(deployment, status, clock)) {
      status = setCondition(status, newCondition('Progressing', 'False', 'ProgressDeadlineExceeded', `${who} has timed out progressing.`, now))
    }
  }
  const failure = replicaFailure(all, newReplicaSet)
  return failure ? setCondition(status, failure) : removeCondition(status, 'ReplicaFailure')
}

/** The new ReplicaSet's failure counts more than those of old ones. */
function replicaFailure(all: readonly ReplicaSet[], newReplicaSet: ReplicaSet | undefined): DeploymentCondition | undefined {
  for (const each of newReplicaSet ? [newReplicaSet, ...all] : all) {
    const failure = each.status?.conditions?.find(({ type }) => type === 'ReplicaFailure')
    if (!failure) continue
    const { type, status, reason, message, lastTransitionTime } = failure
    return { type, status, lastTransitionTime, lastUpdateTime: lastTransitionTime, reason, message }
  }
  return undefined
}

/** When to look again whether the rollout is stuck: undefined never, 0 now. */
export function stuckCheckUs(deployment: Deployment, status: DeploymentStatus, clock: Micros): Micros | undefined {
  const current = conditionOf(deployment.status, 'Progressing')
  if (!hasProgressDeadline(deployment) || !current || isComplete(deployment, status) || current.reason === 'ProgressDeadlineExceeded') return undefined
  const leftUs = deadlineOf(deployment, current) - clock
  return leftUs < SECOND ? 0 : leftUs + SECOND
}

export const sameStatus = (a: DeploymentStatus | undefined, b: DeploymentStatus): boolean => sameValue(a ?? {}, b)
