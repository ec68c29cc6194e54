import type { Address, EventId, Message } from '../kernel/index.ts'
import type { Status } from '../api/index.ts'

// The conversations between components. A message is plain data, named after what it says, and never edited once sent.

/** Who speaks: the identity that the connection's client certificate or bearer token carries. */
export type Credentials =
  | { readonly certificate: { readonly commonName: string; readonly organizations: readonly string[] } }
  | { readonly token: string }

/** What any client says to the API server. The form of an HTTP request, its body a shared value that nobody edits. */
export interface ApiRequest {
  readonly type: 'api-request'
  /** The client's own number for this exchange; the answers carry it. Unique per client actor and life. */
  readonly id: number
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** '/apis/apps/v1/namespaces/default/deployments/web/status' */
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  /** Lower-case names: accept, content-type, user-agent. A header that was given several times has its values on lines of their own. */
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
  /** Strict complaints of whoever read the body's bytes ('duplicate field "spec.replicas"'): the value itself no longer shows them. */
  readonly bodyWarnings?: readonly string[]
  readonly credentials: Credentials
}

/** The client no longer wants this watch or answer. */
export interface ApiCancel { readonly type: 'api-cancel'; readonly id: number }

export interface ApiResponse {
  readonly type: 'api-response'
  readonly id: number
  readonly code: number
  /** The object, list, Table or Status; a string for logs and the like. */
  readonly body: unknown
  readonly warnings?: readonly string[]
  readonly headers?: Readonly<Record<string, string>>
  /** Pieces of text (ApiChunk) follow, up to the last one. */
  readonly streaming?: boolean
}

/** One event of a watch that an ApiRequest with `watch=true` opened. ERROR carries a Status. */
export interface WatchEvent {
  readonly type: 'watch-event'
  readonly id: number
  readonly event: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR'
  readonly object: ApiObjectLike | Status
}

/** The server closed the watch: its time was up, or it shuts down. */
export interface WatchEnd { readonly type: 'watch-end'; readonly id: number }

/** A piece of a streamed text answer (`logs -f`). */
export interface ApiChunk { readonly type: 'api-chunk'; readonly id: number; readonly text: string; readonly last: boolean }

export type ApiAnswer = ApiResponse | WatchEvent | WatchEnd | ApiChunk

/** Structural minimum of any API object: what a cache, a watch and a trace need to know. */
export interface ApiObjectLike {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: { readonly name?: string; readonly namespace?: string; readonly uid?: string; readonly resourceVersion?: string }
}

export type ApiServerAddress = Address<ApiRequest | ApiCancel>

// ---- etcd: the API server is its only client -------------------------------------------------------------------------

/** A stored version of a key. `value` is an immutable API object, shared, never serialised; `bytes` is its size as JSON. */
export interface KeyValue {
  readonly key: string
  readonly value: unknown
  readonly bytes: number
  readonly createRevision: number
  readonly modRevision: number
  readonly version: number
  /** NB: undefined and not 0 where there is none: ids of leases are too large for a small integer, and every key would carry a boxed number. */
  readonly lease: number | undefined
}

export type Compare =
  | { readonly target: 'mod'; readonly key: string; readonly op: '=' | '>' | '<' | '!='; readonly revision: number }
  | { readonly target: 'create'; readonly key: string; readonly op: '=' | '>' | '<' | '!='; readonly revision: number }
  | { readonly target: 'version'; readonly key: string; readonly op: '=' | '>' | '<' | '!='; readonly version: number }

export type TxnOp =
  | { readonly op: 'put'; readonly key: string; readonly value: unknown; readonly bytes: number; readonly lease?: number }
  | { readonly op: 'delete'; readonly key: string; readonly end?: string }
  | { readonly op: 'range'; readonly key: string; readonly end?: string; readonly limit?: number; readonly revision?: number; readonly countOnly?: boolean }

/** `end` is exclusive; without it the range is the single key. `serializable` answers from the member's own state without a quorum round. */
export type EtcdCall =
  | { readonly call: 'range'; readonly key: string; readonly end?: string; readonly limit?: number; readonly revision?: number; readonly countOnly?: boolean; readonly keysOnly?: boolean; readonly serializable?: boolean }
  | { readonly call: 'txn'; readonly compare: readonly Compare[]; readonly success: readonly TxnOp[]; readonly failure: readonly TxnOp[] }
  | { readonly call: 'compact'; readonly revision: number }
  | { readonly call: 'lease-grant'; readonly ttlSeconds: number; readonly lease?: number }
  | { readonly call: 'lease-revoke'; readonly lease: number }
  | { readonly call: 'lease-keep-alive'; readonly lease: number }
  | { readonly call: 'status' }

export interface EtcdRequest { readonly type: 'etcd-request'; readonly id: number; readonly call: EtcdCall }
/** Opens a watch on [key, end). `revision` 0 means from now; events carry the previous value where asked. */
export interface EtcdWatchRequest { readonly type: 'etcd-watch'; readonly id: number; readonly key: string; readonly end?: string; readonly revision: number; readonly previous: boolean; readonly progress: boolean }
export interface EtcdWatchCancel { readonly type: 'etcd-watch-cancel'; readonly id: number }
/** Asks for a progress notice on every watch of this client whose events were all sent (etcd's RequestProgress): consistent reads from cache wait for it. */
export interface EtcdProgressRequest { readonly type: 'etcd-progress-request' }

export type EtcdOpResult =
  | { readonly op: 'put'; readonly previous?: KeyValue }
  | { readonly op: 'delete'; readonly deleted: number; readonly previous: readonly KeyValue[] }
  | { readonly op: 'range'; readonly kvs: readonly KeyValue[]; readonly count: number; readonly more: boolean }

/** Errors carry etcd's own words, for example 'etcdserver: mvcc: required revision has been compacted'. */
export type EtcdResult =
  | { readonly ok: true; readonly revision: number; readonly result: EtcdOpResult }
  | { readonly ok: true; readonly revision: number; readonly succeeded: boolean; readonly results: readonly EtcdOpResult[] }
  | { readonly ok: true; readonly revision: number; readonly lease: number; readonly ttlSeconds: number }
  | { readonly ok: true; readonly revision: number; readonly leader: string; readonly term: number; readonly compactRevision: number }
  | { readonly ok: false; readonly error: string; readonly code: 'compacted' | 'future-revision' | 'no-leader' | 'timeout' | 'too-large' | 'too-many-requests' | 'lease-not-found' | 'leader-changed' | 'too-many-ops' | 'no-space' | 'stopped' }

export interface EtcdResponse { readonly type: 'etcd-response'; readonly id: number; readonly result: EtcdResult }
/** `cause`, for the trace: the request that wrote it, where one answer tells of several. */
export interface EtcdEvent { readonly event: 'put' | 'delete'; readonly kv: KeyValue; readonly previous?: KeyValue; readonly cause?: EventId }
/** Events of one or more whole revisions, in order; empty `events` is a progress notice. */
export interface EtcdWatchResponse { readonly type: 'etcd-watch-response'; readonly id: number; readonly revision: number; readonly events: readonly EtcdEvent[] }
export interface EtcdWatchCanceled { readonly type: 'etcd-watch-canceled'; readonly id: number; readonly compactRevision: number; readonly reason: string }

export type EtcdClientMessage = EtcdRequest | EtcdWatchRequest | EtcdWatchCancel | EtcdProgressRequest
export type EtcdAnswer = EtcdResponse | EtcdWatchResponse | EtcdWatchCanceled

// ---- loops that a learner may touch ------------------------------------------------------------------------------------

/** A poke at one loop inside a process (a controller of the manager, the scheduler's cycle): not Kubernetes, the hand of the learner. */
export interface LoopControl { readonly type: 'loop-control'; readonly loop: string; readonly paused: boolean }

/** From now on a process hears of changes this much later than they come, in their order; where `loop` names a controller, only that one. 0: at once, with all that waits. */
export interface CacheLag { readonly type: 'cache-lag'; readonly lagUs: number; readonly loop?: string }

/** Whether a controller waits until it has heard of what it did itself. */
export interface ExpectationsControl { readonly type: 'expectations-control'; readonly loop: string; readonly on: boolean }

/** Ids of events that wait together for one piece of work; the first one leads. */
export interface Causes { readonly first: EventId; readonly also: readonly EventId[] }

export type AnyMessage = Message
