import type { ApiObject, Deployment, Namespace, Node, Pod, ReplicaSet, Service } from '../../api/index.ts'
import type { GapRow, ObjectRef, PlaceId, WaitsFor } from '../../protocol/index.ts'
import { objectsNow } from '../objects.ts'
import { endOfLink } from '../places.ts'
import type { Asking } from './asking.ts'
import { controllerWaits, schedulerWaits, stoppedWaits, storageWaits } from './control-plane.ts'
import { finalizerWaits, namespaceWaits } from './deletion.ts'
import { hostWaits, nodeWaits } from './node.ts'
import { podWaits } from './pod.ts'
import { messageWaits } from './request.ts'
import { serviceWaits } from './endpoints.ts'
import { deploymentWaits, replicaSetWaits } from './workload.ts'

// NB: a door of its own beside the room's index, so that engines fetch it late.

export type Where = Omit<Asking, 'objects'>

/** Why something is not (yet) as wished, as a walk from the object that is asked about to what everything waits for in the end. */
export function waitsOf(where: Where, ref: ObjectRef): readonly WaitsFor[] {
  const asking: Asking = { ...where, objects: objectsNow(where.kernel) }
  const object = asking.objects.get(ref)
  const own = object ? objectWaits(asking, object) : []
  return [...own, ...storageWaits(asking, own.length > 0 ? 1 : 0)]
}

function objectWaits(asking: Asking, object: ApiObject): readonly WaitsFor[] {
  const held = finalizerWaits(asking, object, 0)
  switch (object.kind) {
    case 'Pod': return [...held, ...podWaits(asking, object as unknown as Pod, 0)]
    case 'Node': return [...held, ...nodeWaits(asking, object as unknown as Node)]
    case 'Namespace': return namespaceWaits(asking, object as unknown as Namespace)
    case 'Deployment': return [...held, ...deploymentWaits(asking, object as unknown as Deployment, 0)]
    case 'ReplicaSet': return [...held, ...replicaSetWaits(asking, object as unknown as ReplicaSet, 0)]
    case 'Service': return [...held, ...serviceWaits(asking, object as unknown as Service)]
    case 'EndpointSlice': {
      const service = asking.objects.get({ group: '', resource: 'services', namespace: object.metadata.namespace ?? '', name: object.metadata.labels?.['kubernetes.io/service-name'] ?? '' })
      return [...held, ...(service ? serviceWaits(asking, service as unknown as Service) : [])]
    }
    default: return held
  }
}

/** Why a component does not do its work. */
export function waitsOfPlace(where: Where, place: PlaceId): readonly WaitsFor[] {
  const asking: Asking = { ...where, objects: objectsNow(where.kernel) }
  const [kind = '', name = '', agent = ''] = place.split('/')
  switch (kind) {
    case 'etcd': return name === '' ? storageWaits(asking, 0) : stoppedWaits(asking, name, 0)
    case 'apiserver': return storageWaits(asking, 0)
    case 'scheduler': return schedulerWaits(asking, 0)
    case 'controller-manager': return controllerWaits(asking, name, '', 0)
    case 'node': return agent === 'kubelet' ? hostWaits(asking, name, 0) : agent === '' ? [] : stoppedWaits(asking, endOfLink(place), 0)
    default: return []
  }
}

/** What a message, and what a command or a fault set off, is still waiting for. */
export const waitsOfEvent = (where: Where, event: number): readonly WaitsFor[] => messageWaits({ ...where, objects: objectsNow(where.kernel) }, event)

const ASKED_MOST = 20

/** Which loop is stuck on what, over all gaps of the cluster. */
export function clusterWaits(where: Where, gaps: readonly GapRow[]): readonly WaitsFor[] {
  const seen = new Map<string, WaitsFor>()
  for (const { object } of gaps.slice(0, ASKED_MOST)) for (const wait of waitsOf(where, object)) seen.set(JSON.stringify({ ...wait, depth: 0 }), wait)
  return [...seen.values()]
}
