import { matchesLabels, type ObjectMeta, type OwnerReference, type Selector } from '../../api/index.ts'
import { bodyAs, getCall, patchCall } from './calls.ts'
import { ask, terminating, type Answer, type Step } from './reconciler.ts'

interface Claimable { readonly metadata: ObjectMeta }
type Place = Parameters<typeof getCall>[0]

export interface Claim<T extends Claimable> {
  readonly owner: { readonly apiVersion: string; readonly kind: string; readonly metadata: ObjectMeta }
  readonly ownerPlace: Place
  readonly place: Place
  readonly selector: Selector
  /** Objects that name this owner as their controller. */
  readonly owned: readonly T[]
  /** Objects of the namespace that no controller owns. */
  readonly orphans: readonly T[]
}

export interface Claimed<T> {
  readonly objects: readonly T[]
  readonly error?: string
}

/** True if a pass over these objects would adopt or release any. */
export const hasClaims = <T extends Claimable>({ owner, selector, owned, orphans }: Omit<Claim<T>, 'place' | 'ownerPlace'>): boolean =>
  owned.some((object) => !matchesLabels(selector, object.metadata.labels)) ||
  (!terminating(owner) && orphans.some((object) => !terminating(object) && matchesLabels(selector, object.metadata.labels)))

/** Adopts matching orphans and lets go of what no longer matches. Models controller_ref_manager.ClaimObject. */
export function* claim<T extends Claimable>({ owner, ownerPlace, place, selector, owned, orphans }: Claim<T>): Generator<Step, Claimed<T>, readonly Answer[]> {
  const objects: T[] = []
  let error: string | undefined
  for (const object of owned) {
    if (matchesLabels(selector, object.metadata.labels)) objects.push(object)
    else if (!terminating(owner)) error = (yield* release(owner.metadata.uid!, place, object)) ?? error
  }
  if (terminating(owner)) return { objects, error }
  let mayAdopt: string | undefined
  for (const object of orphans) {
    if (terminating(object) || !matchesLabels(selector, object.metadata.labels)) continue
    // The cache may not know yet that the owner is being deleted; the server does.
    mayAdopt ??= yield* recheck(owner, ownerPlace)
    if (mayAdopt !== '') {
      error = mayAdopt
      break
    }
    const answer = yield* ask(patchCall(place, object, { metadata: { ownerReferences: [controllerReference(owner)], uid: object.metadata.uid } }))
    if (answer.ok) objects.push(bodyAs<T>(answer.body))
    else if (answer.code !== 404) error = answer.message
  }
  return { objects, error }
}

/** The ownerReference of a controller that its object's deletion waits for. */
export const controllerReference = ({ apiVersion, kind, metadata }: Claim<Claimable>['owner']): OwnerReference =>
  ({ apiVersion, kind, name: metadata.name!, uid: metadata.uid!, controller: true, blockOwnerDeletion: true })

function* release(ownerUid: string, place: Place, object: Claimable): Generator<Step, string | undefined, readonly Answer[]> {
  const body = { metadata: { ownerReferences: [{ $patch: 'delete', uid: ownerUid }], uid: object.metadata.uid } }
  const answer = yield* ask(patchCall(place, object, body))
  // Gone, or no longer ours: both are what we wanted.
  return answer.ok || answer.code === 404 || answer.code === 422 ? undefined : answer.message
}

function* recheck(owner: Claim<Claimable>['owner'], place: Place): Generator<Step, string, readonly Answer[]> {
  const { name, namespace, uid } = owner.metadata
  const answer = yield* ask(getCall(place, namespace, name!))
  if (!answer.ok) return `can't adopt orphans: ${answer.message}`
  const fresh = bodyAs<Claimable>(answer.body)
  if (fresh.metadata.uid !== uid) return `original ${owner.kind} ${namespace}/${name} is gone: got uid ${fresh.metadata.uid}, wanted ${uid}`
  return terminating(fresh) ? `can't adopt orphans: ${namespace}/${name} has just been deleted at ${fresh.metadata.deletionTimestamp}` : ''
}
