import type { ApiObject } from '../../api/index.ts'
import type { EventId, Micros } from '../../kernel/index.ts'
import type { IndexName } from './indexers.ts'
import type { ObjectCache } from './object-cache.ts'

export interface InformerOptions {
  /** How the component calls it; unique per client. */
  readonly name: string
  readonly group: string
  readonly version: string
  readonly resource: string
  readonly namespace?: string
  readonly labelSelector?: string
  readonly fieldSelector?: string
  readonly indexes?: readonly IndexName[]
  /** The voice that lists and watches; '' by default. */
  readonly voice?: string
  /** Counted but not drawn, for watches of leases and the like. */
  readonly noise?: boolean
}

/** client-go's reflector and its cache: list, then watch from the list's version, again and again. */
export interface Informer {
  readonly options: InformerOptions
  readonly path: string
  readonly cache: ObjectCache
  phase: 'listing' | 'watching' | 'waiting'
  /** The list or watch under way. */
  exchange: number
  /** The last version heard of; the next watch starts after it. */
  resourceVersion: string
  /** The next list asks for this version: '0' is any, '' the newest. */
  listFrom: string
  relist: boolean
  synced: boolean
  retry: EventId
  backoffUs: Micros
  lastBackoffAt: Micros
  watchSince: Micros
  watchEvents: number
  /** A learner's artificial lag: changes wait in `delayed` before they reach the cache. */
  lagUs: Micros
  handOver: EventId
  delayed: DelayedChange[]
}

export type Change =
  | { readonly change: 'set'; readonly object: ApiObject }
  | { readonly change: 'delete'; readonly object: ApiObject }
  | { readonly change: 'replace'; readonly objects: readonly ApiObject[] }

export interface DelayedChange {
  readonly dueAt: Micros
  readonly event: EventId
  readonly change: Change
}
