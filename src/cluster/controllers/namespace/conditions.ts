import type { Namespace, NamespaceCondition } from '../../../api/index.ts'
import { compare } from '../calls.ts'

/** What is still in a namespace that is being deleted. */
export interface Remaining {
  /** '<resource>.<group>' to the number of objects. */
  readonly resources: ReadonlyMap<string, number>
  readonly finalizers: ReadonlyMap<string, number>
  readonly errors: readonly string[]
}

const OK: readonly (readonly [type: string, reason: string, message: string])[] = [
  ['NamespaceDeletionDiscoveryFailure', 'ResourcesDiscovered', 'All resources successfully discovered'],
  ['NamespaceDeletionGroupVersionParsingFailure', 'ParsedGroupVersions', 'All legacy kube types successfully parsed'],
  ['NamespaceDeletionContentFailure', 'ContentDeleted', 'All content successfully deleted, may be waiting on finalization'],
  ['NamespaceContentRemaining', 'ContentRemoved', 'All content successfully removed'],
  ['NamespaceFinalizersRemaining', 'ContentHasNoFinalizers', 'All content-preserving finalizers finished'],
]

/** All five conditions, good or bad. The same list if nothing changed. Models status_condition_utils.go. */
export function deletionConditions({ status }: Namespace, remaining: Remaining, now: string): readonly NamespaceCondition[] {
  const bad = new Map(badConditions(remaining).map((condition) => [condition.type, condition]))
  const old = status?.conditions ?? []
  let changed = false
  const next = [...old]
  for (const [type, okReason, okMessage] of OK) {
    const wanted: NamespaceCondition = bad.get(type) ?? { type, status: 'False', reason: okReason, message: okMessage }
    const at = next.findIndex((condition) => condition.type === type)
    const current = next[at]
    if (current?.status === wanted.status && current.reason === wanted.reason && current.message === wanted.message) continue
    changed = true
    const lastTransitionTime = current?.status === wanted.status ? current.lastTransitionTime : now
    if (at < 0) next.push({ ...wanted, lastTransitionTime })
    else next[at] = { ...wanted, lastTransitionTime }
  }
  return changed ? next : old
}

function badConditions({ resources, finalizers, errors }: Remaining): readonly NamespaceCondition[] {
  const bad: NamespaceCondition[] = []
  if (errors.length > 0) {
    const message = `Failed to delete all resource types, ${errors.length} remaining: ${errors.toSorted(compare).join(', ')}`
    bad.push({ type: 'NamespaceDeletionContentFailure', status: 'True', reason: 'ContentDeletionFailed', message })
  }
  if (resources.size > 0) {
    const texts = [...resources].map(([resource, count]) => `${resource} has ${count} resource instances`).toSorted(compare)
    bad.push({ type: 'NamespaceContentRemaining', status: 'True', reason: 'SomeResourcesRemain', message: `Some resources are remaining: ${texts.join(', ')}` })
  }
  if (finalizers.size > 0) {
    const texts = [...finalizers].map(([finalizer, count]) => `${finalizer} in ${count} resource instances`).toSorted(compare)
    const message = `Some content in the namespace has finalizers remaining: ${texts.join(', ')}`
    bad.push({ type: 'NamespaceFinalizersRemaining', status: 'True', reason: 'SomeFinalizersRemain', message })
  }
  return bad
}
