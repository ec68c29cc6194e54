import type { ActorId, Cx, Message, Micros } from '../../../kernel/index.ts'
import { fieldValue, matchesLabels, type ApiObject, type FieldSelector, type ResourceInfo, type Selector } from '../../../api/index.ts'
import { presentOne, type OutputForm } from '../negotiation.ts'
import { versioned } from '../exchange.ts'
import type { ApiAnswer } from '../../messages.ts'
import type { CacheEvent } from './watch-cache.ts'

/** One open watch. */
export interface Watcher {
  readonly key: string
  readonly peer: ActorId
  readonly id: number
  readonly bucket: string
  readonly namespace: string
  readonly labels: Selector | undefined
  readonly fields: FieldSelector | undefined
  /** The bucket alone decides what matches. */
  readonly exact: boolean
  readonly output: OutputForm
  readonly bookmarks: boolean
  readonly opened: Micros
  /** Revision of what was sent last. */
  sent: number
  /** Initial events were promised an end mark once the cache has reached this revision. */
  promised: number | undefined
}

/** Watchers by what they can possibly see: everything, one namespace, one object, or the pods of one node. */
export interface Watchers {
  readonly byKey: Map<string, Watcher>
  readonly buckets: Map<string, Map<string, Watcher>>
}

export const createWatchers = (): Watchers => ({ byKey: new Map(), buckets: new Map() })

export const EVERYTHING = '*'
export const namespaceBucket = (namespace: string): string => `n/${namespace}`
export const nameBucket = (name: string): string => `o/${name}`
export const nodeBucket = (node: string): string => `h/${node}`

export function addWatcher(watchers: Watchers, watcher: Watcher): void {
  watchers.byKey.set(watcher.key, watcher)
  const bucket = watchers.buckets.get(watcher.bucket)
  if (bucket) bucket.set(watcher.key, watcher)
  else watchers.buckets.set(watcher.bucket, new Map([[watcher.key, watcher]]))
}

export function dropWatcher(watchers: Watchers, key: string): void {
  const watcher = watchers.byKey.get(key)
  if (!watcher) return
  watchers.byKey.delete(key)
  const bucket = watchers.buckets.get(watcher.bucket)!
  bucket.delete(key)
  if (bucket.size === 0) watchers.buckets.delete(watcher.bucket)
}

/** Sends one change to all whom it concerns; the number of messages sent. */
export function fanOut<In extends Message>(watchers: Watchers, info: ResourceInfo, change: CacheEvent, cx: Cx<In>): number {
  if (watchers.byKey.size === 0) return 0
  const { buckets } = watchers
  let sent = toBucket(buckets.get(EVERYTHING), info, change, cx)
  const { namespace, name } = change.object.metadata
  if (namespace) sent += toBucket(buckets.get(namespaceBucket(namespace)), info, change, cx)
  sent += toBucket(buckets.get(nameBucket(name!)), info, change, cx)
  if (info.resource === 'pods') {
    const node = nodeOf(change.object)
    const before = change.previous && nodeOf(change.previous)
    if (node) sent += toBucket(buckets.get(nodeBucket(node)), info, change, cx)
    if (before && before !== node) sent += toBucket(buckets.get(nodeBucket(before)), info, change, cx)
  }
  return sent
}

export const nodeOf = (pod: ApiObject): string | undefined => (pod.spec as { readonly nodeName?: string } | undefined)?.nodeName

function toBucket<In extends Message>(bucket: ReadonlyMap<string, Watcher> | undefined, info: ResourceInfo, change: CacheEvent, cx: Cx<In>): number {
  if (!bucket) return 0
  let sent = 0
  for (const watcher of bucket.values()) if (tell(watcher, info, change, cx)) sent++
  return sent
}

/** An object that begins to match is ADDED, one that no longer matches is DELETED as it last matched, with the revision of the change. */
export function tell<In extends Message>(watcher: Watcher, info: ResourceInfo, change: CacheEvent, cx: Cx<In>): boolean {
  const { event, object, previous } = change
  if (watcher.exact) {
    emit(watcher, info, event, object, change.revision, cx)
    return true
  }
  const matches = event !== 'DELETED' && watches(watcher, info, object)
  const matched = previous !== undefined && watches(watcher, info, previous)
  if (matches) emit(watcher, info, matched ? 'MODIFIED' : 'ADDED', object, change.revision, cx)
  else if (matched) emit(watcher, info, 'DELETED', event === 'DELETED' ? object : versioned(previous, change.revision), change.revision, cx)
  return matches || matched
}

/** Whether the watch is about this object at all. */
export function watches(watcher: Watcher, info: ResourceInfo, object: ApiObject): boolean {
  if (watcher.namespace !== '' && object.metadata.namespace !== watcher.namespace) return false
  if (watcher.labels && !matchesLabels(watcher.labels, object.metadata.labels)) return false
  return !watcher.fields || selectedBy(watcher.fields, info, object)
}

/** Asked of every object that is fanned out: only the terms' own fields are looked at. */
export function selectedBy(selector: FieldSelector, info: ResourceInfo, object: ApiObject): boolean {
  for (const { field, operator, value } of selector.terms) {
    const actual = field === 'spec.nodeName' ? nodeOf(object) ?? '' : fieldValue(info, field, object)
    if ((actual === value) !== (operator === '=')) return false
  }
  return true
}

export function emit<In extends Message>(
  watcher: Watcher, info: ResourceInfo, event: 'ADDED' | 'MODIFIED' | 'DELETED', object: ApiObject, revision: number, cx: Cx<In>, delayUs = 0,
): void {
  watcher.sent = revision
  const shown = watcher.output.as === 'object' ? object : (presentOne(watcher.output, info, object, cx.clock) as ApiObject)
  cx.send<ApiAnswer>(watcher.peer, { type: 'watch-event', id: watcher.id, event, object: shown }, info.resource === 'leases' ? NOISE : delayUs > 0 ? { delayUs } : undefined)
}

const NOISE = { noise: true } as const
