import type { ActorId, EventId, Micros } from '../../kernel/index.ts'
import type { ApiRequest } from '../messages.ts'
import type { Exchange } from './exchange.ts'
import type { ApiServerState } from './state.ts'
import type { WatchCache } from './storage/watch-cache.ts'
import type { Watcher } from './storage/watchers.ts'
import { MAX_READING, MAX_WRITING } from './timing.ts'

/** The API server from near: what it works on, what its watch caches hold, and who watches. */
export interface ApiServerDetail {
  readonly limits: { readonly reading: number; readonly readingMax: number; readonly writing: number; readonly writingMax: number }
  readonly exchanges: readonly ExchangeDetail[]
  readonly caches: readonly CacheDetail[]
  readonly watchers: readonly WatcherDetail[]
}

export interface ExchangeDetail {
  readonly event: EventId
  readonly from: ActorId
  readonly user: string
  readonly request: ApiRequest
  readonly arrivedAt: Micros
  readonly waits: 'etcd' | 'revision' | 'kubelet' | 'answer'
}

export interface CacheDetail {
  readonly group: string
  readonly resource: string
  readonly ready: boolean
  readonly objects: number
  readonly revision: number
  readonly oldest: number
  readonly remembered: number
  readonly watchers: number
  readonly waiting: number
}

export interface WatcherDetail {
  readonly group: string
  readonly resource: string
  readonly peer: ActorId
  readonly namespace: string
  readonly selector: string
  readonly opened: Micros
  readonly sent: number
  readonly bookmarks: boolean
}

/** At most `limit` watchers: a fleet has tens of thousands. */
export function apiServerDetail(state: ApiServerState, limit = 400): ApiServerDetail {
  const { reading: readingMax, writing: writingMax } = state.config.maxInFlight ?? { reading: MAX_READING, writing: MAX_WRITING }
  const watchers: WatcherDetail[] = []
  for (const cache of state.caches.values()) {
    for (const watcher of cache.watchers.byKey.values()) if (watchers.length < limit) watchers.push(watcherDetail(cache, watcher))
  }
  return {
    limits: { reading: state.reading, readingMax, writing: state.writing, writingMax },
    exchanges: [...state.exchanges.values()].map(exchangeDetail), caches: [...state.caches.values()].map(cacheDetail), watchers,
  }
}

const exchangeDetail = ({ event, from, user, request, arrivedAt, work }: Exchange): ExchangeDetail => ({ event, from, user: user.name, request, arrivedAt, waits: waitsFor(work) })

function waitsFor(work: Exchange['work']): ExchangeDetail['waits'] {
  switch (work.do) {
    case 'await-revision': return 'revision'
    case 'kubelet': return 'kubelet'
    case 'nothing': return 'answer'
    default: return 'etcd'
  }
}

const cacheDetail = ({ info, ready, objects, revision, forgotten, recent, recentHead, watchers, waiting }: WatchCache): CacheDetail =>
  ({ group: info.group, resource: info.resource, ready, objects: objects.size, revision, oldest: forgotten, remembered: recent.length - recentHead, watchers: watchers.byKey.size, waiting: waiting.length })

const watcherDetail = ({ info }: WatchCache, { peer, namespace, fields, bucket, opened, sent, bookmarks }: Watcher): WatcherDetail =>
  ({ group: info.group, resource: info.resource, peer, namespace, selector: selectorText(fields, bucket), opened, sent, bookmarks })

/** What narrows a watch, as a client would have written it. */
function selectorText(fields: Watcher['fields'], bucket: string): string {
  if (fields) return fields.terms.map(({ field, operator, value }) => `${field}${operator}${value}`).join(',')
  return bucket.startsWith('h/') ? `spec.nodeName=${bucket.slice(2)}` : ''
}
