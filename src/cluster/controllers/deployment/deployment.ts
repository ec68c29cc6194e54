import {
  controllerOf, extended, matchesLabels, podTerminal, podTemplateHash, selectorOf, timeText,
  type Deployment, type DeploymentStatus, type LabelSelector, type Pod, type ReplicaSet,
} from '../../../api/index.ts'
import type { Micros } from '../../../kernel/index.ts'
import { referenceTo } from '../../client/event-recorder.ts'
import { byAge, bodyAs, createCall, DEPLOYMENTS, deleteCall, namespaceTerminating, REPLICA_SETS, updateCall } from '../calls.ts'
import { claim, controllerReference } from '../claims.ts'
import {
  ask, decision, DONE, keyOf, note, reconciler, terminating, type Answer, type Enqueue, type Note, type Outcome, type Step, type Sync, type View,
} from '../reconciler.ts'
import { newReplicaSetSize, oldReplicaSetSizes, proportionalSizes, sum, type Rollout, type Sizes } from './numbers.ts'
import {
  activeOrLatest, annotatedNumber, availableOf, byRevision, bySize, DESIRED_REPLICAS, equalIgnoringHash, findNewReplicaSet, HASH_LABEL, hasHistoryLimit,
  hasProgressDeadline, isActive, isRollingUpdate, isSaturated, limitsOf, MAX_REPLICAS, maxRevision, newReplicaSetAnnotations, replicaAnnotations,
  replicaSetName, REVISION, revisionOf, sizeOf, wantedOf,
} from './replica-sets.ts'
import { calculateStatus, conditionOf, isComplete, newCondition, rolloutStatus, sameStatus, setCondition, stuckCheckUs } from './status.ts'

interface Snapshot {
  readonly deployment: Deployment
  readonly owned: readonly ReplicaSet[]
  readonly orphans: readonly ReplicaSet[]
  /** uids of ReplicaSets that still have a pod that is not over; only looked up where it matters, for Recreate. */
  readonly running: readonly string[]
  readonly clock: Micros
  readonly now: string
  /** Taken in by name where a create says that it exists already. */
  readonly namesakes: ReadonlyMap<string, ReplicaSet>
}

/** A pass works on its own copy of the Deployment; like the real one it does not take over the versions that its writes return. */
interface Pass extends Snapshot {
  d: Deployment
  replicaSets: readonly ReplicaSet[]
}

type Part<T> = Generator<Step, T, readonly Answer[]>
type Failed = { readonly error: string; readonly quiet?: boolean }
const failed = (value: unknown): value is Failed => typeof value === 'object' && value !== null && 'error' in value && !('metadata' in value)

/** Deployments make and scale ReplicaSets. Models pkg/controller/deployment. */
export const deploymentReconciler = reconciler<null, Snapshot>({
  name: 'deployment',
  account: 'deployment-controller',
  workers: 5,
  informers: ['deployments', 'replicasets', 'pods'],
  createMemory: () => null,

  heard(_, { news, object, previous }, view, enqueue) {
    switch (object.kind) {
      case 'Deployment': return enqueue(keyOf(object.metadata.namespace, object.metadata.name!))
      case 'ReplicaSet': {
        const before = previous === undefined ? undefined : controllerOf(previous)
        if (before !== undefined && before.uid !== controllerOf(object)?.uid) enqueueOwner(previous as unknown as ReplicaSet, view, enqueue)
        if (controllerOf(object) !== undefined) return enqueueOwner(object as unknown as ReplicaSet, view, enqueue)
        if (news !== 'deleted' && !terminating(object)) enqueueAdopters(object as unknown as ReplicaSet, view, enqueue)
        return
      }
      // Recreate waits for the last old pod to go.
      case 'Pod': return news === 'deleted' ? podGone(object as unknown as Pod, view, enqueue) : undefined
    }
  },

  look(key, view) {
    const deployment = view.get<Deployment>('deployments', key)
    if (deployment === undefined) return undefined
    const owned = view.list<ReplicaSet>('replicasets', 'owner', deployment.metadata.uid!)
    const running = isRollingUpdate(deployment) ? [] : owned.filter((each) => hasRunningPods(each, view)).map((each) => each.metadata.uid!)
    return {
      deployment, owned, orphans: view.list<ReplicaSet>('replicasets', 'orphan', deployment.metadata.namespace!), running,
      clock: view.clock, now: timeText(view.clock), namesakes: findNewReplicaSet(deployment, owned) ? new Map() : namesakesOf(deployment, view),
    }
  },

  *sync(snapshot): Sync {
    const { deployment, owned, orphans } = snapshot
    const selector = selectorOf(deployment.spec.selector)
    if (selector.requirements.length === 0) {
      const message = 'This deployment is selecting all pods. A non-empty selector is required.'
      return { notes: [{ note: 'event', event: { regarding: referenceTo(deployment), type: 'Warning', reason: 'SelectingAll', message } }] }
    }
    const claimed = yield* claim({ owner: deployment, ownerPlace: DEPLOYMENTS, place: REPLICA_SETS, selector, owned, orphans })
    if (claimed.error !== undefined) return { error: claimed.error }
    const pass: Pass = extended(snapshot, { d: deployment, replicaSets: claimed.objects })
    const result = yield* syncDeployment(pass)
    if (!failed(result)) return result
    return result.quiet ? DONE : { error: result.error }
  },
})

function* syncDeployment(pass: Pass): Part<Outcome | Failed> {
  if (terminating(pass.d)) {
    const { newReplicaSet, old } = split(pass)
    return yield* syncStatus(pass, join(old, newReplicaSet), newReplicaSet)
  }
  const checked = yield* checkPaused(pass)
  if (failed(checked)) return checked
  if (pass.d.spec.paused) return yield* scaleOnly(pass)
  const synced = yield* newReplicaSetAndRevision(pass, false)
  if (failed(synced)) return synced
  const { old } = split(pass)
  const scaling = join(old, synced).filter(isActive).some((each) => {
    const desired = annotatedNumber(each, DESIRED_REPLICAS)
    return desired !== undefined && desired !== wantedOf(pass.d)
  })
  if (scaling) return yield* scaleOnly(pass)
  return isRollingUpdate(pass.d) ? yield* rolling(pass) : yield* recreate(pass)
}

/** Paused time does not count against the progress deadline. */
function* checkPaused(pass: Pass): Part<Failed | undefined> {
  const { d, now } = pass
  const condition = conditionOf(d.status, 'Progressing')
  if (!hasProgressDeadline(d) || condition?.reason === 'ProgressDeadlineExceeded') return undefined
  const wasPaused = condition?.reason === 'DeploymentPaused'
  const isPaused = d.spec.paused === true
  if (wasPaused === isPaused) return undefined
  const [reason, message] = isPaused ? ['DeploymentPaused', 'Deployment is paused'] as const : ['DeploymentResumed', 'Deployment is resumed'] as const
  const status = setCondition(d.status ?? {}, newCondition('Progressing', 'Unknown', reason, message, now))
  return yield* writeStatus(pass, status, decision(isPaused ? 'pause' : 'resume'))
}

/** Scaling events and paused Deployments: sizes change, templates do not roll. */
function* scaleOnly(pass: Pass): Part<Outcome | Failed> {
  const newReplicaSet = yield* newReplicaSetAndRevision(pass, false)
  if (failed(newReplicaSet)) return newReplicaSet
  const { old } = split(pass)
  const scaled = yield* scale(pass, newReplicaSet, old)
  if (failed(scaled)) return scaled
  if (pass.d.spec.paused) {
    const cleaned = yield* cleanUp(pass, old)
    if (failed(cleaned)) return cleaned
  }
  return yield* syncStatus(pass, join(old, newReplicaSet), newReplicaSet)
}

function* scale(pass: Pass, newReplicaSet: ReplicaSet | undefined, old: readonly ReplicaSet[]): Part<Failed | undefined> {
  const { d } = pass
  const replicas = wantedOf(d)
  const only = activeOrLatest(newReplicaSet, old)
  if (only) {
    const resized = sizeOf(only) === replicas ? undefined : yield* resize(pass, only, replicas, false, decision('scale-only-active', { replicaSet: only.metadata.name, have: sizeOf(only), wanted: replicas }))
    return failed(resized) ? resized : undefined
  }
  if (isSaturated(d, newReplicaSet)) {
    for (const each of old.filter(isActive)) {
      const resized = yield* resize(pass, each, 0, false, decision('scale-down-old', { replicaSet: each.metadata.name, have: sizeOf(each), wanted: 0 }))
      if (failed(resized)) return resized
    }
    return undefined
  }
  if (!isRollingUpdate(d)) return undefined
  const active = join(old, newReplicaSet).filter(isActive)
  const { maxSurge, maxUnavailable } = limitsOf(d)
  const toAdd = (replicas > 0 ? replicas + maxSurge : 0) - sum(active.map(sizes), 'replicas')
  const served = toAdd === 0 ? active : active.toSorted(bySize(toAdd > 0))
  const next = proportionalSizes({ replicas, maxSurge, maxUnavailable }, d.status?.replicas ?? 0, served.map((each) => ({ replicas: sizeOf(each), maxReplicas: annotatedNumber(each, MAX_REPLICAS) })))
  yield* note(decision('scale-proportionally', { wanted: replicas, maxSurge, toAdd, replicaSets: served.map((each) => each.metadata.name!), have: served.map(sizeOf), next }))
  for (const [index, each] of served.entries()) {
    const resized = yield* resize(pass, each, next[index]!, true)
    if (failed(resized)) return resized
  }
  return undefined
}

/** Grow the new ReplicaSet if there is room; only otherwise shrink old ones. One step a pass. */
function* rolling(pass: Pass): Part<Outcome | Failed> {
  const created = yield* newReplicaSetAndRevision(pass, true)
  if (failed(created)) return created
  const newReplicaSet = created!
  const { old } = split(pass)
  const all = join(old, newReplicaSet)
  const rollout: Rollout = { replicas: wantedOf(pass.d), ...limitsOf(pass.d) }
  const numbers = extended(rollout, { total: sum(all.map(sizes), 'replicas'), available: sum(all.map(sizes), 'available') })

  const size = newReplicaSetSize(rollout, all.map(sizes), sizes(newReplicaSet))
  if (size !== sizeOf(newReplicaSet)) {
    const up = size > sizeOf(newReplicaSet)
    const resized = yield* resize(pass, newReplicaSet, size, false, decision(up ? 'scale-up-new' : 'scale-down-new', { replicaSet: newReplicaSet.metadata.name, have: sizeOf(newReplicaSet), wanted: size, ...numbers }))
    if (failed(resized)) return resized
    return yield* syncRollout(pass, all, newReplicaSet)
  }

  const active = old.filter(isActive).toSorted(byAge)
  const current = [...active]
  let scaledDown = 0
  for (const { index, from, to, why } of oldReplicaSetSizes(rollout, sizes(newReplicaSet), active.map(sizes))) {
    const resized = yield* resize(pass, current[index]!, to, false, decision('scale-down-old', { replicaSet: current[index]!.metadata.name, have: from, wanted: to, why, ...numbers }))
    if (failed(resized)) {
      // The real controller drops this error: the next pass begins with fresh objects.
      scaledDown = 0
      break
    }
    current[index] = resized
    scaledDown += from - to
  }
  if (scaledDown === 0) {
    if (active.length > 0) yield* note(decision('wait-for-availability', { ...numbers, newSize: sizeOf(newReplicaSet), newAvailable: availableOf(newReplicaSet) }))
    if (isComplete(pass.d, pass.d.status)) {
      const cleaned = yield* cleanUp(pass, old)
      if (failed(cleaned)) return cleaned
    }
  }
  return yield* syncRollout(pass, all, newReplicaSet)
}

/** Everything old goes before anything new comes. */
function* recreate(pass: Pass): Part<Outcome | Failed> {
  let newReplicaSet = yield* newReplicaSetAndRevision(pass, false)
  if (failed(newReplicaSet)) return newReplicaSet
  const { old } = split(pass)
  const active = old.filter(isActive)
  for (const each of active) {
    const resized = yield* resize(pass, each, 0, false, decision('scale-down-old', { replicaSet: each.metadata.name, have: sizeOf(each), wanted: 0, why: 'recreate' }))
    if (failed(resized)) return resized
  }
  const newUid = newReplicaSet?.metadata.uid
  const oldPodsRun = old.some((each) => (each.status?.replicas ?? 0) > 0) || pass.running.some((uid) => uid !== newUid)
  if (active.length > 0 || oldPodsRun) {
    if (active.length === 0) yield* note(decision('wait-for-old-pods', { have: pass.running.length }))
    return yield* syncRollout(pass, join(old, newReplicaSet), newReplicaSet)
  }
  if (!newReplicaSet) {
    newReplicaSet = yield* newReplicaSetAndRevision(pass, true)
    if (failed(newReplicaSet)) return newReplicaSet
  }
  const replicas = wantedOf(pass.d)
  const resized = yield* resize(pass, newReplicaSet!, replicas, false, ...(sizeOf(newReplicaSet!) === replicas ? [] : [decision('scale-up-new', { replicaSet: newReplicaSet!.metadata.name, have: sizeOf(newReplicaSet!), wanted: replicas })]))
  if (failed(resized)) return resized
  if (isComplete(pass.d, pass.d.status)) {
    const cleaned = yield* cleanUp(pass, old)
    if (failed(cleaned)) return cleaned
  }
  return yield* syncRollout(pass, join(old, newReplicaSet), newReplicaSet)
}

/** Finds the new ReplicaSet and keeps its annotations and the revision right; makes it if asked to. Models getNewReplicaSet. */
function* newReplicaSetAndRevision(pass: Pass, create: boolean): Part<ReplicaSet | undefined | Failed> {
  const { newReplicaSet: existing, old } = split(pass)
  const revision = maxRevision(old) + 1
  if (existing) return yield* adoptRevision(pass, existing, revision)
  return create ? yield* createReplicaSet(pass, old, revision) : undefined
}

function* adoptRevision(pass: Pass, existing: ReplicaSet, revision: number): Part<ReplicaSet | Failed> {
  const { d, now } = pass
  const annotations = newReplicaSetAnnotations(d, existing.metadata.annotations, revision)
  const own = existing.metadata.annotations ?? {}
  const minReadySeconds = d.spec.minReadySeconds ?? 0
  if (Object.keys(annotations).some((key) => annotations[key] !== own[key]) || (existing.spec.minReadySeconds ?? 0) !== minReadySeconds) {
    const body: ReplicaSet = { ...existing, metadata: { ...existing.metadata, annotations }, spec: { ...existing.spec, minReadySeconds } }
    const rollback = revisionOf(existing) > 0 && revisionOf(existing) < revision
    const answer = yield* ask(updateCall(REPLICA_SETS, body), decision(rollback ? 'reuse-replicaset' : 'annotate-replicaset', { replicaSet: existing.metadata.name, revision }))
    return answer.ok ? bodyAs<ReplicaSet>(answer.body) : { error: answer.message }
  }
  const ownRevision = own[REVISION]
  let changed = ownRevision !== undefined && setRevision(pass, ownRevision)
  if (hasProgressDeadline(d) && !conditionOf(d.status, 'Progressing')) {
    const message = `Found new replica set "${existing.metadata.name}"`
    pass.d = { ...pass.d, status: setCondition(d.status ?? {}, newCondition('Progressing', 'True', 'FoundNewReplicaSet', message, now)) }
    changed = true
  }
  if (!changed) return existing
  const written = yield* writeStatus(pass, pass.d.status ?? {})
  return failed(written) ? written : existing
}

function* createReplicaSet(pass: Pass, old: readonly ReplicaSet[], revision: number): Part<ReplicaSet | Failed> {
  const { d, now } = pass
  const hash = podTemplateHash(d.spec.template, d.status?.collisionCount)
  const labels = { ...d.spec.template.metadata?.labels, [HASH_LABEL]: hash }
  const { namespace } = d.metadata
  const name = replicaSetName(d.metadata.name!, hash)
  const rollout: Rollout = { replicas: wantedOf(d), ...limitsOf(d) }
  const replicas = isRollingUpdate(d) ? newReplicaSetSize(rollout, old.map(sizes), { replicas: 0, available: 0 }) : rollout.replicas
  const annotations = { ...newReplicaSetAnnotations(d, undefined, revision), ...replicaAnnotations(d) }
  const selector: LabelSelector = { ...d.spec.selector, matchLabels: { ...d.spec.selector.matchLabels, [HASH_LABEL]: hash } }
  const template = { ...d.spec.template, metadata: { ...d.spec.template.metadata, labels } }
  const minReady = d.spec.minReadySeconds ? { minReadySeconds: d.spec.minReadySeconds } : {}
  const body: ReplicaSet = {
    apiVersion: 'apps/v1', kind: 'ReplicaSet',
    metadata: { name, namespace, labels, annotations, ownerReferences: [controllerReference(d)] },
    spec: { replicas, ...minReady, selector, template },
  }
  const answer = yield* ask(createCall(REPLICA_SETS, body), decision('create-replicaset', {
    replicaSet: name, hash, revision, wanted: rollout.replicas, size: replicas, maxSurge: rollout.maxSurge, maxUnavailable: rollout.maxUnavailable, total: sum(old.map(sizes), 'replicas'),
  }))
  let made = bodyAs<ReplicaSet>(answer.body)
  const exists = answer.code === 409
  if (exists) {
    const namesake = pass.namesakes.get(name)
    if (!namesake) return { error: `replicaset.apps "${name}" not found` }
    const ours = controllerOf(namesake)?.uid === d.metadata.uid && namesake.spec.template !== undefined && equalIgnoringHash(namesake.spec.template, d.spec.template)
    if (!ours) return yield* bumpCollisionCount(pass, answer)
    made = namesake
  } else if (namespaceTerminating(answer.body)) return { error: answer.message }
  else if (!answer.ok) return yield* creationFailed(pass, name, answer)
  else if (replicas > 0) yield* note(scalingEvent(d, `Scaled up replica set ${name} from 0 to ${replicas}`))

  let changed = setRevision(pass, String(revision))
  if (!exists && hasProgressDeadline(d)) {
    const condition = newCondition('Progressing', 'True', 'NewReplicaSetCreated', `Created new replica set "${name}"`, now)
    pass.d = { ...pass.d, status: setCondition(pass.d.status ?? {}, condition) }
    changed = true
  }
  if (!changed) return made
  const written = yield* writeStatus(pass, pass.d.status ?? {})
  return failed(written) ? written : made
}

/** Another template has this hash: the count goes into the next hash. */
function* bumpCollisionCount(pass: Pass, answer: Answer): Part<Failed> {
  const collisionCount = (pass.d.status?.collisionCount ?? 0) + 1
  yield* writeStatus(pass, { ...pass.d.status, collisionCount }, decision('hash-collision', { collisionCount }))
  return { error: answer.message }
}

function* creationFailed(pass: Pass, name: string, answer: Answer): Part<Failed> {
  const { d, now } = pass
  const message = `Failed to create new replica set "${name}": ${answer.message}`
  const event: Note = { note: 'event', event: { regarding: referenceTo(d), type: 'Warning', reason: 'ReplicaSetCreateError', message } }
  if (hasProgressDeadline(d)) yield* writeStatus(pass, setCondition(d.status ?? {}, newCondition('Progressing', 'False', 'ReplicaSetCreateError', message, now)))
  yield* note(event)
  return { error: answer.message }
}

/** Writes a ReplicaSet's size and the annotations that say what it was measured by. `force` also where the size stays. */
function* resize(pass: Pass, replicaSet: ReplicaSet, size: number, force: boolean, ...notes: readonly Note[]): Part<ReplicaSet | Failed> {
  const from = sizeOf(replicaSet)
  if (!force && from === size) return replicaSet
  const wanted = replicaAnnotations(pass.d)
  const annotations = replicaSet.metadata.annotations ?? {}
  if (from === size && Object.keys(wanted).every((key) => annotations[key] === wanted[key])) return replicaSet
  const body: ReplicaSet = {
    ...replicaSet, metadata: { ...replicaSet.metadata, annotations: { ...annotations, ...wanted } }, spec: { ...replicaSet.spec, replicas: size },
  }
  const answer = yield* ask(updateCall(REPLICA_SETS, body), ...notes)
  if (!answer.ok) return { error: answer.message }
  if (from !== size) yield* note(scalingEvent(pass.d, `Scaled ${from < size ? 'up' : 'down'} replica set ${replicaSet.metadata.name} from ${from} to ${size}`))
  return bodyAs<ReplicaSet>(answer.body)
}

/** Old ReplicaSets beyond the history limit go, lowest revision first, if nothing is left in them. */
function* cleanUp(pass: Pass, old: readonly ReplicaSet[]): Part<Failed | undefined> {
  if (!hasHistoryLimit(pass.d)) return undefined
  const alive = old.filter((each) => !terminating(each))
  const excess = alive.length - pass.d.spec.revisionHistoryLimit!
  for (const each of alive.toSorted(byRevision).slice(0, Math.max(0, excess))) {
    const { status, metadata } = each
    if ((status?.replicas ?? 0) !== 0 || sizeOf(each) !== 0 || (metadata.generation ?? 0) > (status?.observedGeneration ?? 0)) continue
    const answer = yield* ask(deleteCall(REPLICA_SETS, each), decision('delete-old-replicaset', { replicaSet: metadata.name, revision: revisionOf(each), limit: pass.d.spec.revisionHistoryLimit }))
    if (!answer.ok && answer.code !== 404) return { error: answer.message }
  }
  return undefined
}

function* syncStatus(pass: Pass, all: readonly ReplicaSet[], newReplicaSet: ReplicaSet | undefined): Part<Outcome | Failed> {
  const status = calculateStatus(pass.d, all, newReplicaSet, pass.now)
  if (sameStatus(pass.d.status, status)) return DONE
  return (yield* writeStatus(pass, status)) ?? DONE
}

function* syncRollout(pass: Pass, all: readonly ReplicaSet[], newReplicaSet: ReplicaSet | undefined): Part<Outcome | Failed> {
  const { d, clock, now } = pass
  const status = rolloutStatus(d, all, newReplicaSet, clock, now)
  if (!sameStatus(d.status, status)) {
    const reason = status.conditions?.find(({ type }) => type === 'Progressing')?.reason
    return (yield* writeStatus(pass, status, decision('update-status', {
      replicas: status.replicas ?? 0, updated: status.updatedReplicas ?? 0, ready: status.readyReplicas ?? 0, available: status.availableReplicas ?? 0, wanted: wantedOf(d), progressing: reason,
    }))) ?? DONE
  }
  const checkUs = stuckCheckUs(d, status, clock)
  if (checkUs === undefined) return DONE
  return checkUs === 0 ? { requeueRateLimited: true } : { requeueAfterUs: checkUs }
}

function* writeStatus(pass: Pass, status: DeploymentStatus, ...notes: readonly Note[]): Part<Failed | undefined> {
  pass.d = { ...pass.d, status }
  const answer = yield* ask(updateCall(DEPLOYMENTS, pass.d, 'status'), ...notes)
  return answer.ok ? undefined : { error: answer.message }
}

/** The revision is an annotation of the Deployment; it travels with the next status write. */
function setRevision(pass: Pass, revision: string): boolean {
  const { metadata } = pass.d
  if (metadata.annotations?.[REVISION] === revision) return false
  pass.d = { ...pass.d, metadata: { ...metadata, annotations: { ...metadata.annotations, [REVISION]: revision } } }
  return true
}

function split({ d, replicaSets }: Pass): { newReplicaSet: ReplicaSet | undefined; old: readonly ReplicaSet[] } {
  const newReplicaSet = findNewReplicaSet(d, replicaSets)
  return { newReplicaSet, old: replicaSets.filter((each) => each !== newReplicaSet) }
}

const join = (old: readonly ReplicaSet[], newReplicaSet: ReplicaSet | undefined): readonly ReplicaSet[] => (newReplicaSet ? [...old, newReplicaSet] : old)
const sizes = (each: ReplicaSet): Sizes => ({ replicas: sizeOf(each), available: availableOf(each) })

const scalingEvent = (d: Deployment, message: string): Note =>
  ({ note: 'event', event: { regarding: referenceTo(d), type: 'Normal', reason: 'ScalingReplicaSet', message } })

function ownerOf(replicaSet: ReplicaSet, view: View): Deployment | undefined {
  const owner = controllerOf(replicaSet)
  if (owner?.kind !== 'Deployment') return undefined
  const deployment = view.get<Deployment>('deployments', keyOf(replicaSet.metadata.namespace, owner.name))
  return deployment?.metadata.uid === owner.uid ? deployment : undefined
}

function enqueueOwner(replicaSet: ReplicaSet, view: View, enqueue: Enqueue): void {
  const deployment = ownerOf(replicaSet, view)
  if (deployment) enqueue(keyOf(deployment.metadata.namespace, deployment.metadata.name!))
}

function enqueueAdopters({ metadata }: ReplicaSet, view: View, enqueue: Enqueue): void {
  if (Object.keys(metadata.labels ?? {}).length === 0) return
  for (const deployment of view.list<Deployment>('deployments', 'namespace', metadata.namespace!)) {
    const selector = selectorOf(deployment.spec.selector)
    if (selector.requirements.length > 0 && matchesLabels(selector, metadata.labels)) enqueue(keyOf(metadata.namespace, deployment.metadata.name!))
  }
}

function podGone(pod: Pod, view: View, enqueue: Enqueue): void {
  const owner = controllerOf(pod)
  if (owner?.kind !== 'ReplicaSet') return
  const replicaSet = view.get<ReplicaSet>('replicasets', keyOf(pod.metadata.namespace, owner.name))
  if (replicaSet?.metadata.uid !== owner.uid) return
  const deployment = ownerOf(replicaSet, view)
  if (!deployment || isRollingUpdate(deployment)) return
  const left = view.list<ReplicaSet>('replicasets', 'owner', deployment.metadata.uid!).some((each) => view.count('pods', 'owner', each.metadata.uid!) > 0)
  if (!left) enqueue(keyOf(deployment.metadata.namespace, deployment.metadata.name!))
}

const hasRunningPods = ({ metadata }: ReplicaSet, view: View): boolean =>
  view.list<Pod>('pods', 'owner', metadata.uid!).some((pod) => !podTerminal(pod))

function namesakesOf(deployment: Deployment, view: View): ReadonlyMap<string, ReplicaSet> {
  const name = replicaSetName(deployment.metadata.name!, podTemplateHash(deployment.spec.template, deployment.status?.collisionCount))
  const namesake = view.get<ReplicaSet>('replicasets', keyOf(deployment.metadata.namespace, name))
  return new Map(namesake ? [[name, namesake]] : [])
}
