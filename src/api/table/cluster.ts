import type { Event, FlowSchema, Lease, Namespace, Node, PriorityClass, PriorityLevelConfiguration } from '../schema/types.ts'
import type { ApiObject } from '../objects.ts'
import { AGE, column, NAME, orNone, printed, type Printed, since, wide } from './printed.ts'

export const NODES: Printed = printed<Node>([
  NAME, column('Status', 'Whether the node is ready and takes pods.'), column('Roles', 'The roles that its labels give it.'), AGE,
  column('Version', 'The version of its kubelet.'), wide('Internal-IP', 'Its address inside the cluster.'), wide('External-IP', 'Its address outside the cluster.'),
  wide('OS-Image', 'Its operating system.'), wide('Kernel-Version', 'Its kernel, and the architecture.'), wide('Container-Runtime', 'Its container runtime.'),
], ({ metadata, spec, status }, nowUs) => {
  const info = status?.nodeInfo
  const address = (type: string) => orNone(status?.addresses?.find((one) => one.type === type)?.address)
  const architecture = info?.architecture ? ` (${info.architecture})` : ''
  return [
    metadata.name ?? '', nodeStatus({ spec, status }), nodeRoles(metadata.labels ?? {}), since(metadata.creationTimestamp, nowUs), info?.kubeletVersion ?? '',
    address('InternalIP'), address('ExternalIP'), info?.osImage || '<unknown>', `${info?.kernelVersion || '<unknown>'}${architecture}`,
    info?.containerRuntimeVersion || '<unknown>',
  ]
})

export const NAMESPACES: Printed = printed<Namespace>([NAME, column('Status', 'Whether the namespace lives or is being deleted.'), AGE],
  ({ metadata, status }, nowUs) => [metadata.name ?? '', status?.phase ?? '', since(metadata.creationTimestamp, nowUs)])

export const LEASES: Printed = printed<Lease>([NAME, column('Holder', 'Who holds the lease.'), AGE],
  ({ metadata, spec }, nowUs) => [metadata.name ?? '', spec?.holderIdentity ?? '', since(metadata.creationTimestamp, nowUs)])

export const PRIORITY_CLASSES: Printed = printed<PriorityClass>([
  NAME, column('Value', 'The priority; the higher goes first.', 'integer'), column('Global-Default', 'Whether pods without a class get this one.', 'boolean'), AGE,
  column('PreemptionPolicy', 'Whether its pods may drive out others.'),
], ({ metadata, value, globalDefault, preemptionPolicy }, nowUs) => [
  metadata?.name ?? '', value ?? 0, globalDefault ?? false, since(metadata?.creationTimestamp, nowUs), preemptionPolicy ?? '',
])

export const FLOW_SCHEMAS: Printed = {
  ...printed<FlowSchema>([
    NAME, column('PriorityLevel', 'The priority level that its requests go to.'), column('MatchingPrecedence', 'Of those that match the smallest wins.'),
    column('DistinguisherMethod', 'What makes requests one flow: their user, or their namespace.'), AGE, column('MissingPL', 'Whether the priority level is missing or broken.'),
  ], ({ metadata, spec, status }, nowUs) => [
    metadata.name ?? '', spec.priorityLevelConfiguration.name, spec.matchingPrecedence ?? 0, orNone(spec.distinguisherMethod?.type), since(metadata.creationTimestamp, nowUs),
    status?.conditions?.find(({ type }) => type === 'Dangling')?.status ?? '?',
  ]),
  order: (a, b) => precedenceOf(a) - precedenceOf(b) || (a.metadata.name! < b.metadata.name! ? -1 : 1),
}

const precedenceOf = (schema: ApiObject): number => (schema.spec as FlowSchema['spec']).matchingPrecedence ?? 0

export const PRIORITY_LEVELS: Printed = printed<PriorityLevelConfiguration>([
  NAME, column('Type', 'Whether its requests are limited.'), column('NominalConcurrencyShares', 'Its share of the seats of the server.'), column('Queues', 'How many queues it has.'),
  column('HandSize', 'How many of them a flow may use.'), column('QueueLengthLimit', 'How many requests may wait in one.'), AGE,
], ({ metadata, spec: { type, limited } }, nowUs) => {
  const queuing = limited?.limitResponse?.queuing
  return [metadata.name ?? '', type, limited ? limited.nominalConcurrencyShares ?? 0 : '<none>', queuing?.queues ?? '<none>', queuing?.handSize ?? '<none>', queuing?.queueLengthLimit ?? '<none>', since(metadata.creationTimestamp, nowUs)]
})

export const EVENTS: Printed = printed<Event>([
  column('Last Seen', 'How long ago it happened last.'), column('Type', 'Normal or Warning.'), column('Reason', 'Why, in a word.'),
  column('Object', 'What it happened to.'), wide('Subobject', 'The part of the object.'), wide('Source', 'Who reports it.'), column('Message', 'What happened.'),
  wide('First Seen', 'How long ago it happened first.'), wide('Count', 'How often it happened.'), { ...NAME, priority: 1 },
], (event, nowUs) => {
  const { involvedObject: object, source, series } = event
  const first = since(event.firstTimestamp || event.eventTime, nowUs)
  const last = series ? since(series.lastObservedTime, nowUs) : event.lastTimestamp ? since(event.lastTimestamp, nowUs) : first
  const kind = (object.kind ?? '').toLowerCase()
  const component = source?.component || event.reportingComponent || ''
  const instance = source?.host || event.reportingInstance || ''
  return [
    last, event.type ?? '', event.reason ?? '', object.name ? `${kind}/${object.name}` : kind, object.fieldPath ?? '', instance ? `${component}, ${instance}` : component,
    (event.message ?? '').trim(), first, series ? series.count ?? 0 : event.count || 1, event.metadata?.name ?? '',
  ]
})

function nodeStatus({ spec, status }: Pick<Node, 'spec' | 'status'>): string {
  const ready = status?.conditions?.find(({ type }) => type === 'Ready')
  const readiness = ready === undefined ? 'Unknown' : ready.status === 'True' ? 'Ready' : 'NotReady'
  return spec?.unschedulable ? `${readiness},SchedulingDisabled` : readiness
}

const ROLE_PREFIX = 'node-role.kubernetes.io/'

function nodeRoles(labels: Readonly<Record<string, string>>): string {
  const roles = Object.entries(labels).map(([name, value]) => (name.startsWith(ROLE_PREFIX) ? name.slice(ROLE_PREFIX.length) : name === 'kubernetes.io/role' ? value : ''))
  return orNone([...new Set(roles.filter((role) => role !== ''))].sort().join(','))
}
