import type { ApiObject, Status } from '../../api/index.ts'
import type { EventId, Micros } from '../../kernel/index.ts'
import type { ApiAnswer, ApiServerAddress, CacheLag, Credentials } from '../messages.ts'
import type { Informer } from './informer-state.ts'
import type { Throttle } from './throttle.ts'

/**
 * The part of an API-speaking component's state that knows the API server: exchanges under way, informers and their caches.
 * One client may speak in several voices (`addVoice`): the controller manager's controllers each act under their own account.
 */
export interface Client {
  readonly apiserver: ApiServerAddress
  readonly voices: Map<string, Voice>
  readonly exchanges: Map<number, Exchange>
  readonly informers: Map<string, Informer>
  nextId: number
  /** How much later than they come a learner lets changes into the caches. */
  lagUs: Micros
  /** The timer that looks for overdue exchanges; 0 when nothing is under way. */
  sweep: EventId
}

/** An identity with its own rate limit. '' is the one that createClient was given. */
export interface Voice {
  readonly credentials: Credentials
  readonly headers: Readonly<Record<string, string>>
  /** Absent: not limited. */
  readonly throttle?: Throttle
}

/** A request as a component writes it; the client adds identity, id, and the headers that every request carries. */
export interface Call {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
  /** Heartbeats and leases: counted but not drawn. */
  readonly noise?: boolean
}

/** Plain data that comes back with the answer, so that nobody needs a closure. */
export interface Tag {
  readonly for: string
  readonly [field: string]: unknown
}

export interface Exchange {
  readonly id: number
  readonly call: Call
  readonly voice: string
  /** The informer that asked, or the tag of the component's own call. */
  readonly informer: string | undefined
  readonly tag: Tag | undefined
  /** 'held' waits for the rate limit or a Retry-After; `timer` wakes it. */
  stage: 'held' | 'sent'
  timer: EventId
  /** Virtual time at which the client gives up; Infinity for streams. */
  deadline: Micros
  readonly timeoutUs: Micros
  retries: number
}

/** What the client tells itself later. A component's messages include these and pass them to `hear`. */
export type ClientTimer =
  | { readonly type: 'client-timer'; readonly timer: 'send'; readonly exchange: number }
  | { readonly type: 'client-timer'; readonly timer: 'sweep' }
  | { readonly type: 'client-timer'; readonly timer: 'retry' | 'hand-over'; readonly informer: string }
  | { readonly type: 'client-timer'; readonly timer: 'wake'; readonly name: string }

export type ClientMessage = ApiAnswer | ClientTimer | CacheLag

/** What a component learns by feeding a message to `hear`. */
export type News =
  /** Code 0: connection lost, refused or timed out; `body` then is a Status with a message and no code. */
  | { readonly news: 'answer'; readonly tag: Tag; readonly code: number; readonly body: unknown; readonly warnings?: readonly string[] }
  /** One event of a watch that the component opened itself with `call` (query watch=true). Its end is an answer with code 200. */
  | { readonly news: 'watched'; readonly tag: Tag; readonly event: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR'; readonly object: ApiObject | Status }
  /** A piece of a streamed text. */
  | { readonly news: 'chunk'; readonly tag: Tag; readonly text: string; readonly last: boolean }
  /** `event` is the id of the delivery that carried the change: the cause of the work that follows from it. */
  | { readonly news: 'added' | 'updated' | 'deleted'; readonly informer: string; readonly object: ApiObject; readonly previous?: ApiObject; readonly event: EventId }
  /** The first list of an informer is in its cache. Said once. */
  | { readonly news: 'synced'; readonly informer: string }
  /** A timer that was set with `wakeAfter`; `timer` is the id that it returned. */
  | { readonly news: 'woken'; readonly name: string; readonly timer: EventId }
