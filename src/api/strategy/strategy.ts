import type { ApiObject } from '../objects.ts'
import { sameValue } from '../objects.ts'
import { withFields } from '../defaults/fill.ts'
import type { EndpointSlice, Namespace, Pod, PodCondition, PodStatus, Service } from '../schema/types.ts'
import { qosClass } from '../pods.ts'
import { serviceForCreate, serviceForUpdate } from './services.ts'

interface Strategy {
  /** generation starts at 1; kinds without it have none. */
  readonly generation?: true
  readonly create?: (object: ApiObject) => ApiObject
  readonly update?: (next: ApiObject, old: ApiObject) => ApiObject
  readonly status?: (next: ApiObject, old: ApiObject) => ApiObject
  /** Whether this update is one of what is wanted, which counts a generation. */
  readonly changed?: (next: ApiObject, old: ApiObject) => boolean
}

const STRATEGIES: ReadonlyMap<string, Strategy> = new Map<string, Strategy>([
  ['Pod', { generation: true, create: podForCreate, update: keepStatus, status: podForStatus, changed: specChanged }],
  [
    'Deployment',
    {
      generation: true,
      create: (object) => withFields(object, { status: {} }),
      update: keepStatus,
      status: (next, old) => keepSpec(withMeta(next, { labels: old.metadata.labels }), old),
      changed: (next, old) => specChanged(next, old) || !sameValue(next.metadata.annotations ?? {}, old.metadata.annotations ?? {}),
    },
  ],
  [
    'ReplicaSet',
    {
      generation: true,
      create: (object) => withFields(object, { status: { replicas: 0 } }),
      update: keepStatus,
      status: keepSpec,
      changed: specChanged,
    },
  ],
  [
    'Service',
    {
      create: (object) => loose(serviceForCreate(object as unknown as Service)),
      update: (next, old) => loose(serviceForUpdate(next as unknown as Service, old as unknown as Service)),
      status: keepSpec,
    },
  ],
  ['Namespace', { create: namespaceForCreate, update: namespaceForUpdate, status: keepSpec }],
  ['Node', { update: keepStatus, status: keepSpec }],
  ['EndpointSlice', { generation: true, changed: endpointSliceChanged }],
  ['PriorityClass', { generation: true }],
  ['FlowSchema', { generation: true, create: withoutStatus, update: keepStatus, status: flowControlForStatus, changed: specChanged }],
  ['PriorityLevelConfiguration', { generation: true, create: withoutStatus, update: keepStatus, status: flowControlForStatus, changed: specChanged }],
])

const CREATED_BY_PUT: ReadonlySet<string> = new Set([
  'Role',
  'RoleBinding',
  'ClusterRole',
  'ClusterRoleBinding',
  'Lease',
  'Event',
  'Service',
])

/** What the server decides about a new object, whatever the client said. Uid and creation time are the API server's own. */
export function prepareForCreate(object: ApiObject): ApiObject {
  const strategy = STRATEGIES.get(object.kind)
  const fresh = withMeta(object, {
    deletionTimestamp: undefined,
    deletionGracePeriodSeconds: undefined,
    selfLink: undefined,
    ...(strategy?.generation && { generation: 1 }),
  })
  return strategy?.create?.(fresh) ?? fresh
}

/** The status stays the old one, the generation counts changes of what is wanted, and what is fixed at creation comes back. */
export function prepareForUpdate(next: ApiObject, old: ApiObject): ApiObject {
  const strategy = STRATEGIES.get(next.kind)
  const kept = withFixedMeta(next, old)
  const prepared = strategy?.update?.(kept, old) ?? kept
  if (!strategy?.changed?.(prepared, old)) return prepared
  return withMeta(prepared, { generation: (old.metadata.generation ?? 0) + 1 })
}

/** Everything wanted stays the old one. */
export function prepareForStatusUpdate(next: ApiObject, old: ApiObject): ApiObject {
  const kept = withFixedMeta(next, old)
  return STRATEGIES.get(next.kind)?.status?.(kept, old) ?? kept
}

/** Of an update of pods/…/ephemeralcontainers only those containers count. */
export function prepareForEphemeralContainersUpdate(next: ApiObject, old: ApiObject): ApiObject {
  const { ephemeralContainers } = (next as unknown as Pod).spec
  const spec = withFields((old as unknown as Pod).spec, { ephemeralContainers })
  const prepared = withFields(old, {
    spec,
    metadata: { ...old.metadata, resourceVersion: next.metadata.resourceVersion, managedFields: next.metadata.managedFields },
  })
  return specChanged(prepared, old) ? withMeta(prepared, { generation: (old.metadata.generation ?? 0) + 1 }) : prepared
}

/** Of an update of pods/…/resize only resources and resize policies count. Where containers came, went or moved it is left to validation. */
export function prepareForResizeUpdate(next: ApiObject, old: ApiObject): ApiObject {
  const [after, before] = [(next as unknown as Pod).spec, (old as unknown as Pod).spec]
  const resized = (list: 'containers' | 'initContainers') => {
    if (before[list]?.length !== after[list]?.length || before[list]?.some(({ name }, i) => after[list]![i]!.name !== name)) return after[list]
    return before[list]?.map((container, i) => withFields(container, { resources: after[list]![i]!.resources, resizePolicy: after[list]![i]!.resizePolicy }))
  }
  const spec = withFields(before, { containers: resized('containers')!, initContainers: resized('initContainers'), resources: after.resources })
  const prepared = withFields(old, { spec, metadata: { ...old.metadata, resourceVersion: next.metadata.resourceVersion, managedFields: next.metadata.managedFields } })
  return specChanged(prepared, old) ? withMeta(prepared, { generation: (old.metadata.generation ?? 0) + 1 }) : prepared
}

/** A PUT on a missing name creates it. */
export function allowsCreateOnUpdate(kind: string): boolean {
  return CREATED_BY_PUT.has(kind)
}

/** An update may come without a resourceVersion. */
export function allowsUnconditionalUpdate(kind: string): boolean {
  return kind !== 'Lease'
}

function withoutStatus(object: ApiObject): ApiObject {
  return withFields(object, { status: {} })
}

/** Only the status counts, and who owns which of its fields. */
function flowControlForStatus(next: ApiObject, old: ApiObject): ApiObject {
  const { managedFields, resourceVersion } = next.metadata
  return keepSpec(withFields(next, { metadata: withFields(old.metadata, { managedFields, resourceVersion }) }), old)
}

function podForCreate(object: ApiObject): ApiObject {
  const pod = object as unknown as Pod
  const gated = (pod.spec.schedulingGates?.length ?? 0) > 0
  // No transition time: upstream leaves it empty, too.
  const condition: PodCondition = {
    type: 'PodScheduled',
    status: 'False',
    reason: 'SchedulingGated',
    message: 'Scheduling is blocked due to non-empty scheduling gates',
  }
  const status: PodStatus = { phase: 'Pending', qosClass: qosClass(pod), ...(gated && { conditions: [condition] }) }
  // A literal, so that all five fields lie in the object itself: it is what every version of the Pod is copied from.
  const { apiVersion, kind, metadata, spec } = object
  return { apiVersion, kind, metadata, spec, status }
}

/** Models podStatusStrategy: owners and QoS class stay; generations that an old client left out stay. */
function podForStatus(next: ApiObject, old: ApiObject): ApiObject {
  const before = (old as unknown as Pod).status ?? {}
  let status: PodStatus = (next as unknown as Pod).status ?? {}
  if (!status.qosClass && before.qosClass) status = { ...status, qosClass: before.qosClass }
  if (!status.observedGeneration && before.observedGeneration) status = { ...status, observedGeneration: before.observedGeneration }
  if (status.conditions) {
    const conditions = status.conditions.map((condition) => {
      const earlier = condition.observedGeneration
        ? undefined
        : before.conditions?.find(({ type }) => type === condition.type)?.observedGeneration
      return earlier ? { ...condition, observedGeneration: earlier } : condition
    })
    if (conditions.some((condition, i) => condition !== status.conditions![i])) status = { ...status, conditions }
  }
  return keepSpec(withFields(withMeta(next, { ownerReferences: old.metadata.ownerReferences }), { status }), old)
}

function namespaceForCreate(object: ApiObject): ApiObject {
  const { spec = {} } = object as unknown as Namespace
  const finalizers = spec.finalizers ?? []
  return withFields(object, {
    status: { phase: 'Active' },
    spec: finalizers.includes('kubernetes') ? spec : { ...spec, finalizers: [...finalizers, 'kubernetes'] },
  })
}

function namespaceForUpdate(next: ApiObject, old: ApiObject): ApiObject {
  return keepStatus(keepSpec(next, old), old)
}

/** Anything but metadata, and labels. */
function endpointSliceChanged(next: ApiObject, old: ApiObject): boolean {
  const a = next as unknown as EndpointSlice
  const b = old as unknown as EndpointSlice
  return (
    a.addressType !== b.addressType ||
    !sameValue(a.ports, b.ports) ||
    !sameValue(a.endpoints, b.endpoints) ||
    !sameValue(a.metadata.labels ?? {}, b.metadata.labels ?? {})
  )
}

function specChanged(next: ApiObject, old: ApiObject): boolean {
  return !sameValue(next.spec, old.spec)
}

function keepStatus(next: ApiObject, old: ApiObject): ApiObject {
  return sameValue(next.status, old.status) && next.status !== undefined ? next : withFields(next, { status: old.status })
}

function keepSpec(next: ApiObject, old: ApiObject): ApiObject {
  return withFields(next, { spec: old.spec })
}

/** Models rest.BeforeUpdate. */
function withFixedMeta(next: ApiObject, old: ApiObject): ApiObject {
  return withMeta(next, {
    generation: old.metadata.generation,
    uid: next.metadata.uid || old.metadata.uid,
    creationTimestamp: old.metadata.creationTimestamp ?? next.metadata.creationTimestamp,
    deletionTimestamp: old.metadata.deletionTimestamp ?? next.metadata.deletionTimestamp,
    deletionGracePeriodSeconds: next.metadata.deletionGracePeriodSeconds ?? old.metadata.deletionGracePeriodSeconds,
    selfLink: undefined,
  })
}

function withMeta(object: ApiObject, fields: Partial<ApiObject['metadata']>): ApiObject {
  return withFields(object, { metadata: withFields(object.metadata, fields) })
}

function loose(service: Service): ApiObject {
  return service as unknown as ApiObject
}
