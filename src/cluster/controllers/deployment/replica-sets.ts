import { extended, sameValue, type Deployment, type PodTemplateSpec, type ReplicaSet } from '../../../api/index.ts'
import { byAge, compare, without } from '../calls.ts'
import { fenceposts, type Fenceposts } from './numbers.ts'

export const REVISION = 'deployment.kubernetes.io/revision'
export const REVISION_HISTORY = 'deployment.kubernetes.io/revision-history'
export const DESIRED_REPLICAS = 'deployment.kubernetes.io/desired-replicas'
export const MAX_REPLICAS = 'deployment.kubernetes.io/max-replicas'
export const HASH_LABEL = 'pod-template-hash'

const NOT_COPIED = new Set([
  'kubectl.kubernetes.io/last-applied-configuration', REVISION, REVISION_HISTORY, DESIRED_REPLICAS, MAX_REPLICAS, 'deprecated.deployment.rollback.to',
])
const HISTORY_LENGTH_MAX = 2_000
const INT32_MAX = 2_147_483_647

export const sizeOf = ({ spec }: ReplicaSet): number => spec.replicas ?? 1
export const availableOf = ({ status }: ReplicaSet): number => status?.availableReplicas ?? 0
export const wantedOf = ({ spec }: Deployment): number => spec.replicas ?? 1
export const isActive = (replicaSet: ReplicaSet): boolean => sizeOf(replicaSet) > 0
export const isRollingUpdate = ({ spec }: Deployment): boolean => (spec.strategy?.type ?? 'RollingUpdate') === 'RollingUpdate'

/** Both limits, as they count: at most all pods unavailable, and neither without a rolling update. */
export function limitsOf(deployment: Deployment): Fenceposts {
  if (!isRollingUpdate(deployment)) return { maxSurge: 0, maxUnavailable: 0 }
  const replicas = wantedOf(deployment)
  const { maxSurge, maxUnavailable } = deployment.spec.strategy?.rollingUpdate ?? {}
  const resolved = fenceposts(maxSurge, maxUnavailable, replicas)
  return { maxSurge: resolved.maxSurge, maxUnavailable: replicas === 0 ? 0 : Math.min(resolved.maxUnavailable, replicas) }
}

/** The oldest ReplicaSet with the Deployment's own template is its new one: templates are compared, not hashes. */
export const findNewReplicaSet = ({ spec }: Deployment, replicaSets: readonly ReplicaSet[]): ReplicaSet | undefined =>
  replicaSets.toSorted(byAge).find((each) => each.spec.template !== undefined && equalIgnoringHash(each.spec.template, spec.template))

export function equalIgnoringHash(a: PodTemplateSpec, b: PodTemplateSpec): boolean {
  return sameValue(a.spec, b.spec) && sameValue(metadataWithoutHash(a), metadataWithoutHash(b))
}

function metadataWithoutHash({ metadata }: PodTemplateSpec): unknown {
  return extended(metadata ?? {}, { labels: without(metadata?.labels, HASH_LABEL), annotations: metadata?.annotations ?? {}, creationTimestamp: undefined })
}

/** 0 without a revision, and for one that is no number. */
export function revisionOf({ metadata }: { readonly metadata: ReplicaSet['metadata'] }): number {
  const revision = Number(metadata.annotations?.[REVISION] ?? '0')
  return Number.isInteger(revision) ? revision : 0
}

export const maxRevision = (replicaSets: readonly ReplicaSet[]): number => replicaSets.reduce((max, each) => Math.max(max, revisionOf(each)), 0)

type Annotations = { readonly [key: string]: string }

/** The annotations that the new ReplicaSet should have, given those that it has. The same value if nothing changes. */
export function newReplicaSetAnnotations(deployment: Deployment, own: Annotations | undefined, revision: number): Annotations {
  const next: Record<string, string> = { ...own }
  for (const [key, value] of Object.entries(deployment.metadata.annotations ?? {})) if (!NOT_COPIED.has(key)) next[key] = value
  const old = own?.[REVISION]
  const oldRevision = Number(old || '0')
  if (!Number.isInteger(oldRevision) || oldRevision >= revision) return next
  next[REVISION] = String(revision)
  // A ReplicaSet that becomes the new one again remembers which revisions it has been.
  if (old !== undefined) {
    const history = appendedHistory(own?.[REVISION_HISTORY] ?? '', old)
    if (history !== undefined) next[REVISION_HISTORY] = history
  }
  return next
}

function appendedHistory(history: string, revision: string): string | undefined {
  if (history === '') return revision
  const revisions = history.split(',')
  let length = history.length + revision.length + 1
  let start = 0
  while (length > HISTORY_LENGTH_MAX && start < revisions.length) length -= revisions[start++]!.length + 1
  return length <= HISTORY_LENGTH_MAX ? [...revisions.slice(start), revision].join(',') : undefined
}

/** How large the Deployment and the whole rollout were when this size was decided: the basis of proportional scaling. */
export function replicaAnnotations(deployment: Deployment): Annotations {
  const replicas = wantedOf(deployment)
  return { [DESIRED_REPLICAS]: String(replicas), [MAX_REPLICAS]: String(replicas + limitsOf(deployment).maxSurge) }
}

export function annotatedNumber({ metadata }: ReplicaSet, annotation: string): number | undefined {
  const text = metadata.annotations?.[annotation]
  return text !== undefined && /^[0-9]{1,10}$/.test(text) && Number(text) <= INT32_MAX ? Number(text) : undefined
}

/** The new ReplicaSet has all pods, available, and was sized for this Deployment. */
export function isSaturated(deployment: Deployment, newReplicaSet: ReplicaSet | undefined): boolean {
  if (!newReplicaSet) return false
  const replicas = wantedOf(deployment)
  return sizeOf(newReplicaSet) === replicas && annotatedNumber(newReplicaSet, DESIRED_REPLICAS) === replicas && availableOf(newReplicaSet) === replicas
}

/** The only active ReplicaSet, or the newest if none is active; undefined if several are. */
export function activeOrLatest(newReplicaSet: ReplicaSet | undefined, old: readonly ReplicaSet[]): ReplicaSet | undefined {
  const newestFirst = old.toSorted((a, b) => byAge(b, a))
  const active = [...newestFirst, ...(newReplicaSet ? [newReplicaSet] : [])].filter(isActive)
  if (active.length === 0) return newReplicaSet ?? newestFirst[0]
  return active.length === 1 ? active[0] : undefined
}

/** Largest first; of equals the newer first when growing, the older first when shrinking. */
export const bySize = (growing: boolean) => (a: ReplicaSet, b: ReplicaSet): number => compare(sizeOf(b), sizeOf(a)) || (growing ? byAge(b, a) : byAge(a, b))

export const byRevision = (a: ReplicaSet, b: ReplicaSet): number => compare(revisionOf(a), revisionOf(b)) || byAge(a, b)

export const hasProgressDeadline = ({ spec }: Deployment): boolean => spec.progressDeadlineSeconds !== undefined && spec.progressDeadlineSeconds !== INT32_MAX
export const hasHistoryLimit = ({ spec }: Deployment): boolean => spec.revisionHistoryLimit !== undefined && spec.revisionHistoryLimit !== INT32_MAX

/** '<deployment>-<hash>', the first part cut so that the whole is a valid name. */
export const replicaSetName = (deployment: string, hash: string): string => `${deployment.slice(0, 253 - 1 - hash.length)}-${hash}`
