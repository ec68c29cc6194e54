import type { EventId, Micros } from '../../../kernel/index.ts'
import { RESOURCES, type ApiObject, type ResourceInfo } from '../../../api/index.ts'
import type { EtcdEvent, KeyValue } from '../../messages.ts'
import { versioned } from '../exchange.ts'
import { addName, createNames, dropName, type SortedNames } from './sorted-names.ts'
import { registryPrefix } from './keys.ts'
import { createWatchers, nodeOf, type Watchers } from './watchers.ts'

/** All objects of one resource as of `revision`, their recent changes, and who watches. Models apiserver's Cacher. */
export interface WatchCache {
  readonly id: string
  readonly info: ResourceInfo
  readonly prefix: string
  ready: boolean
  /** Our number of the etcd watch that feeds it. */
  feed: number
  /** Every change up to here is in `objects`. */
  revision: number
  /** Changes up to here are not in `recent`. */
  forgotten: number
  readonly objects: Map<string, ApiObject>
  /** Names per namespace; cluster-wide resources keep theirs under ''. */
  readonly names: Map<string, SortedNames>
  readonly namespaces: SortedNames
  /** Keys of the pods of each node: what 5,000 kubelets list after a restart. Empty for other resources. */
  readonly byNode: Map<string, Set<string>>
  recent: CacheEvent[]
  recentHead: number
  readonly watchers: Watchers
  /** Reads that wait for the cache to reach a revision. */
  waiting: { readonly revision: number; readonly exchange: string }[]
  progressAsked: boolean
  /** What an object of this resource weighs as JSON: a running mean of what was heard of. */
  meanBytes: number
}

export interface CacheEvent {
  readonly event: 'ADDED' | 'MODIFIED' | 'DELETED'
  readonly key: string
  readonly revision: number
  readonly at: Micros
  /** The object after the change; for DELETED the last state with the deletion's revision. */
  readonly object: ApiObject
  readonly previous: ApiObject | undefined
  readonly cause: EventId
}

/** The resources that live in etcd: what can be listed. */
export const STORED: readonly ResourceInfo[] = RESOURCES.filter((info) => info.verbs.includes('list'))

/** Upstream keeps 100 to 102,400 events, as many as 75 s bring. NB: capped lower, because old versions cost memory here that the scale run needs. */
const RECENT_MIN = 100
const RECENT_MAX = 10_240
const RECENT_US: Micros = 75_000_000

export const createCache = (info: ResourceInfo): WatchCache => ({
  id: `${info.group}/${info.resource}`, info, prefix: registryPrefix(info), ready: false, feed: 0, revision: 0, forgotten: 0,
  objects: new Map(), names: new Map(), namespaces: createNames(), byNode: new Map(), recent: [], recentHead: 0, watchers: createWatchers(), waiting: [], progressAsked: false, meanBytes: 0,
})

/** Fills the cache with a list as of `revision`. */
export function fill(cache: WatchCache, kvs: readonly KeyValue[], revision: number): void {
  cache.objects.clear()
  cache.names.clear()
  cache.byNode.clear()
  Object.assign(cache.namespaces, createNames())
  for (const kv of kvs) insert(cache, kv.key.slice(cache.prefix.length), versioned(kv.value, kv.modRevision))
  cache.meanBytes = kvs.length === 0 ? 0 : kvs.reduce((sum, { bytes }) => sum + bytes, 0) / kvs.length
  cache.recent = []
  cache.recentHead = 0
  cache.revision = cache.forgotten = revision
  cache.ready = true
}

/** Takes in one change; undefined where it is known already. */
export function takeIn(cache: WatchCache, change: EtcdEvent, at: Micros, cause: EventId): CacheEvent | undefined {
  const { kv } = change
  if (kv.modRevision <= cache.forgotten) return undefined
  const key = kv.key.slice(cache.prefix.length)
  const previous = cache.objects.get(key)
  let event: CacheEvent
  if (change.event === 'put') {
    const object = versioned(kv.value, kv.modRevision)
    if (previous) cache.objects.set(key, object)
    else insert(cache, key, object)
    cache.meanBytes += (kv.bytes - cache.meanBytes) / cache.objects.size
    if (previous && cache.info.kind === 'Pod') moveNode(cache, key, nodeOf(previous), nodeOf(object))
    event = { event: previous ? 'MODIFIED' : 'ADDED', key, revision: kv.modRevision, at, object, previous, cause }
  } else {
    if (!previous) return undefined
    remove(cache, key)
    event = { event: 'DELETED', key, revision: kv.modRevision, at, object: versioned(previous, kv.modRevision), previous, cause }
  }
  cache.revision = kv.modRevision
  cache.recent.push(event)
  forgetOld(cache, at)
  return event
}

function forgetOld(cache: WatchCache, now: Micros): void {
  let kept = cache.recent.length - cache.recentHead
  while (kept > RECENT_MIN && (kept > RECENT_MAX || cache.recent[cache.recentHead]!.at < now - RECENT_US)) {
    cache.forgotten = cache.recent[cache.recentHead]!.revision
    cache.recentHead++
    kept--
  }
  if (cache.recentHead > 1024 && cache.recentHead > kept) {
    cache.recent = cache.recent.slice(cache.recentHead)
    cache.recentHead = 0
  }
}

/** The remembered changes after `revision`; undefined where some were forgotten. */
export function changesSince(cache: WatchCache, revision: number): readonly CacheEvent[] | undefined {
  if (revision < cache.forgotten) return undefined
  let low = cache.recentHead
  let high = cache.recent.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (cache.recent[middle]!.revision <= revision) low = middle + 1
    else high = middle
  }
  return cache.recent.slice(low)
}

export const splitKey = (info: ResourceInfo, key: string): readonly [namespace: string, name: string] => {
  if (!info.namespaced) return ['', key]
  const slash = key.indexOf('/')
  return [key.slice(0, slash), key.slice(slash + 1)]
}

function insert(cache: WatchCache, key: string, object: ApiObject): void {
  cache.objects.set(key, object)
  const [namespace, name] = splitKey(cache.info, key)
  let names = cache.names.get(namespace)
  if (!names) {
    names = createNames()
    cache.names.set(namespace, names)
    addName(cache.namespaces, namespace === '' ? '' : `${namespace}/`)
  }
  addName(names, name)
  if (cache.info.kind === 'Pod') moveNode(cache, key, undefined, nodeOf(object))
}

function moveNode(cache: WatchCache, key: string, from: string | undefined, to: string | undefined): void {
  if (from === to) return
  if (from) {
    const keys = cache.byNode.get(from)
    keys?.delete(key)
    if (keys?.size === 0) cache.byNode.delete(from)
  }
  if (!to) return
  const keys = cache.byNode.get(to)
  if (keys) keys.add(key)
  else cache.byNode.set(to, new Set([key]))
}

function remove(cache: WatchCache, key: string): void {
  if (cache.info.kind === 'Pod') moveNode(cache, key, nodeOf(cache.objects.get(key)!), undefined)
  cache.objects.delete(key)
  const [namespace, name] = splitKey(cache.info, key)
  const names = cache.names.get(namespace)
  if (!names) return
  dropName(names, name)
  if (names.live === 0) {
    cache.names.delete(namespace)
    dropName(cache.namespaces, namespace === '' ? '' : `${namespace}/`)
  }
}
