import { matchesLabels, parseTimeUs, resourceOfKind, selectorOf, toYaml, type ApiObject, type Deployment, type Event, type Node, type Pod, type ReplicaSet, type Service } from '../api/index.ts'
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
    answer: 'object', found: true, yaml: yamlOf(object), events: eventsOf(objects, ref, beganAt, writeOf), owners: ownersOf(objects, object), dependants: dependantsOf(objects, object),
    selected: selectedBy(objects, object), conditions: conditionsOf(object, beganAt), gaps: gapsOf(objects, object), fidelity,
  }
}

/** The YAML as kubectl prints it, without managedFields, each line with the path of its field. */
export function yamlOf(object: ApiObject): readonly YamlLine[] {
  const { managedFields: _, ...metadata } = object.metadata
  const lines: YamlLine[] = []
  walk({ ...object, metadata }, '', 0, (indent, text, path) => void lines.push({ text: ' '.repeat(indent) + text, path }))
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
      const { spec, status } = object as unknown as Deployment
      const wanted = spec.replicas ?? 0
      const { name = '', image = '' } = spec.template.spec?.containers[0] ?? {}
      const [updated, available] = [status?.updatedReplicas ?? 0, status?.availableReplicas ?? 0]
      const has = Math.min(updated, available)
      const desiredBy = ['.spec.replicas', `.spec.template.spec.containers[name=${JSON.stringify(name)}].image`]
      return [gap(ref, 'replicas', `${wanted} × ${image}`, desiredBy, `${has} × ${image}`, written(object, updated < available ? 'updatedReplicas' : 'availableReplicas'), has === wanted && (status?.replicas ?? 0) === wanted, spec.paused ?? false, 'deployment-controller')]
    }
    case 'ReplicaSet': {
      const one = object as unknown as ReplicaSet
      const [wanted, has] = [one.spec.replicas ?? 0, one.status?.replicas ?? 0]
      return [gap(ref, 'replicas', String(wanted), ['.spec.replicas'], String(has), written(object, 'replicas'), wanted === has, false, 'replicaset-controller')]
    }
    case 'Pod': {
      const one = object as unknown as Pod
      if (one.metadata.deletionTimestamp) return [gap(ref, 'deletionTimestamp', 'none', ['.metadata.deletionTimestamp'], one.status?.phase ?? '', written(object, 'phase'), false, false, 'kubelet')]
      if (!one.spec.nodeName) return [gap(ref, 'nodeName', '?', CREATED, '', [], false, one.status?.conditions?.some(({ type, status }) => type === 'PodScheduled' && status === 'False') ?? false, 'kube-scheduler')]
      const ready = one.status?.conditions?.find(({ type }) => type === 'Ready')?.status ?? 'False'
      return [gap(ref, 'Ready', 'True', CREATED, ready, readyCondition(object), ready === 'True', false, 'kubelet')]
    }
    case 'Node': {
      const ready = (object as unknown as Node).status?.conditions?.find(({ type }) => type === 'Ready')?.status ?? 'Unknown'
      return [gap(ref, 'Ready', 'True', CREATED, ready, readyCondition(object), ready === 'True', ready !== 'True', 'kubelet')]
    }
    default: return []
  }
}

const gap = (object: ObjectRef, field: string, desired: string, desiredBy: readonly string[], observed: string, observedBy: readonly string[], settled: boolean, stuck: boolean, loop: string): GapRow =>
  ({ object, field, desired, desiredBy, observed, observedBy, state: settled ? 'settled' : stuck ? 'stuck' : 'working', loop })

/** What is wished of a thing by its being there at all was wished by who created it. */
const CREATED = ['.metadata.uid']
/** A number of the status; while it is 0 it is left out, and then the whole report says so. */
const written = ({ status }: ApiObject, field: string): readonly string[] => (status === undefined ? [] : (status as Readonly<Record<string, unknown>>)[field] === undefined ? ['.status'] : [`.status.${field}`])
const readyCondition = ({ status }: ApiObject): readonly string[] => ((status as { conditions?: readonly { type: string }[] } | undefined)?.conditions?.some(({ type }) => type === 'Ready') ? ['.status.conditions[type="Ready"]'] : [])
