import { resourceOfKind, type ApiObject } from '../api/index.ts'
import type { ApiRequest, ApiResponse, WatchEvent } from '../cluster/index.ts'
import type { EventId, Message } from '../kernel/index.ts'
import type { ObjectRef, PlaceId, Verb } from '../protocol/index.ts'
import { placeOf } from './places.ts'
import { rowOf, type Row, type Trace } from './trace.ts'

/** What a message is to a learner. Everything a caption's predicate may ask about. */
export interface Summary {
  readonly id: EventId
  readonly type: string
  readonly verb: Verb
  readonly from: PlaceId
  readonly to: PlaceId
  readonly label: string
  readonly method?: string
  readonly object?: ObjectRef
  readonly subresource?: string
  /** ADDED, MODIFIED or DELETED of a watch event. */
  readonly event?: string
  readonly code?: number
}

export function summaryOf(trace: Trace, row: Row): Summary {
  const from = speaker(trace, row)
  const to = listener(trace, row)
  const base = { id: row.id, type: row.msg?.type ?? 'input', from, to }
  if (row.from === row.to || !row.msg) return { ...base, verb: 'timer', label: row.msg?.type ?? '' }
  const msg = row.msg
  switch (msg.type) {
    case 'api-request': return { ...base, ...ofRequest(msg as ApiRequest) }
    case 'api-response': {
      const { code, body } = msg as ApiResponse
      const request = rowOf(trace, row.about)?.msg as ApiRequest | undefined
      const about = request ? ofRequest(request) : undefined
      const words = code >= 400 ? ` ${reasonOf(body)}` : code === 201 ? ' Created' : ' OK'
      return { ...base, verb: code >= 400 || code === 0 ? 'error' : 'reply', label: `${code}${words}`, code, method: about?.method, object: about?.object, subresource: about?.subresource }
    }
    case 'watch-event': {
      const { event, object } = msg as WatchEvent
      return { ...base, verb: event === 'ERROR' ? 'error' : 'watch', label: `${event} ${object.kind}`, event, object: refOf(object as ApiObject) }
    }
    case 'api-chunk': case 'watch-end': case 'api-cancel': return { ...base, verb: 'reply', label: msg.type }
    case 'etcd-request': return { ...base, verb: 'raft', label: etcdLabel(msg) }
    case 'etcd-response': return { ...base, verb: 'raft', label: etcdAnswerLabel(msg) }
    case 'etcd-watch': case 'etcd-watch-cancel': return { ...base, verb: 'raft', label: msg.type }
    case 'etcd-watch-response': return { ...base, verb: 'raft', label: `rev ${String((msg as { revision?: number }).revision ?? '')}` }
    case 'cri-request': return { ...base, verb: 'cri', label: String((msg as { method?: string }).method ?? msg.type) }
    case 'cri-response': return { ...base, verb: 'cri', label: `${labelOfRequest(trace, row)} ${failed(msg) ? 'failed' : 'ok'}` }
    case 'cri-event': return { ...base, verb: 'cri', label: criEventLabel(msg) }
    case 'cni-request': return { ...base, verb: 'cri', label: `CNI ${String((msg as { command?: string }).command ?? '')}` }
    case 'cni-response': return { ...base, verb: 'cri', label: `${labelOfRequest(trace, row)} ${failed(msg) ? 'failed' : 'ok'}` }
    case 'registry-request': return { ...base, verb: 'packet', label: 'pull' }
    case 'registry-response': return { ...base, verb: 'packet', label: 'layers' }
    case 'kubelet-request': return { ...base, verb: 'read', label: `GET ${String((msg as { path?: string }).path ?? '')}` }
    case 'kubelet-response': case 'kubelet-chunk': return { ...base, verb: 'reply', label: 'log' }
  }
  if (msg.type.startsWith('raft-')) return { ...base, verb: 'raft', label: raftLabel(msg) }
  return { ...base, verb: row.from === row.to ? 'timer' : 'packet', label: msg.type }
}

/** group, resource, namespace, name and subresource from a REST path. */
export function parsePath(path: string): { readonly ref: ObjectRef; readonly subresource: string } | undefined {
  const parts = path.split('/').filter(Boolean)
  let group = ''
  let at: number
  if (parts[0] === 'api') at = 2
  else if (parts[0] === 'apis') {
    group = parts[1] ?? ''
    at = 3
  } else return undefined
  let namespace = ''
  if (parts[at] === 'namespaces' && parts.length > at + 2 && parts[at + 2] !== 'finalize' && parts[at + 2] !== 'status') {
    namespace = parts[at + 1]!
    at += 2
  }
  const resource = parts[at]
  if (!resource) return undefined
  return { ref: { group, resource, namespace, name: parts[at + 1] ?? '' }, subresource: parts.slice(at + 2).join('/') }
}

export function refOf(object: { readonly apiVersion: string; readonly kind: string; readonly metadata?: { readonly name?: string; readonly namespace?: string } }): ObjectRef {
  const info = resourceOfKind(object.apiVersion, object.kind)
  return { group: info?.group ?? '', resource: info?.resource ?? object.kind.toLowerCase(), namespace: object.metadata?.namespace ?? '', name: object.metadata?.name ?? '' }
}

/** A controller speaks through the manager's process under its own account. */
export function controllerOf(request: ApiRequest): string | undefined {
  if (!('token' in request.credentials)) return undefined
  const account = request.credentials.token.split(':').at(-1)
  return account?.endsWith('-controller') || account?.endsWith('-collector') || account?.endsWith('-publisher') ? account : account
}

function speaker(trace: Trace, row: Row): PlaceId {
  const place = placeOf(row.from)
  if (row.from === 'kube-controller-manager' && row.msg?.type === 'api-request') return inManager(row.msg as ApiRequest) ?? place
  void trace
  return place
}

function listener(trace: Trace, row: Row): PlaceId {
  const place = placeOf(row.to)
  if (row.to !== 'kube-controller-manager' || row.msg?.type !== 'api-response') return place
  const request = rowOf(trace, row.about)?.msg
  return request?.type === 'api-request' ? inManager(request as ApiRequest) ?? place : place
}

function inManager(request: ApiRequest): PlaceId | undefined {
  const controller = controllerOf(request)
  return controller ? `controller-manager/${controller}` : undefined
}

function ofRequest(request: ApiRequest): { readonly verb: Verb; readonly label: string; readonly method: string; readonly object?: ObjectRef; readonly subresource?: string } {
  const parsed = parsePath(request.path)
  const watching = request.query?.watch === 'true'
  const listing = request.method === 'GET' && parsed && !parsed.ref.name
  const word = watching ? 'WATCH' : listing ? 'LIST' : request.method
  const posted = request.method === 'POST' ? (request.body as { metadata?: { name?: string; generateName?: string } } | undefined)?.metadata : undefined
  const object = parsed && posted?.name && !parsed.ref.name ? { ...parsed.ref, name: posted.name } : parsed?.ref
  return { verb: request.method === 'GET' ? 'read' : 'write', label: `${word} ${parsed ? shortPath(parsed.ref, parsed.subresource) : request.path}`, method: request.method, object, subresource: parsed?.subresource || undefined }
}

function shortPath({ resource, name }: ObjectRef, subresource: string): string {
  if (subresource) return `${resource}/${name.length > 12 ? '…' : name}/${subresource}`
  return name ? `${resource}/${name.length > 24 ? `…${name.slice(-12)}` : name}` : resource
}

const reasonOf = (body: unknown): string => String((body as { reason?: string } | undefined)?.reason ?? 'Error')
const failed = (msg: Message): boolean => (msg as { error?: unknown }).error !== undefined || (msg as { ok?: boolean }).ok === false

function labelOfRequest(trace: Trace, row: Row): string {
  const request = rowOf(trace, row.about)?.msg as { method?: string; command?: string } | undefined
  return request?.method ?? (request?.command ? `CNI ${request.command}` : 'answer')
}

function etcdLabel(msg: Message): string {
  const call = (msg as { call?: { call?: string; success?: readonly { op: string; key: string }[] } }).call
  if (call?.call === 'txn') {
    const write = call.success?.find(({ op }) => op !== 'range')
    return write ? `${write.op} ${write.key.replace('/registry/', '')}` : 'txn'
  }
  return call?.call ?? 'etcd'
}

function etcdAnswerLabel(msg: Message): string {
  const result = (msg as { result?: { ok?: boolean; revision?: number; error?: string } }).result
  return result?.ok ? `rev ${result.revision ?? ''}` : result?.error ?? 'error'
}

function criEventLabel(msg: Message): string {
  const { event, usedBytes = 0 } = msg as unknown as { readonly event: string; readonly usedBytes?: number }
  return event === 'MEMORY' ? `memory in use: ${Math.round(usedBytes / 2 ** 20)}Mi` : 'container event'
}

function raftLabel(msg: Message): string {
  const { term, entries, index } = msg as { term?: number; entries?: readonly { index?: number }[]; index?: number } & Message
  const last = entries?.at(-1)?.index ?? index
  return `${msg.type.slice(5)}${last === undefined ? '' : ` idx ${last}`}${term === undefined ? '' : ` t${term}`}`
}

/** Which sentence describes a message that no lesson describes. */
export function genericOf({ type, verb, method, subresource, event }: Summary): string {
  if (type === 'api-request') {
    if (subresource === 'binding') return 'bind'
    if (subresource === 'status') return 'status'
    if (method === 'POST') return 'create'
    if (method === 'DELETE') return 'delete'
    if (method === 'GET') return 'read'
    return 'update'
  }
  if (type === 'watch-event') return `watch-${(event ?? 'MODIFIED').toLowerCase()}`
  if (verb === 'error') return 'refused'
  return verb
}
