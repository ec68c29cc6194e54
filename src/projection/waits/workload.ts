import { parseTimeUs, podActive, podAvailable, podCondition, podReady, type Deployment, type Pod, type ReplicaSet } from '../../api/index.ts'
import { limitsOf } from '../../cluster/details.ts'
import type { WaitsFor } from '../../protocol/index.ts'
import { wait, waiterOf, type Asking } from './asking.ts'
import { controllerWaits } from './control-plane.ts'
import { podWaits } from './pod.ts'

/** Of a crowd of Pods that wait, the first few are told one by one. */
const TOLD = 4
const REVISION = 'deployment.kubernetes.io/revision'

const keyOf = ({ metadata }: { readonly metadata: { readonly name?: string; readonly namespace?: string } }): string => `${metadata.namespace}/${metadata.name}`

/** Why a rollout does not go on: what its bounds allow, and which Pods it waits for. */
export function deploymentWaits(asking: Asking, one: Deployment, depth: number): WaitsFor[] {
  const { status, spec, metadata } = one
  const wanted = spec.replicas ?? 1
  const waiter = waiterOf(one as never, depth)
  const own = asking.objects.list<ReplicaSet>('apps', 'replicasets').filter((each) => each.metadata.ownerReferences?.some(({ uid }) => uid === metadata.uid))
  const newest = own.toSorted((a, b) => Number(b.metadata.annotations?.[REVISION] ?? 0) - Number(a.metadata.annotations?.[REVISION] ?? 0))[0]
  const old = own.filter((each) => each !== newest && (each.spec.replicas ?? 0) > 0)
  const settled = (status?.observedGeneration ?? 0) >= (metadata.generation ?? 0) && (status?.updatedReplicas ?? 0) === wanted && (status?.availableReplicas ?? 0) === wanted && (status?.replicas ?? 0) === wanted
  if (settled) return []
  const waits: WaitsFor[] = []
  if (spec.paused) waits.push(wait(asking, waiter, 'paused'))
  const loop = controllerWaits(asking, 'deployment', keyOf(one), depth + 1)
  if ((status?.observedGeneration ?? 0) < (metadata.generation ?? 0) || loop.some(({ text }) => text !== 'waits.later')) waits.push(wait(asking, waiter, 'controller', { controller: 'deployment' }), ...loop)
  const { maxSurge, maxUnavailable } = limitsOf(one)
  const numbers = { wanted, updated: status?.updatedReplicas ?? 0, total: status?.replicas ?? 0, available: status?.availableReplicas ?? 0, least: Math.max(0, wanted - maxUnavailable), most: wanted + maxSurge, maxUnavailable, maxSurge }
  const recreates = spec.strategy?.type === 'Recreate'
  if (old.length > 0 && !recreates) waits.push(wait(asking, waiter, numbers.available <= numbers.least ? 'bound' : 'rolling', numbers))
  else if (old.length > 0) waits.push(wait(asking, waiter, 'recreate', numbers))
  else waits.push(wait(asking, waiter, 'availability', numbers))
  // Old Pods that are Ready hold nothing up; those of the new ReplicaSet do, and the old ones that are broken.
  for (const each of newest ? [newest, ...old] : old) waits.push(...replicaSetWaits(asking, each, depth + 1))
  const progress = status?.conditions?.find(({ type }) => type === 'Progressing')
  if (progress?.reason === 'ProgressDeadlineExceeded') waits.push(wait(asking, waiter, 'deadline-over', { seconds: spec.progressDeadlineSeconds ?? 600 }))
  else if (progress?.lastUpdateTime && newest) waits.push(wait(asking, waiter, 'deadline', { seconds: spec.progressDeadlineSeconds ?? 600 }, { until: parseTimeUs(progress.lastUpdateTime) + (spec.progressDeadlineSeconds ?? 600) * 1_000_000 }))
  return waits
}

export function replicaSetWaits(asking: Asking, one: ReplicaSet, depth: number): WaitsFor[] {
  const wanted = one.spec.replicas ?? 1
  const waiter = waiterOf(one as never, depth)
  const pods = asking.objects.list<Pod>('', 'pods').filter(({ metadata }) => metadata.ownerReferences?.some(({ uid, controller }) => controller && uid === one.metadata.uid))
  const active = pods.filter(podActive)
  const waits: WaitsFor[] = []
  if (active.length !== wanted) {
    waits.push(wait(asking, waiter, 'count', { wanted, have: active.length }))
    const failure = one.status?.conditions?.find(({ type, status }) => type === 'ReplicaFailure' && status === 'True')
    if (failure) waits.push(wait(asking, { ...waiter, depth: depth + 1 }, 'refused', { message: failure.message ?? '' }))
    waits.push(...controllerWaits(asking, 'replicaset', keyOf(one), depth + 1))
  }
  const clock = asking.kernel.now
  const under = waits.length > 0 ? depth + 1 : depth
  const minReady = (one.spec.minReadySeconds ?? 0) * 1_000_000
  const late = active.filter((pod) => !podReady(pod) || (minReady > 0 && !podAvailable(pod, one.spec.minReadySeconds ?? 0, clock)))
  for (const pod of late.slice(0, TOLD)) {
    const since = parseTimeUs(podCondition(pod, 'Ready')?.lastTransitionTime ?? '')
    if (podReady(pod)) waits.push(wait(asking, waiterOf(pod as never, under), 'min-ready', { seconds: one.spec.minReadySeconds ?? 0 }, { since, until: since + minReady }))
    else waits.push(...podWaits(asking, pod, under))
  }
  if (late.length > TOLD) waits.push(wait(asking, waiter, 'more-pods', { count: late.length - TOLD }))
  return waits
}
