import {
  pathOf, RESOURCES, resourceOfKind, type ApiObject, type ObjectMeta, type OwnerReference,
} from '../../../api/index.ts'
import { SECOND } from '../../../kernel/index.ts'
import type { Call } from '../../client/state.ts'
import { bodyAs, mergePatchCall } from '../calls.ts'
import {
  ask, decision, DONE, keyOf, reconciler, terminating, type Answer, type Enqueue, type Note, type ObjectNews, type Outcome, type Step, type Sync, type View,
} from '../reconciler.ts'
import { SHARED_INFORMERS, type InformerName } from '../shared-informers.ts'

const FOREGROUND = 'foregroundDeletion'
const ORPHAN = 'orphan'
const ABSENT_MAX = 500
const CHECK_AFTER_US = SECOND

/** Who depends on whom, by the owner's uid; and owners known to be gone. An id is '<informer>|<key>'. */
interface Memory { readonly dependents: Map<string, Set<string>>; readonly absent: Set<string> }

interface Snapshot {
  readonly about: 'attempt' | 'orphan'
  readonly id: string
  readonly object: ApiObject
  readonly dependents: readonly (readonly [id: string, object: ApiObject])[]
  readonly absent: readonly string[]
}

type Part<T> = Generator<Step, T, readonly Answer[]>

/** What can be owned and deleted has to be known; Events come and go by themselves. */
const WATCHED = RESOURCES.filter(({ resource, verbs }) => resource !== 'events' && ['list', 'watch', 'delete'].every((verb) => verbs.includes(verb)))

const INFORMER_OF: ReadonlyMap<string, InformerName> = new Map(WATCHED.map(({ group, version, resource }) => {
  const shared = Object.entries(SHARED_INFORMERS).find(([, each]) => each.group === group && each.resource === resource)
  return [`${group}/${resource}`, (shared?.[0] ?? `any:${group}/${version}/${resource}`) as InformerName]
}))

/** Deletes what nobody owns any more, and ends foreground and orphan deletions. Models pkg/controller/garbagecollector. */
export const garbageCollectorReconciler = reconciler<Memory, Snapshot>({
  name: 'garbage-collector',
  account: 'generic-garbage-collector',
  workers: 20,
  informers: [...INFORMER_OF.values()],
  createMemory: () => ({ dependents: new Map(), absent: new Set() }),

  heard(memory, news, view, enqueue) {
    const id = `${news.informer}|${keyOf(news.object.metadata.namespace, news.object.metadata.name!)}`
    if (news.news === 'deleted') gone(memory, news, id, view, enqueue)
    else present(memory, news, id, view, enqueue)
  },

  look(key, view, memory) {
    const about = key.slice(0, key.indexOf('/'))
    const id = key.slice(key.indexOf('/') + 1)
    const object = objectAt(id, view)
    if (!object) return undefined
    const { ownerReferences = [], uid } = object.metadata
    if (about === 'check' && ownerReferences.every((owner) => ownerOf(object, owner, view) !== undefined)) return undefined
    const dependents = [...(memory.dependents.get(uid!) ?? [])].flatMap((each) => {
      const dependent = objectAt(each, view)
      return dependent ? [[each, dependent] as const] : []
    })
    return { about: about === 'orphan' ? 'orphan' : 'attempt', id, object, dependents, absent: ownerReferences.map((owner) => owner.uid).filter((each) => memory.absent.has(each)) }
  },

  *sync(snapshot): Sync {
    return snapshot.about === 'orphan' ? yield* orphanDependents(snapshot) : yield* attempt(snapshot)
  },

  remember({ absent }, value) {
    remember(absent, value as string)
  },
})

function present({ dependents, absent }: Memory, { object, previous }: ObjectNews, id: string, view: View, enqueue: Enqueue): void {
  const owners = object.metadata.ownerReferences ?? []
  const before = previous?.metadata.ownerReferences ?? []
  if (owners !== before) {
    for (const owner of before) {
      if (owners.some((each) => each.uid === owner.uid && each.blockOwnerDeletion === owner.blockOwnerDeletion)) continue
      if (!owners.some((each) => each.uid === owner.uid)) removeDependent(dependents, owner.uid, id)
      unblock(object, owner, view, enqueue)
    }
    for (const owner of owners) {
      addDependent(dependents, owner.uid, id)
      if (before.some((each) => each.uid === owner.uid)) continue
      if (absent.has(owner.uid)) enqueue(`attempt/${id}`)
      else if (ownerOf(object, owner, view) === undefined) enqueue(`check/${id}`, CHECK_AFTER_US)
    }
  }
  if (!terminating(object) || (previous && terminating(previous) && sameFinalizers(previous, object))) return
  if (hasFinalizer(object, ORPHAN)) enqueue(`orphan/${id}`)
  if (!hasFinalizer(object, FOREGROUND)) return
  for (const each of dependents.get(object.metadata.uid!) ?? []) enqueue(`attempt/${each}`)
  enqueue(`attempt/${id}`)
}

function gone({ dependents, absent }: Memory, { object }: ObjectNews, id: string, view: View, enqueue: Enqueue): void {
  const { uid, ownerReferences = [] } = object.metadata
  for (const owner of ownerReferences) {
    removeDependent(dependents, owner.uid, id)
    unblock(object, owner, view, enqueue)
  }
  const left = dependents.get(uid!)
  if (!left) return
  remember(absent, uid!)
  for (const each of left) enqueue(`attempt/${each}`)
}

/** An owner that waits for its dependents may go on. */
function unblock(object: ApiObject, reference: OwnerReference, view: View, enqueue: Enqueue): void {
  const owner = ownerOf(object, reference, view)
  if (owner && isDeletingDependents(owner.object)) enqueue(`attempt/${owner.id}`)
}

/** Models attemptToDeleteItem. Owners are asked for at the server: a cache could make something alive look abandoned. */
function* attempt({ id, object, dependents, absent }: Snapshot): Part<Outcome> {
  const fresh = yield* ask({ method: 'GET', path: pathOfObject(object) })
  if (!fresh.ok) return fresh.code === 404 ? DONE : { error: fresh.message }
  const latest = bodyAs<ApiObject>(fresh.body)
  if (latest.metadata.uid !== object.metadata.uid) return DONE
  if (isDeletingDependents(latest)) return yield* awaitDependents(latest, dependents)
  if (terminating(latest)) return DONE
  const owners = latest.metadata.ownerReferences ?? []
  if (owners.length === 0) return DONE

  const solid: OwnerReference[] = []
  const dangling: OwnerReference[] = []
  const waiting: OwnerReference[] = []
  const found: Note[] = []
  for (const owner of owners) {
    const state = absent.includes(owner.uid) ? 'gone' : yield* stateOfOwner(latest, owner)
    if (typeof state === 'object') return { error: state.error }
    if (state === 'gone') found.push({ note: 'remember', value: owner.uid })
    const list = state === 'gone' ? dangling : state === 'waiting' ? waiting : solid
    list.push(owner)
  }
  const numbers = { object: id, solid: solid.length, dangling: dangling.length, waiting: waiting.length }
  if (solid.length > 0) {
    if (dangling.length + waiting.length === 0) return { notes: found }
    return after(yield* ask(dropOwners(latest, [...dangling, ...waiting]), decision('drop-owners', numbers), ...found))
  }
  const ownDeleting = dependents.some(([, dependent]) => isDeletingDependents(dependent))
  if (waiting.length > 0 && dependents.length > 0) {
    // Two that wait for each other would wait for ever.
    if (ownDeleting) {
      const unblocked = owners.map((owner) => ({ ...owner, blockOwnerDeletion: false }))
      const answer = yield* ask(mergePatchCall(pathOfObject(latest), { metadata: { resourceVersion: latest.metadata.resourceVersion, ownerReferences: unblocked } }), decision('break-cycle', numbers))
      if (!answer.ok && answer.code !== 404) return { error: answer.message }
    }
    return after(yield* ask(deletion(latest, 'Foreground'), decision('delete-dependent', { ...numbers, policy: 'Foreground' }), ...found))
  }
  const policy = hasFinalizer(latest, ORPHAN) ? 'Orphan' : hasFinalizer(latest, FOREGROUND) ? 'Foreground' : 'Background'
  return after(yield* ask(deletion(latest, policy), decision('delete-dependent', { ...numbers, policy }), ...found))
}

/** Foreground: the owner goes when no dependent that blocks it is left. */
function* awaitDependents(owner: ApiObject, dependents: Snapshot['dependents']): Part<Outcome> {
  const blocking = dependents.filter(([, { metadata }]) => (metadata.ownerReferences ?? []).some((each) => each.uid === owner.metadata.uid && each.blockOwnerDeletion))
  if (blocking.length === 0) return yield* removeFinalizer(owner, FOREGROUND)
  const idle = blocking.filter(([, dependent]) => !isDeletingDependents(dependent) && !terminating(dependent))
  return { notes: [decision('wait-for-dependents', { object: keyOf(owner.metadata.namespace, owner.metadata.name!), blocking: blocking.length }), ...idle.map(([id]): Note => ({ note: 'enqueue', key: `attempt/${id}` }))] }
}

function* orphanDependents({ object, dependents }: Snapshot): Part<Outcome> {
  if (!terminating(object) || !hasFinalizer(object, ORPHAN)) return DONE
  const reference = { uid: object.metadata.uid! } as OwnerReference
  if (dependents.length > 0) {
    const answers = yield {
      calls: dependents.map(([, dependent]) => dropOwners(dependent, [reference])),
      notes: [decision('orphan-dependents', { object: keyOf(object.metadata.namespace, object.metadata.name!), dependents: dependents.length })],
    }
    const failed = answers.find((answer) => !answer.ok && answer.code !== 404 && answer.code !== 422)
    if (failed) return { error: failed.message }
  }
  return yield* removeFinalizer(object, ORPHAN)
}

function* removeFinalizer(object: ApiObject, finalizer: string): Part<Outcome> {
  const fresh = yield* ask({ method: 'GET', path: pathOfObject(object) })
  if (!fresh.ok) return fresh.code === 404 ? DONE : { error: fresh.message }
  const { metadata } = bodyAs<ApiObject>(fresh.body)
  if (metadata.uid !== object.metadata.uid || !(metadata.finalizers ?? []).includes(finalizer)) return DONE
  const finalizers = (metadata.finalizers ?? []).filter((each) => each !== finalizer)
  const body = { metadata: { resourceVersion: metadata.resourceVersion, finalizers: finalizers.length === 0 ? null : finalizers } }
  return after(yield* ask(mergePatchCall(pathOfObject(object), body), decision('remove-finalizer', { object: keyOf(metadata.namespace, metadata.name!), finalizer })))
}

const after = (answer: Answer): Outcome => (answer.ok || answer.code === 404 ? DONE : { error: answer.message })

function* stateOfOwner(object: ApiObject, owner: OwnerReference): Part<'solid' | 'gone' | 'waiting' | { readonly error: string }> {
  const info = resourceOfKind(owner.apiVersion, owner.kind)
  if (!info) return { error: `unable to get REST mapping for ${owner.apiVersion}/${owner.kind}.` }
  // A namespaced owner lives in its dependent's namespace, or nowhere.
  if (info.namespaced && !object.metadata.namespace) return 'gone'
  const answer = yield* ask({ method: 'GET', path: pathOf(info, info.namespaced ? object.metadata.namespace : undefined, owner.name) })
  if (answer.code === 404) return 'gone'
  if (!answer.ok) return { error: answer.message }
  const found = bodyAs<ApiObject>(answer.body)
  if (found.metadata.uid !== owner.uid) return 'gone'
  return isDeletingDependents(found) ? 'waiting' : 'solid'
}

function deletion(object: ApiObject, propagationPolicy: string): Call {
  const { uid, resourceVersion } = object.metadata
  return { method: 'DELETE', path: pathOfObject(object), body: { kind: 'DeleteOptions', apiVersion: 'v1', propagationPolicy, preconditions: { uid, resourceVersion } } }
}

function dropOwners(object: ApiObject, owners: readonly OwnerReference[]): Call {
  const body = { metadata: { uid: object.metadata.uid, ownerReferences: owners.map(({ uid }) => ({ $patch: 'delete', uid })) } }
  return { method: 'PATCH', path: pathOfObject(object), body, headers: { 'content-type': 'application/strategic-merge-patch+json' } }
}

function pathOfObject({ apiVersion, kind, metadata }: ApiObject): string {
  return pathOf(resourceOfKind(apiVersion, kind)!, metadata.namespace, metadata.name)
}

const hasFinalizer = ({ metadata }: { readonly metadata: ObjectMeta }, finalizer: string): boolean => (metadata.finalizers ?? []).includes(finalizer)
const isDeletingDependents = (object: ApiObject): boolean => terminating(object) && hasFinalizer(object, FOREGROUND)
const sameFinalizers = (a: ApiObject, b: ApiObject): boolean => (a.metadata.finalizers ?? []).join() === (b.metadata.finalizers ?? []).join()

function objectAt(id: string, view: View): ApiObject | undefined {
  const bar = id.indexOf('|')
  return view.get<ApiObject>(id.slice(0, bar) as InformerName, id.slice(bar + 1))
}

/** The owner in the cache, if it is the very one that is meant. */
function ownerOf(object: ApiObject, owner: OwnerReference, view: View): { readonly id: string; readonly object: ApiObject } | undefined {
  const info = resourceOfKind(owner.apiVersion, owner.kind)
  const informer = info && INFORMER_OF.get(`${info.group}/${info.resource}`)
  if (!info || !informer) return undefined
  const key = keyOf(info.namespaced ? object.metadata.namespace : undefined, owner.name)
  const found = view.get<ApiObject>(informer, key)
  return found?.metadata.uid === owner.uid ? { id: `${informer}|${key}`, object: found } : undefined
}

function addDependent(dependents: Memory['dependents'], owner: string, id: string): void {
  const group = dependents.get(owner)
  if (group) group.add(id)
  else dependents.set(owner, new Set([id]))
}

function removeDependent(dependents: Memory['dependents'], owner: string, id: string): void {
  const group = dependents.get(owner)
  if (!group) return
  group.delete(id)
  if (group.size === 0) dependents.delete(owner)
}

function remember(absent: Set<string>, uid: string): void {
  absent.delete(uid)
  absent.add(uid)
  if (absent.size > ABSENT_MAX) absent.delete(absent.values().next().value!)
}
