import { lastWriters, matchesLabels, parseTimeUs, resourceOfKind, selectorOf, toYaml, type ApiObject, type Deployment, type Event, type Node, type Pod, type ReplicaSet, type Service } from '../api/index.ts'
import type { Kernel } from '../kernel/index.ts'
import type { AnswerTo, ConditionRow, EventRow, GapRow, ObjectRef, TreeNode, YamlLine } from '../protocol/index.ts'
import { refOf } from './describe.ts'
import { objectsNow, type Objects } from './objects.ts'

/** Everything the inspector shows of one object, as of the head of time. Virtual times are given since the lesson began. */
/** `writeOf` finds the event of the last write of a key; undefined for what was written before the start. */
export function objectAnswer(kernel: Kernel, ref: ObjectRef, beganAt: number, fidelity: readonly string[], writeOf: (key: string) => number | undefined): AnswerTo<'object'> {
  const objects = objectsNow(kernel)
  const object = objects.get(ref)
  if (!object) return { answer: 'object', found: false, yaml: [], events: eventsOf(objects, ref, beganAt, writeOf), owners: [], dependants: [], selected: [], conditions: [], gaps: [], fidelity }
  return {
    answer: 'object', found: true, yaml: yamlOf(object, beganAt), events: eventsOf(objects, ref, beganAt, writeOf), owners: ownersOf(objects, object), dependants: dependantsOf(objects, object),
    selected: selectedBy(objects, object), conditions: conditionsOf(object, beganAt), gaps: gapsOf(objects, object), fidelity,
  }
}

/** The YAML as kubectl prints it, without managedFields, each line with who wrote it last. */
function yamlOf(object: ApiObject, beganAt: number): YamlLine[] {
  const writers = lastWriters(object)
  const { managedFields: _, ...metadata } = object.metadata
  const lines: YamlLine[] = []
  walk({ ...object, metadata }, '', 0, (indent, text, path) => {
    const writer = writerOf(writers, path)
    lines.push({ text: ' '.repeat(indent) + text, path, manager: writer?.manager, operation: writer?.operation, at: writer?.time ? parseTimeUs(writer.time) - beganAt : undefined })
  })
  return lines
}

type Emit = (indent: number, text: string, path: string) => void

function walk(value: unknown, path: string, indent: number, emit: Emit): void {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) walkItem(item, `${path}[${itemKey(item) ?? index}]`, indent, emit)
    return
  }
  const fields = value as Record<string, unknown>
  for (const key of Object.keys(fields).sort()) {
    const child = fields[key]
    const childPath = `${path}.${key}`
    if (child === undefined) continue
    if (isEmpty(child) || typeof child !== 'object' || child === null) for (const text of scalarLines(key, child)) emit(indent, text, childPath)
    else {
      emit(indent, `${toYaml(key).trimEnd()}:`, childPath)
      walk(child, childPath, Array.isArray(child) ? indent : indent + 2, emit)
    }
  }
}

function walkItem(item: unknown, path: string, indent: number, emit: Emit): void {
  if (typeof item !== 'object' || item === null) {
    emit(indent, `- ${toYaml(item).trimEnd()}`, path)
    return
  }
  let first = true
  walk(item, path, indent + 2, (depth, text, childPath) => {
    if (first && depth === indent + 2) emit(indent, `- ${text}`, childPath)
    else emit(depth, text, childPath)
    first = false
  })
  if (first) emit(indent, '- {}', path)
}

const isEmpty = (value: unknown): boolean => typeof value === 'object' && value !== null && Object.keys(value).length === 0
const scalarLines = (key: string, value: unknown): string[] => toYaml({ [key]: value }).trimEnd().split('\n')
const itemKey = (item: unknown): string | undefined => {
  if (typeof item !== 'object' || item === null) return undefined
  for (const key of ['name', 'type', 'key', 'uid', 'mountPath']) {
    const id = (item as Record<string, unknown>)[key]
    if (typeof id === 'string') return `${key}=${JSON.stringify(id)}`
  }
  return undefined
}

type Writers = ReturnType<typeof lastWriters>
/** A leaf belongs to the writer of the nearest field above it that is owned. */
export function writerOf(writers: Writers, path: string): { readonly manager: string; readonly operation: string; readonly time?: string } | undefined {
  for (let at = path; at !== ''; at = parentOf(at)) {
    const writer = writers.get(at)
    if (writer) return writer
  }
  return undefined
}
const parentOf = (path: string): string => path.slice(0, Math.max(path.lastIndexOf('.'), path.lastIndexOf('['), 0))

export function eventsOf(objects: Objects, ref: ObjectRef, beganAt: number, writeOf: (key: string) => number | undefined): EventRow[] {
  return objects.list<Event>('', 'events')
    .filter(({ involvedObject }) => {
      const info = resourceOfKind(involvedObject.apiVersion ?? 'v1', involvedObject.kind ?? '')
      return info?.resource === ref.resource && involvedObject.name === ref.name && (involvedObject.namespace ?? '') === ref.namespace
    })
    .map((event) => ({
      type: event.type ?? 'Normal', reason: event.reason ?? '', message: event.message ?? '', source: event.source?.component || event.reportingComponent || '', count: event.count ?? 1,
      at: parseTimeUs(event.lastTimestamp ?? event.eventTime ?? event.metadata.creationTimestamp ?? '') - beganAt,
      event: writeOf(`/registry/events/${event.metadata.namespace}/${event.metadata.name}`),
    }))
    .sort((a, b) => a.at - b.at)
}

export function ownersOf(objects: Pick<Objects, 'get'>, object: ApiObject): TreeNode[] {
  const chain: TreeNode[] = []
  let current: ApiObject | undefined = object
  for (let depth = 1; current && depth < 8; depth++) {
    const owner: { readonly apiVersion: string; readonly kind: string; readonly name: string } | undefined = current.metadata.ownerReferences?.[0]
    if (!owner) break
    const info = resourceOfKind(owner.apiVersion, owner.kind)
    if (!info) break
    const ref: ObjectRef = { group: info.group, resource: info.resource, namespace: info.namespaced ? object.metadata.namespace ?? '' : '', name: owner.name }
    current = objects.get(ref)
    chain.unshift({ object: ref, kind: owner.kind, status: current ? statusWord(current) : 'gone', depth: -depth })
  }
  return chain
}

const OWNED: readonly (readonly [string, string])[] = [['apps', 'replicasets'], ['', 'pods'], ['discovery.k8s.io', 'endpointslices']]

function dependantsOf(objects: Objects, object: ApiObject, depth = 1): TreeNode[] {
  const nodes: TreeNode[] = []
  if (depth > 4) return nodes
  for (const [group, resource] of OWNED) for (const one of objects.list(group, resource)) {
    if (!one.metadata.ownerReferences?.some(({ uid }) => uid === object.metadata.uid)) continue
    nodes.push({ object: refOf(one), kind: one.kind, status: statusWord(one), depth }, ...dependantsOf(objects, one, depth + 1))
  }
  return nodes
}

/** Pods that a Service's selector matches: tethered, not owned. */
function selectedBy(objects: Objects, object: ApiObject): TreeNode[] {
  if (object.kind !== 'Service') return []
  const { selector } = (object as unknown as Service).spec
  if (!selector || Object.keys(selector).length === 0) return []
  const matching = selectorOf({ matchLabels: selector })
  return objects.list('', 'pods').filter(({ metadata }) => metadata.namespace === object.metadata.namespace && matchesLabels(matching, metadata.labels ?? {}))
    .map((pod) => ({ object: refOf(pod), kind: 'Pod', status: statusWord(pod), depth: 1 }))
}

function statusWord(object: ApiObject): string {
  const { status, spec } = object as { status?: { phase?: string; readyReplicas?: number; replicas?: number }; spec?: { replicas?: number } }
  if (status?.phase) return status.phase
  if (spec?.replicas !== undefined) return `${status?.readyReplicas ?? 0}/${spec.replicas}`
  return ''
}

export function conditionsOf(object: ApiObject, beganAt: number): ConditionRow[] {
  const { conditions } = (object.status ?? {}) as { conditions?: readonly { type: string; status: string; reason?: string; message?: string; lastTransitionTime?: string }[] }
  return (conditions ?? []).map(({ type, status, reason, message, lastTransitionTime }) => ({ type, status, reason: reason ?? '', message: message ?? '', at: lastTransitionTime ? parseTimeUs(lastTransitionTime) - beganAt : 0 }))
}

/** What is wished for and not yet so, along the owner chain of the object. */
function gapsOf(objects: Objects, object: ApiObject): GapRow[] {
  const related = [...ownersOf(objects, object).map(({ object: ref }) => objects.get(ref)), object, ...dependantsOf(objects, object).map(({ object: ref }) => objects.get(ref))]
  return related.flatMap((one) => (one ? gapsOfOne(one) : [])).slice(0, 12)
}

export function gapsOfOne(object: ApiObject): GapRow[] {
  const ref = refOf(object)
  switch (object.kind) {
    case 'Deployment': {
      const one = object as unknown as Deployment
      const wanted = one.spec.replicas ?? 0
      const image = one.spec.template.spec?.containers[0]?.image ?? ''
      const has = Math.min(one.status?.updatedReplicas ?? 0, one.status?.availableReplicas ?? 0)
      return [gap(ref, 'replicas', `${wanted} × ${image}`, `${has} × ${image}`, has === wanted && (one.status?.replicas ?? 0) === wanted, one.spec.paused ?? false, 'deployment-controller')]
    }
    case 'ReplicaSet': {
      const one = object as unknown as ReplicaSet
      const [wanted, has] = [one.spec.replicas ?? 0, one.status?.replicas ?? 0]
      return [gap(ref, 'replicas', String(wanted), String(has), wanted === has, false, 'replicaset-controller')]
    }
    case 'Pod': {
      const one = object as unknown as Pod
      if (one.metadata.deletionTimestamp) return [gap(ref, 'deletionTimestamp', 'none', one.status?.phase ?? '', false, false, 'kubelet')]
      if (!one.spec.nodeName) return [gap(ref, 'nodeName', '?', '', false, one.status?.conditions?.some(({ type, status }) => type === 'PodScheduled' && status === 'False') ?? false, 'kube-scheduler')]
      const ready = one.status?.conditions?.find(({ type }) => type === 'Ready')?.status ?? 'False'
      return [gap(ref, 'Ready', 'True', ready, ready === 'True', false, 'kubelet')]
    }
    case 'Node': {
      const ready = (object as unknown as Node).status?.conditions?.find(({ type }) => type === 'Ready')?.status ?? 'Unknown'
      return [gap(ref, 'Ready', 'True', ready, ready === 'True', ready !== 'True', 'kubelet')]
    }
    default: return []
  }
}

const gap = (object: ObjectRef, field: string, desired: string, observed: string, settled: boolean, stuck: boolean, loop: string): GapRow =>
  ({ object, field, desired, observed, state: settled ? 'settled' : stuck ? 'stuck' : 'working', loop })
