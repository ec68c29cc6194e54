import {
  controllerOf, extended, matchesLabels, podActive, podReady, sameValue, selectorOf, timeText, type Pod, type PodTemplateSpec, type ReplicaSet,
} from '../../../api/index.ts'
import { SECOND, type Micros } from '../../../kernel/index.ts'
import { referenceTo } from '../../client/event-recorder.ts'
import { bodyAs, createCall, deleteCall, getCall, namespaceTerminating, PODS, REPLICA_SETS, updateCall } from '../calls.ts'
import { claim, controllerReference, hasClaims } from '../claims.ts'
import {
  ask, decision, DONE, keyOf, note, reconciler, terminating, type Answer, type Enqueue, type Note, type ObjectNews, type Step, type Sync, type View,
} from '../reconciler.ts'
import { replicaSetStatus, sameStatus, type Counts } from './status.ts'
import { availableIn, count, createTally, isCurrent, nextAvailableUs, ownerUid, recount, type Tally } from './tally.ts'
import { podsToDelete } from './victims.ts'

/** No pass creates or deletes more pods than this, so that one huge ReplicaSet cannot starve the others. */
const BURST = 500

interface Memory { readonly tallies: Map<string, Tally> }

interface Snapshot {
  readonly replicaSet: ReplicaSet | undefined
  readonly counts: Counts
  /** Whether everything done before has been heard of; until then the counts are not believed. */
  readonly mayManage: boolean
  /** Present where pods have to be picked one by one: to adopt, to release, to delete. */
  readonly pods: { readonly owned: readonly Pod[]; readonly orphans: readonly Pod[]; readonly related: readonly Pod[] } | undefined
  readonly nextAvailableUs: Micros | undefined
  readonly clock: Micros
  readonly now: string
}

/** ReplicaSets make and delete pods. Models pkg/controller/replicaset. */
export const replicaSetReconciler = reconciler<Memory, Snapshot>({
  name: 'replicaset',
  account: 'replicaset-controller',
  workers: 5,
  informers: ['replicasets', 'pods'],
  createMemory: () => ({ tallies: new Map() }),

  heard(memory, news, view, enqueue) {
    if (news.object.kind === 'ReplicaSet') replicaSetHeard(memory, news, enqueue)
    else podHeard(memory, news, view, enqueue)
  },

  look(key, view, memory) {
    const replicaSet = view.get<ReplicaSet>('replicasets', key)
    const base = { clock: view.clock, now: timeText(view.clock) }
    if (replicaSet === undefined) return { ...base, replicaSet, counts: NONE, mayManage: false, pods: undefined, nextAvailableUs: undefined }
    const tally = tallyOf(memory, replicaSet, view)
    const mayManage = view.satisfied(key)
    const { namespace } = replicaSet.metadata
    const orphans = view.list<Pod>('pods', 'orphan', namespace!)
    const claims = tally.stray > 0 || hasClaims({ owner: replicaSet, selector: selectorOf(replicaSet.spec.selector), owned: [], orphans: orphans.filter(podActive) })
    const tooMany = mayManage && !terminating(replicaSet) && tally.active > wantedOf(replicaSet)
    const minReadySeconds = replicaSet.spec.minReadySeconds ?? 0
    const counts: Counts = {
      replicas: tally.active, fullyLabeled: tally.labelled, ready: tally.ready, available: availableIn(tally, minReadySeconds, view.clock), terminating: tally.terminating,
    }
    const pods = claims || tooMany
      ? { owned: view.list<Pod>('pods', 'owner', replicaSet.metadata.uid!), orphans: orphans.filter(podActive), related: tooMany ? relatedPods(replicaSet, view) : [] }
      : undefined
    return extended(base, { replicaSet, counts, mayManage, pods, nextAvailableUs: nextAvailableUs(tally, minReadySeconds, view.clock) })
  },

  *sync({ replicaSet, counts: cachedCounts, mayManage, pods, nextAvailableUs: nextUs, clock, now }): Sync {
    if (replicaSet === undefined) return { notes: [{ note: 'forget-expectations' }] }
    let counts = cachedCounts
    let active: readonly Pod[] = []
    if (pods !== undefined) {
      const selector = selectorOf(replicaSet.spec.selector)
      const claimed = yield* claim({ owner: replicaSet, ownerPlace: REPLICA_SETS, place: PODS, selector, owned: pods.owned.filter(podActive), orphans: pods.orphans })
      if (claimed.error !== undefined) return { error: claimed.error }
      active = claimed.objects
      const tally = recount(replicaSet, [...active, ...pods.owned.filter((pod) => !podActive(pod) && matchesLabels(selector, pod.metadata.labels))])
      const available = availableIn(tally, replicaSet.spec.minReadySeconds ?? 0, clock)
      counts = { replicas: tally.active, fullyLabeled: tally.labelled, ready: tally.ready, available, terminating: tally.terminating }
    }
    let failure: string | undefined
    const difference = counts.replicas - wantedOf(replicaSet)
    if (!mayManage) yield* note(decision('wait-for-cache', { wanted: wantedOf(replicaSet), have: counts.replicas }))
    else if (!terminating(replicaSet) && difference < 0) failure = yield* createPods(replicaSet, counts.replicas)
    else if (!terminating(replicaSet) && difference > 0) failure = yield* deletePods(replicaSet, active, pods!.related, difference, clock)

    const updated = yield* writeStatus(replicaSet, counts, failure, now)
    if (typeof updated === 'string') return { error: updated }
    if (failure !== undefined) return { error: failure }
    const minReadySeconds = replicaSet.spec.minReadySeconds ?? 0
    if (minReadySeconds > 0 && counts.ready !== counts.available) return { requeueAfterUs: nextUs ?? minReadySeconds * SECOND }
    return DONE
  },
})

const NONE: Counts = { replicas: 0, fullyLabeled: 0, ready: 0, available: 0, terminating: 0 }
const wantedOf = ({ spec }: ReplicaSet): number => spec.replicas ?? 1

/** Slow start: 1, 2, 4, 8 … at once, so that what fails for one does not fail for hundreds. */
function* createPods(replicaSet: ReplicaSet, have: number): Generator<Step, string | undefined, readonly Answer[]> {
  const wanted = wantedOf(replicaSet)
  const missing = Math.min(wanted - have, BURST)
  const regarding = referenceTo(replicaSet)
  const body = podFrom(replicaSet)
  let made = 0
  for (let batch = Math.min(1, missing); batch > 0; batch = Math.min(2 * batch, missing - made)) {
    const expected: readonly Note[] = made === 0 ? [{ note: 'expect-creations', count: missing }] : []
    const answers = yield {
      calls: Array.from({ length: batch }, () => createCall(PODS, body)),
      notes: [...expected, decision('create-pods', { wanted, have: have + made, batch, missing: missing - made })],
    }
    const notes: Note[] = []
    let failure: string | undefined
    let failures = 0
    for (const answer of answers) {
      if (answer.ok) {
        made++
        notes.push({ note: 'event', event: { regarding, type: 'Normal', reason: 'SuccessfulCreate', message: `Created pod: ${bodyAs<Pod>(answer.body).metadata.name}` } })
        continue
      }
      // In a namespace that goes away every creation fails: that is no error, and there is nothing to say.
      if (namespaceTerminating(answer.body)) continue
      failures++
      failure ??= answer.message
      notes.push({ note: 'event', event: { regarding, type: 'Warning', reason: 'FailedCreate', message: `Error creating: ${answer.message}` } })
    }
    const refused = answers.length - failures - answers.filter(({ ok }) => ok).length
    if (failures > 0) {
      yield* note(...notes, { note: 'creations-failed', count: missing - made - refused }, decision('slow-start-stops', { failures, skipped: missing - made - failures }))
      return failure
    }
    made += refused
    if (notes.length > 0) yield* note(...notes)
  }
  return undefined
}

function* deletePods(
  replicaSet: ReplicaSet, active: readonly Pod[], related: readonly Pod[], excess: number, clock: Micros,
): Generator<Step, string | undefined, readonly Answer[]> {
  const victims = podsToDelete(active, related, Math.min(excess, BURST), clock)
  const keys = victims.map(keyOfPod)
  const wanted = wantedOf(replicaSet)
  const answers = yield {
    calls: victims.map((pod) => deleteCall(PODS, pod)),
    notes: [{ note: 'expect-deletions', keys }, decision('delete-pods', { wanted, have: active.length, batch: victims.length, pods: keys.slice(0, 20) })],
  }
  const regarding = referenceTo(replicaSet)
  const notes: Note[] = []
  let failure: string | undefined
  answers.forEach((answer, index) => {
    const name = victims[index]!.metadata.name!
    if (answer.ok) {
      notes.push({ note: 'event', event: { regarding, type: 'Normal', reason: 'SuccessfulDelete', message: `Deleted pod: ${name}` } })
      return
    }
    notes.push({ note: 'deletion-failed', key: keys[index]! })
    if (answer.code === 404) return
    notes.push({ note: 'event', event: { regarding, type: 'Warning', reason: 'FailedDelete', message: `Error deleting: ${answer.message}` } })
    failure ??= `unable to delete pods: ${answer.message}`
  })
  yield* note(...notes)
  return failure
}

/** Returns the message of a failure. A conflict is tried once more on the fresh object. */
function* writeStatus(replicaSet: ReplicaSet, counts: Counts, failure: string | undefined, now: string): Generator<Step, string | undefined, readonly Answer[]> {
  const status = replicaSetStatus(replicaSet, counts, failure, now)
  if (sameStatus(replicaSet, status)) return undefined
  const { replicas, ready, available, fullyLabeled } = counts
  const said = decision('update-status', { replicas, ready, available, fullyLabeled, wanted: wantedOf(replicaSet) })
  const answer = yield* ask(updateCall(REPLICA_SETS, { ...replicaSet, status } as ReplicaSet, 'status'), said)
  if (answer.ok) return undefined
  const fresh = yield* ask(getCall(REPLICA_SETS, replicaSet.metadata.namespace, replicaSet.metadata.name!))
  if (!fresh.ok) return fresh.message
  const again = yield* ask(updateCall(REPLICA_SETS, { ...bodyAs<ReplicaSet>(fresh.body), status } as ReplicaSet, 'status'))
  return again.ok ? undefined : again.message
}

/** All pods of one ReplicaSet share its template's spec and labels by reference. */
function podFrom(replicaSet: ReplicaSet): Pod {
  const { metadata, spec } = replicaSet.spec.template as PodTemplateSpec
  const { labels, annotations, finalizers } = metadata ?? {}
  return {
    apiVersion: 'v1', kind: 'Pod',
    metadata: {
      generateName: `${replicaSet.metadata.name}-`, namespace: replicaSet.metadata.namespace, labels, ownerReferences: [controllerReference(replicaSet)],
      ...(annotations === undefined ? {} : { annotations }), ...(finalizers === undefined ? {} : { finalizers }),
    },
    spec: spec!,
  } as Pod
}

function tallyOf(memory: Memory, replicaSet: ReplicaSet, view: View): Tally {
  const uid = replicaSet.metadata.uid!
  const known = memory.tallies.get(uid)
  if (known && isCurrent(known, replicaSet)) return known
  const tally = recount(replicaSet, view.list<Pod>('pods', 'owner', uid))
  memory.tallies.set(uid, tally)
  return tally
}

/** Pods of every ReplicaSet with the same controller: those of old and new versions compete for the same nodes. */
function relatedPods(replicaSet: ReplicaSet, view: View): readonly Pod[] {
  const owner = controllerOf(replicaSet)
  if (!owner) return view.list<Pod>('pods', 'owner', replicaSet.metadata.uid!)
  return view.list<ReplicaSet>('replicasets', 'owner', owner.uid).flatMap(({ metadata }) => view.list<Pod>('pods', 'owner', metadata.uid!))
}

function replicaSetHeard(memory: Memory, { news, object }: ObjectNews, enqueue: Enqueue): void {
  const { uid } = object.metadata
  const tally = memory.tallies.get(uid!)
  if (news === 'deleted' && tally?.active === 0 && tally.terminating === 0) memory.tallies.delete(uid!)
  enqueue(keyOf(object.metadata.namespace, object.metadata.name!))
}

function podHeard(memory: Memory, { news, object, previous: before }: ObjectNews, view: View, enqueue: Enqueue): void {
  const pod = object as unknown as Pod
  const previous = before as unknown as Pod | undefined
  tallyPod(memory, news === 'deleted' ? undefined : pod, previous, view)

  const owner = resolveOwner(pod, view)
  const ownerKey = owner && keyOf(owner.metadata.namespace, owner.metadata.name!)
  if (news === 'deleted' || terminating(pod)) {
    if (ownerKey === undefined) return
    view.deleted(ownerKey, keyOfPod(pod))
    return enqueue(ownerKey)
  }
  if (news === 'added' && ownerKey !== undefined) {
    view.created(ownerKey)
    return enqueue(ownerKey)
  }
  const oldUid = previous && controllerOf(previous)?.uid
  const ownerChanged = previous !== undefined && oldUid !== controllerOf(pod)?.uid
  if (ownerChanged) {
    const old = resolveOwner(previous, view)
    if (old) enqueue(keyOf(old.metadata.namespace, old.metadata.name!))
  }
  if (ownerKey !== undefined) {
    enqueue(ownerKey)
    const minReadySeconds = owner!.spec.minReadySeconds ?? 0
    if (minReadySeconds > 0 && previous && !podReady(previous) && podReady(pod)) enqueue(ownerKey, minReadySeconds * SECOND)
    return
  }
  if (controllerOf(pod) !== undefined) return
  if (news === 'added' || ownerChanged || !sameValue(previous?.metadata.labels, pod.metadata.labels)) {
    for (const each of view.list<ReplicaSet>('replicasets', 'namespace', pod.metadata.namespace!)) {
      const selector = selectorOf(each.spec.selector)
      if (selector.requirements.length > 0 && matchesLabels(selector, pod.metadata.labels)) enqueue(keyOf(each.metadata.namespace, each.metadata.name!))
    }
  }
}

function tallyPod(memory: Memory, pod: Pod | undefined, previous: Pod | undefined, view: View): void {
  for (const [each, by] of [[previous, -1], [pod, 1]] as const) {
    const uid = each && ownerUid(each)
    if (!each || uid === undefined) continue
    const tally = memory.tallies.get(uid) ?? createTally()
    memory.tallies.set(uid, tally)
    count(tally, each, by, resolveOwner(each, view))
    if (tally.active === 0 && tally.terminating === 0) memory.tallies.delete(uid)
  }
}

function resolveOwner(pod: Pod, view: View): ReplicaSet | undefined {
  const owner = controllerOf(pod)
  if (owner?.kind !== 'ReplicaSet') return undefined
  const replicaSet = view.get<ReplicaSet>('replicasets', keyOf(pod.metadata.namespace, owner.name))
  return replicaSet?.metadata.uid === owner.uid ? replicaSet : undefined
}

const keyOfPod = ({ metadata }: Pod): string => keyOf(metadata.namespace, metadata.name!)
