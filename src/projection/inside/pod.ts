import { isSidecar, lastWriters, matchesLabels, parseTimeUs, podStatusText, qosClass, selectorOf, writerAt, type Pod, type Service } from '../../api/index.ts'
import { podWorkerDetail, sandboxNamed, type WorkerContainer, type WorkerDetail } from '../../cluster/details.ts'
import { objectAt } from '../../cluster/index.ts'
import type { ContainerRole, ContainerRow, ObjectRef, PlaceId, PodInside } from '../../protocol/index.ts'
import { conditionsOf, eventsOf, ownersOf } from '../object-answer.ts'
import { isStatic, objectsNow, type Objects } from '../objects.ts'
import { fillOf, isUp, state } from '../views.ts'
import { timersOf } from './beats.ts'
import type { Looking } from './inside.ts'
import { sandboxRow } from './node.ts'
import { containerRow, placeOfPod, volumeRows, workerRow, type AtKubelet } from './worker.ts'

/** A Pod between the object that the API server has and what its kubelet has made of it. */
export interface PodFound {
  readonly key: string
  readonly pod: Pod
  readonly node: string
  readonly at: AtKubelet
  /** What its kubelet knows, if it runs and has heard of the Pod. */
  readonly worker: WorkerDetail | undefined
}

/** By the place 'pod/<namespace>/<name>'. Undefined before it was created and after it is gone everywhere. */
export function podFound({ kernel, place, beganAt }: Looking): PodFound | undefined {
  const [, namespace, name] = place.split('/')
  const key = `${namespace}/${name}`
  const pod = objectAt(state(kernel, 'apiserver'), '', 'pods', key) as unknown as Pod | undefined
  const node = pod?.spec.nodeName ?? ''
  if (!pod) return undefined
  const kubelet = `kubelet/${node}`
  if (node === '' || !kernel.has(kubelet)) return { key, pod, node, worker: undefined, at: { timers: new Map(), nowUs: kernel.now, clockUs: kernel.now, beganAt } }
  const at = { timers: timersOf(kernel, kubelet), nowUs: kernel.now, clockUs: kernel.clockOf(node), beganAt }
  return { key, pod, node, at, worker: isUp(kernel, kubelet) ? podWorkerDetail(state(kernel, kubelet), key, at) : undefined }
}

export function insidePod(looking: Looking): PodInside | undefined {
  const found = podFound(looking)
  if (!found) return undefined
  const { kernel, beganAt } = looking
  const { pod, node, worker } = found
  const { metadata, spec, status } = pod
  const ref: ObjectRef = { group: '', resource: 'pods', namespace: metadata.namespace!, name: metadata.name! }
  const objects = objectsNow(kernel)
  const exactly: Pick<Objects, 'get'> = { get: ({ group, resource, namespace, name }) => objectAt(state(kernel, 'apiserver'), group, resource, namespace === '' ? name : `${namespace}/${name}`) }
  const sandbox = worker?.sandbox?.id ? sandboxNamed(state(kernel, `runtime/${node}`), worker.sandbox.id) : undefined
  const startTime = status?.startTime
  const deletion = metadata.deletionTimestamp
  return {
    inside: 'pod', ref, uid: metadata.uid ?? '', node, status: podStatusText(pod), fill: fillOf(pod, worker?.stage), phase: status?.phase ?? '', qos: status?.qosClass ?? qosClass(pod), static: isStatic(pod),
    restartPolicy: spec.restartPolicy ?? 'Always', graceSeconds: spec.terminationGracePeriodSeconds ?? 30, priority: spec.priority ?? 0, serviceAccount: spec.serviceAccountName ?? '',
    createdAt: parseTimeUs(metadata.creationTimestamp) - beganAt, ...(startTime ? { startedAt: parseTimeUs(startTime) - beganAt } : {}),
    ...(deletion ? { deletingSince: parseTimeUs(deletion) - (metadata.deletionGracePeriodSeconds ?? 0) * 1_000_000 - beganAt } : {}),
    ip: status?.podIP ?? '', hostIp: status?.hostIP ?? '', hostNetwork: spec.hostNetwork ?? false,
    ...(worker ? { worker: workerRow(found.at, worker, pod) } : {}), ...(sandbox ? { sandbox: { ...sandboxRow(sandbox), createdAt: worker!.sandbox!.createdAtUs - beganAt } } : {}),
    containers: containersOf(found), conditions: writtenConditions(pod, beganAt), volumes: volumeRows(pod, worker), owners: ownersOf(exactly, pod as never), services: servicesOf(objects, pod),
    events: eventsOf(objects, ref, beganAt, looking.writes()).filter(({ at: when }) => when >= parseTimeUs(metadata.creationTimestamp) - beganAt),
  }
}

/** Those that come first start first. */
function containersOf({ key, pod, worker, at }: PodFound): readonly ContainerRow[] {
  return wishes(pod).map(({ name, role, image }) => containerRow(at, placeOfContainer(key, name), name, role, image, detailOf(worker, name)))
}

export const placeOfContainer = (key: string, container: string): PlaceId => `${placeOfPod(key)}/${container}`
export const detailOf = (worker: WorkerDetail | undefined, name: string): WorkerContainer | undefined => worker?.containers.find((one) => one.name === name)

export function wishes({ spec }: Pod): readonly { readonly name: string; readonly role: ContainerRole; readonly image: string }[] {
  const init = (spec.initContainers ?? []).map((container) => ({ name: container.name, role: isSidecar(container) ? 'sidecar' as const : 'init' as const, image: container.image ?? '' }))
  return [...init, ...spec.containers.map(({ name, image = '' }) => ({ name, role: 'main' as const, image }))]
}

function writtenConditions(pod: Pod, beganAt: number): PodInside['conditions'] {
  const writers = lastWriters(pod as never)
  return conditionsOf(pod as never, beganAt).map((condition) => {
    const writer = writerAt(writers, `.status.conditions[type="${condition.type}"].status`)
    return writer ? { ...condition, writer: writer.manager } : condition
  })
}

function servicesOf(objects: Objects, { metadata }: Pod): readonly ObjectRef[] {
  return objects.list<Service>('', 'services').filter(({ metadata: { namespace }, spec: { selector } }) => namespace === metadata.namespace && selector && Object.keys(selector).length > 0 && matchesLabels(selectorOf({ matchLabels: selector }), metadata.labels ?? {}))
    .map((service) => ({ group: '', resource: 'services', namespace: service.metadata.namespace!, name: service.metadata.name! }))
}
