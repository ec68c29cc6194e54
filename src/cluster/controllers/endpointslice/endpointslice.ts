import {
  matchesLabels, podReady, podTerminal, sameValue, selectorOfMap, timeText, type EndpointSlice, type Node, type Pod, type Service,
} from '../../../api/index.ts'
import { SECOND, type EventId } from '../../../kernel/index.ts'
import { referenceTo } from '../../client/event-recorder.ts'
import { bodyAs, createCall, deleteCall, ENDPOINT_SLICES, namespaceTerminating, updateCall } from '../calls.ts'
import { controllerReference } from '../claims.ts'
import { decision, keyOf, reconciler, terminating, type Answer, type Enqueue, type Note, type ObjectNews, type Sync, type View } from '../reconciler.ts'
import { endpointOf, MANAGED_BY, MANAGER, podOf, SERVICE_NAME, type PlacedEndpoint } from './endpoints.ts'
import { pack, type Plan } from './packing.ts'

/** What a Service's slices should hold, kept up to date pod by pod, so that one pod's news costs one slice's work. */
interface ServiceMemory {
  readonly desired: Map<string, PlacedEndpoint>
  /** Pods whose endpoint may differ from what is in a slice, with the event that last said so. */
  readonly dirty: Map<string, EventId>
  /** The Service that `desired` was made for; undefined: everything must be looked at. */
  madeFor: Service | undefined
  /** Which slice in the cache holds a pod. */
  readonly placed: Map<string, string>
  /** Generation of each slice as last written: older ones in the cache are stale. 0: deleted. */
  readonly written: Map<string, number>
}

interface Memory { readonly services: Map<string, ServiceMemory> }

interface Snapshot {
  readonly key: string
  readonly service: Service | undefined
  readonly stale: boolean
  readonly plan: Plan
  readonly endpoints: number
  readonly done: readonly (readonly [pod: string, event: EventId])[]
  readonly full: boolean
  readonly now: string
}

/** Services' endpoints. Models pkg/controller/endpointslice and staging/src/k8s.io/endpointslice. */
export const endpointSliceReconciler = reconciler<Memory, Snapshot>({
  name: 'endpointslice',
  account: 'endpointslice-controller',
  eventSource: 'endpoint-slice-controller',
  workers: 5,
  retryBaseUs: SECOND,
  informers: ['services', 'pods', 'endpointslices', 'nodes'],
  createMemory: () => ({ services: new Map() }),

  heard(memory, news, view, enqueue) {
    switch (news.object.kind) {
      case 'Service': return enqueue(keyOf(news.object.metadata.namespace, news.object.metadata.name!))
      case 'Pod': return podHeard(memory, news, view, enqueue)
      case 'EndpointSlice': return sliceHeard(memory, news, enqueue)
    }
  },

  look(key, view, memory) {
    const service = view.get<Service>('services', key)
    const base = { key, service, now: timeText(view.clock) }
    const nothing = { ...base, stale: false, plan: NO_PLAN, endpoints: 0, done: [], full: false }
    if (service === undefined) return nothing
    if (!hasOwnEndpoints(service)) return undefined
    const own = memoryOf(memory, key)
    const full = own.madeFor === undefined || !sameNeeds(own.madeFor, service)
    const slices = view.list<EndpointSlice>('endpointslices', 'service', key).filter(isOurs)
    if (full) rebuild(own, service, slices, view)
    own.madeFor = service
    if (isStale(own, slices)) return { ...nothing, stale: true, full }
    const done = [...own.dirty]
    const changed = full ? undefined : { pods: new Set(own.dirty.keys()), slices: new Set([...own.dirty.keys()].map((pod) => own.placed.get(pod))) }
    return { ...base, stale: false, plan: pack(slices, own.desired, changed), endpoints: own.desired.size, done, full }
  },

  *sync(snapshot): Sync {
    const { key, service, stale, plan, endpoints, done, full, now } = snapshot
    if (service === undefined) return { notes: [remember({ key, gone: true })] }
    if (stale) return { error: 'EndpointSlice informer cache is out of date', notes: [remember({ key, again: full })] }
    const { create, update, remove } = plan
    if (create.length + update.length + remove.length === 0) return { notes: [remember({ key, done })] }
    const answers = yield {
      calls: [
        ...create.map((made) => createCall(ENDPOINT_SLICES, newSlice(service, made, now))),
        ...update.map((changed) => updateCall(ENDPOINT_SLICES, changedSlice(service, changed, now))),
        ...remove.map((slice) => deleteCall(ENDPOINT_SLICES, slice)),
      ],
      notes: [decision('write-endpointslices', { service: key, endpoints, pods: done.length, create: create.length, update: update.length, delete: remove.length })],
    }
    const written: [string, number][] = []
    let failure: Answer | undefined
    answers.forEach((answer, index) => {
      const removed = remove[index - create.length - update.length]
      if (removed) {
        if (answer.ok || answer.code === 404) written.push([removed.metadata.name!, 0])
        else failure ??= answer
      } else if (answer.ok) {
        const { name, generation } = bodyAs<EndpointSlice>(answer.body).metadata
        written.push([name!, generation ?? 1])
      } else failure ??= answer
    })
    if (!failure) return { notes: [remember({ key, done, written })] }
    if (namespaceTerminating(failure.body)) return { notes: [remember({ key, done, written })] }
    const message = `Error updating Endpoint Slices for Service ${key}: ${failure.message}`
    const event: Note = { note: 'event', event: { regarding: referenceTo(service), type: 'Warning', reason: 'FailedToUpdateEndpointSlices', message } }
    return { error: failure.message, notes: [event, remember({ key, written, again: true })] }
  },

  remember({ services }, value) {
    const { key, gone, done, written, again } = value as Remembered
    if (gone) {
      services.delete(key)
      return
    }
    const own = services.get(key)
    if (!own) return
    for (const [name, generation] of written ?? []) own.written.set(name, generation)
    if (again) own.madeFor = undefined
    // A pod that changed again meanwhile stays dirty.
    for (const [pod, event] of done ?? []) if (own.dirty.get(pod) === event) own.dirty.delete(pod)
  },
})

interface Remembered {
  readonly key: string
  readonly gone?: true
  readonly again?: boolean
  readonly done?: readonly (readonly [pod: string, event: EventId])[]
  readonly written?: readonly (readonly [name: string, generation: number])[]
}

const remember = (value: Remembered): Note => ({ note: 'remember', value })
const NO_PLAN: Plan = { create: [], update: [], remove: [] }

/** Services without a selector have endpoints of somebody else, and names elsewhere have none. */
const hasOwnEndpoints = ({ spec, metadata }: Service): boolean =>
  spec?.selector !== undefined && Object.keys(spec.selector).length > 0 && spec.type !== 'ExternalName' && metadata.deletionTimestamp === undefined

const isOurs = ({ metadata, addressType }: EndpointSlice): boolean => metadata.labels?.[MANAGED_BY] === MANAGER && !terminating({ metadata }) && addressType === 'IPv4'

const sameNeeds = (a: Service, b: Service): boolean => a === b || (a.metadata.uid === b.metadata.uid && sameValue(a.spec, b.spec) && sameValue(a.metadata.labels, b.metadata.labels))

function memoryOf({ services }: Memory, key: string): ServiceMemory {
  const known = services.get(key)
  if (known) return known
  const made: ServiceMemory = { desired: new Map(), dirty: new Map(), madeFor: undefined, placed: new Map(), written: new Map() }
  services.set(key, made)
  return made
}

function rebuild(own: ServiceMemory, service: Service, slices: readonly EndpointSlice[], view: View): void {
  own.desired.clear()
  own.placed.clear()
  for (const { metadata, endpoints } of slices) for (const endpoint of endpoints ?? []) own.placed.set(podOf(endpoint), metadata.name!)
  const selector = selectorOfMap(service.spec?.selector)
  for (const pod of view.list<Pod>('pods', 'namespace', service.metadata.namespace!)) {
    if (matchesLabels(selector, pod.metadata.labels)) place(own, pod, service, view)
  }
}

function place(own: ServiceMemory, pod: Pod, service: Service, view: View): void {
  const key = keyOf(pod.metadata.namespace, pod.metadata.name!)
  const endpoint = endpointOf(pod, service, pod.spec.nodeName ? view.get<Node>('nodes', pod.spec.nodeName) : undefined)
  if (endpoint) own.desired.set(key, endpoint)
  else own.desired.delete(key)
}

/** The cache has not yet shown what was written: another pass on it would write the same twice. */
function isStale({ written }: ServiceMemory, slices: readonly EndpointSlice[]): boolean {
  const cached = new Map(slices.map(({ metadata }) => [metadata.name!, metadata.generation ?? 1]))
  for (const [name, generation] of written) {
    const seen = cached.get(name)
    if (generation === 0 ? seen !== undefined : seen === undefined || seen < generation) return true
  }
  return false
}

function sliceHeard({ services }: Memory, { news, object, previous }: ObjectNews, enqueue: Enqueue): void {
  const slice = object as unknown as EndpointSlice
  const { labels, namespace, name, generation = 1 } = slice.metadata
  const service = labels?.[SERVICE_NAME]
  if (service === undefined || labels?.[MANAGED_BY] !== MANAGER) return
  const key = keyOf(namespace, service)
  const own = services.get(key)
  if (own) {
    for (const endpoint of (previous as unknown as EndpointSlice | undefined)?.endpoints ?? []) {
      if (own.placed.get(podOf(endpoint)) === name) own.placed.delete(podOf(endpoint))
    }
    if (news !== 'deleted') for (const endpoint of slice.endpoints ?? []) own.placed.set(podOf(endpoint), name!)
  }
  const expected = own?.written.get(name!)
  if (news === 'deleted') {
    own?.written.delete(name!)
    if (expected === 0) return
  } else if (expected !== undefined && generation <= expected) return
  if (own) {
    // Somebody else's hand, or ours before a restart: compare everything.
    own.madeFor = undefined
    if (news !== 'deleted') own.written.set(name!, generation)
  }
  enqueue(key)
}

function podHeard(memory: Memory, { news, object, previous: before, event }: ObjectNews, view: View, enqueue: Enqueue): void {
  const pod = object as unknown as Pod
  const previous = before as unknown as Pod | undefined
  if (news === 'updated' && previous && !endpointChanged(previous, pod)) return
  const { namespace, name } = pod.metadata
  for (const service of view.list<Service>('services', 'namespace', namespace!)) {
    if (!hasOwnEndpoints(service)) continue
    const selector = selectorOfMap(service.spec?.selector)
    const matches = matchesLabels(selector, pod.metadata.labels)
    if (!matches && !(previous && matchesLabels(selector, previous.metadata.labels))) continue
    const key = keyOf(namespace, service.metadata.name!)
    const own = memoryOf(memory, key)
    if (news === 'deleted' || !matches) own.desired.delete(keyOf(namespace, name!))
    else place(own, pod, service, view)
    own.dirty.set(keyOf(namespace, name!), event)
    enqueue(key)
  }
}

/** Models endpointutil.podEndpointsChanged: most status updates mean nothing to a Service. */
const endpointChanged = (a: Pod, b: Pod): boolean =>
  terminating(a) !== terminating(b) || podReady(a) !== podReady(b) || podTerminal(a) !== podTerminal(b) || a.status?.podIP !== b.status?.podIP ||
  a.spec.nodeName !== b.spec.nodeName || a.spec.hostname !== b.spec.hostname || a.spec.subdomain !== b.spec.subdomain || a.metadata.uid !== b.metadata.uid ||
  !sameValue(a.metadata.labels, b.metadata.labels)

const TRIGGER_TIME = 'endpoints.kubernetes.io/last-change-trigger-time'

function newSlice(service: Service, { ports, endpoints }: Plan['create'][number], now: string): EndpointSlice {
  const { name, namespace } = service.metadata
  return {
    apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice',
    metadata: {
      generateName: `${name}-`, namespace, labels: sliceLabels(service), annotations: { [TRIGGER_TIME]: now },
      ownerReferences: [controllerReference({ apiVersion: 'v1', kind: 'Service', metadata: service.metadata })],
    },
    addressType: 'IPv4', ports, endpoints,
  }
}

function changedSlice(service: Service, { slice, ports, endpoints }: Plan['update'][number], now: string): EndpointSlice {
  const { metadata } = slice
  return { ...slice, metadata: { ...metadata, labels: sliceLabels(service), annotations: { ...metadata.annotations, [TRIGGER_TIME]: now } }, ports, endpoints }
}

function sliceLabels({ metadata: { labels, name }, spec }: Service): { readonly [key: string]: string } {
  const own = { ...labels, [SERVICE_NAME]: name!, [MANAGED_BY]: MANAGER }
  return spec?.clusterIP === 'None' ? { ...own, 'service.kubernetes.io/headless': '' } : own
}

