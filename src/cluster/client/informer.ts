import { extended, objectKey, type ApiObject, type Status } from '../../api/index.ts'
import { MILLISECOND, MINUTE, SECOND, type Cx, type EventId, type Micros } from '../../kernel/index.ts'
import type { ApiResponse, WatchEvent } from '../messages.ts'
import { closeExchange, openExchange } from './exchange.ts'
import type { Change, Informer, InformerOptions } from './informer-state.ts'
import { createObjectCache, deleteObject, setObject } from './object-cache.ts'
import type { Client, ClientMessage, News } from './state.ts'

/** Starts to list and then to watch. News of it come through `hear`. */
export function startInformer(client: Client, cx: Cx<ClientMessage>, options: InformerOptions): void {
  const informer: Informer = {
    options, path: collectionPath(options), cache: createObjectCache(options.indexes), phase: 'listing', exchange: 0,
    resourceVersion: '', listFrom: '0', relist: true, synced: false, retry: 0, backoffUs: 0, lastBackoffAt: 0,
    watchSince: 0, watchEvents: 0, lagUs: client.lagUs, handOver: 0, delayed: [],
  }
  client.informers.set(options.name, informer)
  list(client, cx, informer)
}

/** Forgets the cache and tells the server that the watch is no longer wanted. */
export function stopInformer(client: Client, cx: Cx<ClientMessage>, name: string): void {
  const informer = client.informers.get(name)
  if (informer === undefined) return
  client.informers.delete(name)
  closeExchange(client, cx, informer.exchange)
}

/** From now on changes reach the cache this much later than they were heard. 0 hands on at once what still waits. */
export function setLag(client: Client, cx: Cx<ClientMessage>, name: string, lagUs: Micros): void {
  const informer = client.informers.get(name)
  if (informer === undefined) return
  informer.lagUs = lagUs
  if (lagUs > 0 || informer.delayed.length === 0) return
  informer.delayed = informer.delayed.map((waiting) => ({ ...waiting, dueAt: cx.now }))
  armHandOver(cx, informer)
}

export function informerResponded(client: Client, cx: Cx<ClientMessage>, informer: Informer, response: ApiResponse): readonly News[] {
  if (informer.phase === 'watching') return watchRefused(client, cx, informer, response)
  if (response.code !== 200) {
    if (isStale(response.code, response.body)) informer.listFrom = ''
    backOff(cx, informer)
    return []
  }
  const { metadata, items } = response.body as { metadata: { resourceVersion?: string }; items?: readonly ApiObject[] }
  informer.resourceVersion = metadata.resourceVersion ?? ''
  informer.listFrom = informer.resourceVersion
  informer.relist = false
  const news = accept(cx, informer, { change: 'replace', objects: items ?? [] })
  watch(client, cx, informer)
  return news
}

function watchRefused(client: Client, cx: Cx<ClientMessage>, informer: Informer, response: ApiResponse): readonly News[] {
  // A watch answers with a stream; a plain response is a refusal, and only a stale version asks for a new list.
  if (isStale(response.code, response.body)) {
    informer.relist = true
    informer.listFrom = ''
  } else if (response.code !== 429 && response.code !== 0) informer.relist = true
  client.exchanges.delete(informer.exchange)
  backOff(cx, informer)
  return []
}

export function informerWatched(client: Client, cx: Cx<ClientMessage>, informer: Informer, { event, object }: WatchEvent): readonly News[] {
  if (event === 'ERROR') {
    closeExchange(client, cx, informer.exchange)
    informer.relist = true
    if (isStale((object as Status).code ?? 0, object)) informer.listFrom = ''
    backOff(cx, informer)
    return []
  }
  informer.resourceVersion = (object as ApiObject).metadata.resourceVersion ?? informer.resourceVersion
  informer.listFrom = informer.resourceVersion
  informer.watchEvents++
  switch (event) {
    case 'BOOKMARK': return []
    case 'DELETED': return accept(cx, informer, { change: 'delete', object: object as ApiObject })
    default: return accept(cx, informer, { change: 'set', object: object as ApiObject })
  }
}

/** The server closed the watch, or the connection died under it or under the list. */
export function informerCutOff(client: Client, cx: Cx<ClientMessage>, informer: Informer): void {
  const short = cx.now - informer.watchSince < SECOND && informer.watchEvents === 0
  if (informer.phase === 'watching' && !short) watch(client, cx, informer)
  else backOff(cx, informer)
}

export function informerRetries(client: Client, cx: Cx<ClientMessage>, informer: Informer): void {
  if (informer.retry !== cx.event) return
  informer.retry = 0
  if (informer.relist) list(client, cx, informer)
  else watch(client, cx, informer)
}

/** The artificial lag of the first waiting changes is over. */
export function informerHandsOver(cx: Cx<ClientMessage>, informer: Informer): readonly News[] {
  if (informer.handOver !== cx.event) return []
  informer.handOver = 0
  const news: News[] = []
  let handed = 0
  for (const { dueAt, event, change } of informer.delayed) {
    if (dueAt > cx.now) break
    handed++
    apply(informer, change, event, news)
  }
  informer.delayed = informer.delayed.slice(handed)
  armHandOver(cx, informer)
  return news
}

function list(client: Client, cx: Cx<ClientMessage>, informer: Informer): void {
  informer.phase = 'listing'
  const query = extended(selectors(informer.options), { resourceVersion: informer.listFrom })
  informer.exchange = openExchange(client, cx, {
    call: { method: 'GET', path: informer.path, query, noise: informer.options.noise }, voice: informer.options.voice, informer: informer.options.name,
  })
}

function watch(client: Client, cx: Cx<ClientMessage>, informer: Informer): void {
  informer.phase = 'watching'
  informer.watchSince = cx.now
  informer.watchEvents = 0
  const query = extended(selectors(informer.options), {
    watch: 'true', allowWatchBookmarks: 'true', resourceVersion: informer.resourceVersion,
    timeoutSeconds: String(WATCH_MIN_SECONDS + cx.below(WATCH_MIN_SECONDS)),
  })
  informer.exchange = openExchange(client, cx, {
    call: { method: 'GET', path: informer.path, query, noise: informer.options.noise }, voice: informer.options.voice, informer: informer.options.name, timeoutUs: 0,
  })
}

const WATCH_MIN_SECONDS = 300

/** 0.8 s doubling to 30 s, each stretched by up to itself; forgotten after two quiet minutes. */
function backOff(cx: Cx<ClientMessage>, informer: Informer): void {
  if (informer.backoffUs === 0 || cx.now - informer.lastBackoffAt > 2 * MINUTE) informer.backoffUs = 800 * MILLISECOND
  else informer.backoffUs = Math.min(informer.backoffUs * 2, 30 * SECOND)
  informer.lastBackoffAt = cx.now
  informer.phase = 'waiting'
  informer.exchange = 0
  informer.retry = cx.after(informer.backoffUs + cx.below(informer.backoffUs), { type: 'client-timer', timer: 'retry', informer: informer.options.name })
}

function accept(cx: Cx<ClientMessage>, informer: Informer, change: Change): readonly News[] {
  if (informer.lagUs > 0 || informer.delayed.length > 0) {
    informer.delayed.push({ dueAt: cx.now + informer.lagUs, event: cx.event, change })
    armHandOver(cx, informer)
    return []
  }
  const news: News[] = []
  apply(informer, change, cx.event, news)
  return news
}

function armHandOver(cx: Cx<ClientMessage>, informer: Informer): void {
  const first = informer.delayed[0]
  if (first === undefined || (informer.handOver !== 0 && first.dueAt > cx.now)) return
  informer.handOver = cx.after(Math.max(0, first.dueAt - cx.now), { type: 'client-timer', timer: 'hand-over', informer: informer.options.name })
}

function apply(informer: Informer, change: Change, event: EventId, news: News[]): void {
  const name = informer.options.name
  switch (change.change) {
    case 'set': return set(informer, change.object, event, news)
    case 'delete': {
      const previous = deleteObject(informer.cache, objectKey(change.object))
      if (previous !== undefined) news.push({ news: 'deleted', informer: name, object: change.object, previous, event })
      return
    }
    case 'replace': {
      if (informer.cache.objects.size > 0) deleteOthers(informer, change.objects, event, news)
      for (const object of change.objects) set(informer, object, event, news)
      if (!informer.synced) news.push({ news: 'synced', informer: name })
      informer.synced = true
    }
  }
}

function deleteOthers({ cache, options: { name } }: Informer, objects: readonly ApiObject[], event: EventId, news: News[]): void {
  const kept = new Set(objects.map(objectKey))
  for (const [key, object] of cache.objects) {
    if (kept.has(key)) continue
    deleteObject(cache, key)
    news.push({ news: 'deleted', informer: name, object, previous: object, event })
  }
}

function set(informer: Informer, object: ApiObject, event: EventId, news: News[]): void {
  const previous = setObject(informer.cache, object)
  const name = informer.options.name
  if (previous === undefined) news.push({ news: 'added', informer: name, object, event })
  else if (previous !== object) news.push({ news: 'updated', informer: name, object, previous, event })
}

/** Expired versions, and versions from a future that this server has not heard of. */
const isStale = (code: number, body: unknown): boolean =>
  code === 410 || (code === 504 && String((body as Partial<Status> | undefined)?.message ?? '').includes('Too large resource version'))

function selectors({ labelSelector, fieldSelector }: InformerOptions): Record<string, string> {
  const query: Record<string, string> = {}
  if (labelSelector) query['labelSelector'] = labelSelector
  if (fieldSelector) query['fieldSelector'] = fieldSelector
  return query
}

function collectionPath({ group, version, resource, namespace }: InformerOptions): string {
  const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`
  return namespace ? `${root}/namespaces/${namespace}/${resource}` : `${root}/${resource}`
}
