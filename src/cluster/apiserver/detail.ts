import type { ActorId, EventId, Micros } from '../../kernel/index.ts'
import type { ApiRequest } from '../messages.ts'
import type { Exchange } from './exchange.ts'
import { freeBy } from './flowcontrol/flow-control.ts'
import { isExempt, queuingOf, type LevelQueue, type Refusal } from './flowcontrol/level.ts'
import { seatsOf } from './flowcontrol/ticket.ts'
import type { ApiServerState } from './state.ts'
import type { WatchCache } from './storage/watch-cache.ts'
import type { Watcher } from './storage/watchers.ts'
import { MAX_READING, MAX_WRITING } from './timing.ts'

/** The API server from near: what it works on, what its watch caches hold, and who watches. */
export interface ApiServerDetail {
  readonly levels: readonly LevelDetail[]
  readonly cores: { readonly count: number; readonly busy: number }
  readonly limits: { readonly reading: number; readonly readingMax: number; readonly writing: number; readonly writingMax: number }
  readonly exchanges: readonly ExchangeDetail[]
  readonly caches: readonly CacheDetail[]
  readonly watchers: readonly WatcherDetail[]
}

/** A priority level: its seats now, what waits in its queues, and what it refused since the process began. */
export interface LevelDetail {
  readonly name: string
  readonly exempt: boolean
  readonly seats: number
  readonly limit: number
  readonly nominal: number
  readonly min: number
  readonly max: number
  readonly executing: number
  readonly waiting: number
  readonly dispatched: number
  readonly refused: Readonly<Record<Refusal, number>>
  /** 0: none, what finds no seat is refused. */
  readonly queueCount: number
  readonly handSize: number
  readonly queueLengthLimit: number
  readonly retryAfterSeconds: number
  /** Those in which a request waits, or out of which one is served, by their numbers. */
  readonly queues: readonly { readonly index: number; readonly length: number; readonly executing: number; readonly flows: readonly { readonly schema: string; readonly flow: string; readonly waiting: number }[] }[]
  readonly schemas: readonly string[]
}

export interface ExchangeDetail {
  readonly event: EventId
  readonly from: ActorId
  readonly user: string
  readonly request: ApiRequest
  readonly arrivedAt: Micros
  readonly waits: 'seat' | 'etcd' | 'revision' | 'kubelet' | 'answer'
  /** The flow schema that took it, its priority level, and its seats there. */
  readonly schema: string
  readonly level: string
  readonly seats: number
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
export function apiServerDetail(state: ApiServerState, now: Micros, limit = 400): ApiServerDetail {
  const { reading: readingMax, writing: writingMax } = state.config.maxInFlight ?? { reading: MAX_READING, writing: MAX_WRITING }
  const watchers: WatcherDetail[] = []
  for (const cache of state.caches.values()) {
    for (const watcher of cache.watchers.byKey.values()) if (watchers.length < limit) watchers.push(watcherDetail(cache, watcher))
  }
  return {
    levels: levelDetails(state, now), cores: { count: state.cores.length, busy: state.cores.filter((until) => until > now).length }, limits: { reading: state.reading, readingMax, writing: state.writing, writingMax },
    exchanges: [...state.exchanges.values()].map(exchangeDetail), caches: [...state.caches.values()].map(cacheDetail), watchers,
  }
}

const exchangeDetail = ({ event, from, user, request, arrivedAt, work, place, ticket }: Exchange): ExchangeDetail => ({
  event, from, user: user.name, request, arrivedAt, waits: ticket?.stage === 'waiting' ? 'seat' : waitsFor(work), schema: place?.schema.metadata.name ?? '', level: place?.level.metadata.name ?? '', seats: ticket ? seatsOf(ticket) : 0,
})

function levelDetails({ flow }: ApiServerState, now: Micros): readonly LevelDetail[] {
  const free = freeBy(flow, now)
  return [...flow.levels.values()].map((level) => {
    const { name, limit, nominal, min, max, waiting, dispatched, refused, retryAfter, queues } = level
    const queuing = queuingOf(level)
    const back = free.get(name)
    return {
      name, exempt: isExempt(level), seats: level.seatsInUse - (back?.seats ?? 0), limit, nominal, min, max, executing: level.executing - (back?.executing ?? 0), waiting, dispatched, refused, retryAfterSeconds: retryAfter.seconds,
      queueCount: queuing?.queues ?? 0, handSize: queuing?.handSize ?? 0, queueLengthLimit: queuing?.queueLengthLimit ?? 0,
      queues: [...queues.values()].filter(({ length }) => length > 0).map(queueDetail).sort((a, b) => a.index - b.index),
      schemas: flow.schemas.filter(({ spec }) => spec.priorityLevelConfiguration.name === name).map(({ metadata }) => metadata.name!),
    }
  })
}

function queueDetail({ index, length, executing, waiting, head }: LevelQueue): LevelDetail['queues'][number] {
  const flows = new Map<string, { schema: string; flow: string; waiting: number }>()
  for (let i = head; i < waiting.length; i++) {
    const { stage, schema, flow } = waiting[i]!
    if (stage !== 'waiting') continue
    const known = flows.get(`${schema} ${flow}`)
    if (known) known.waiting++
    else flows.set(`${schema} ${flow}`, { schema, flow, waiting: 1 })
  }
  return { index, length, executing, flows: [...flows.values()] }
}

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
