import { parseTimeUs, RESOURCES, type ApiObject, type Namespace, type Pod } from '../../api/index.ts'
import type { WaitsFor } from '../../protocol/index.ts'
import { wait, waiterOf, type Asking } from './asking.ts'
import { controllerWaits } from './control-plane.ts'
import { podWaits } from './pod.ts'

const TOLD = 6
const FOREGROUND = 'foregroundDeletion'
const ORPHAN = 'orphan'

/** What was deleted and is still there: who has to take a finalizer off first. */
export function finalizerWaits(asking: Asking, object: ApiObject, depth: number): WaitsFor[] {
  const { deletionTimestamp, finalizers = [], uid } = object.metadata
  if (!deletionTimestamp || finalizers.length === 0) return []
  const waiter = waiterOf(object, depth)
  const since = parseTimeUs(deletionTimestamp)
  return finalizers.flatMap((finalizer) => {
    if (finalizer !== FOREGROUND && finalizer !== ORPHAN) return [wait(asking, waiter, 'finalizer', { finalizer }, { since })]
    const blocking = finalizer === FOREGROUND ? dependantsOf(asking, uid ?? '') : []
    return [
      wait(asking, waiter, finalizer === FOREGROUND ? 'foreground' : 'orphan', { count: blocking.length }, { since }), ...controllerWaits(asking, 'garbage-collector', '', depth + 1),
      ...blocking.slice(0, TOLD).flatMap((one) => (one.kind === 'Pod' ? podWaits(asking, one as unknown as Pod, depth + 1) : finalizerWaits(asking, one, depth + 1))),
    ]
  })
}

function dependantsOf({ objects }: Asking, uid: string): ApiObject[] {
  return RESOURCES.flatMap(({ group, resource }) => [...objects.list(group, resource)]).filter(({ metadata }) => metadata.ownerReferences?.some((owner) => owner.uid === uid && owner.blockOwnerDeletion))
}

/** A namespace goes when it is empty: what is left in it, and what holds that. */
export function namespaceWaits(asking: Asking, namespace: Namespace): WaitsFor[] {
  const { metadata: { name, deletionTimestamp }, spec } = namespace
  if (!deletionTimestamp) return []
  const since = parseTimeUs(deletionTimestamp)
  const left = RESOURCES.filter(({ namespaced, verbs }) => namespaced && verbs.includes('delete')).flatMap(({ group, resource }) => [...asking.objects.list(group, resource)]).filter(({ metadata }) => metadata.namespace === name)
  const held = left.filter(({ metadata }) => (metadata.finalizers?.length ?? 0) > 0)
  const pods = left.filter(({ kind }) => kind === 'Pod') as unknown as Pod[]
  const waiter = waiterOf(namespace as never, 0)
  const told = [...held.slice(0, TOLD).flatMap((one) => finalizerWaits(asking, one, 1)), ...pods.slice(0, TOLD).flatMap((pod) => podWaits(asking, pod, 1))]
  return [
    wait(asking, waiter, left.length > 0 ? 'namespace-content' : 'namespace-empty', { count: left.length, kinds: [...new Set(left.map(({ kind }) => kind))].sort().join(', '), finalizers: (spec?.finalizers ?? []).join(', ') }, { since }),
    ...told, ...controllerWaits(asking, 'namespace', name!, 1),
  ]
}
