import type { ApiObject } from '../../api/index.ts'
import type { FactValue, Micros } from '../../kernel/index.ts'
import type { IndexName } from '../client/indexers.ts'
import type { Call, News } from '../client/state.ts'
import type { EventText } from '../client/event-recorder.ts'
import type { InformerName } from './shared-informers.ts'

/**
 * One controller, as decisions only. Level-triggered: a pass is told which object, never what changed, and must work from any starting point.
 * `look` reads the caches at the beginning of a pass; `sync` then decides as a function of that snapshot and of the answers to its own
 * writes: the machinery replays it after every batch of answers, so nothing of it has to be kept but plain data.
 */
export interface Reconciler<Memory = unknown, Snapshot = unknown> {
  /** How loop-control messages, facts and the page call it: 'deployment'. */
  readonly name: string
  /** Its service account in kube-system: 'deployment-controller'. */
  readonly account: string
  /** The `source.component` of its events, where it is not the account's name. */
  readonly eventSource?: string
  /** How many keys are worked on at once: the real --concurrent-*-syncs. */
  readonly workers: number
  /** Its client may ask this many times more often than others'. */
  readonly qpsFactor?: number
  readonly burstFactor?: number
  /** The delay after a key's first failure; 5 ms by default. */
  readonly retryBaseUs?: Micros
  readonly informers: readonly InformerName[]
  /** Plain data that the controller keeps beside the caches: counts, graphs, timers. */
  createMemory(): Memory
  /** An object of one of its informers changed: keep `memory` true, and say which keys need a pass. */
  heard(memory: Memory, news: ObjectNews, view: View, enqueue: Enqueue): void
  /** Every `periodUs` after the caches are filled. */
  readonly periodUs?: Micros
  tick?(memory: Memory, view: View, enqueue: Enqueue): void
  /** What the pass needs to know. Undefined: nothing to do. */
  look(key: string, view: View, memory: Memory): Snapshot | undefined
  sync(snapshot: Snapshot): Sync
  /** Keeps in memory what a pass found out (note 'remember'). */
  remember?(memory: Memory, value: unknown): void
}

export type ObjectNews = Extract<News, { news: 'added' | 'updated' | 'deleted' }>
export type Enqueue = (key: string, afterUs?: Micros) => void

/** What a controller may read. Caches may lag behind the truth; every list goes through an index. */
export interface View {
  readonly now: Micros
  /** This host's wall clock: object timestamps come from here. */
  readonly clock: Micros
  get<T>(informer: InformerName, key: string): T | undefined
  list<T>(informer: InformerName, index: IndexName, value: string): readonly T[]
  count(informer: InformerName, index: IndexName, value: string): number
  all<T>(informer: InformerName): Iterable<T>
  isSynced(informer: InformerName): boolean
  /** Whether everything that this controller made or deleted for the key has been heard of. */
  satisfied(key: string): boolean
  created(key: string): void
  deleted(key: string, objectKey: string): void
  below(bound: number): number
}

/** A pass: yields batches of calls that are sent together, receives all their answers, and returns how it ended. */
export type Sync = Generator<Step, Outcome, readonly Answer[]>

export interface Step {
  readonly calls: readonly Call[]
  readonly notes?: readonly Note[]
}

export interface Answer {
  readonly ok: boolean
  /** 0: no answer came. */
  readonly code: number
  readonly body: unknown
  /** The words of a Status; '' when ok. */
  readonly message: string
}

export interface Outcome {
  /** The pass failed: the key comes again after a back-off. */
  readonly error?: string
  readonly requeueAfterUs?: Micros
  readonly requeueRateLimited?: boolean
  readonly notes?: readonly Note[]
}

/** What a decision means beside its writes. */
export type Note =
  | { readonly note: 'decision'; readonly decision: string; readonly [parameter: string]: FactValue }
  | { readonly note: 'event'; readonly event: EventText }
  | { readonly note: 'expect-creations'; readonly count: number }
  | { readonly note: 'expect-deletions'; readonly keys: readonly string[] }
  | { readonly note: 'creations-failed'; readonly count: number }
  | { readonly note: 'deletion-failed'; readonly key: string }
  | { readonly note: 'forget-expectations' }
  | { readonly note: 'remember'; readonly value: unknown }
  /** Another key of the same controller needs a pass. */
  | { readonly note: 'enqueue'; readonly key: string; readonly afterUs?: Micros }

export const DONE: Outcome = {}

/** All that a controller can decide. Each has a sentence in both languages: a chain of causes shows no bare word. */
export const DECISIONS = [
  'aggregate-rules', 'allocate-pod-cidr', 'annotate-replicaset', 'break-cycle', 'cancel-eviction', 'create-pods', 'create-replicaset', 'create-serviceaccount', 'delete-content', 'delete-dependent', 'delete-old-replicaset', 'delete-pods', 'drop-owners',
  'evict-pod', 'finalize-namespace', 'hash-collision', 'mark-pods-not-ready', 'node-unknown', 'orphan-dependents', 'pause', 'publish-root-ca', 'remove-finalizer', 'remove-pod', 'restore-root-ca', 'resume',
  'reuse-replicaset', 'scale-down-new', 'scale-down-old', 'scale-only-active', 'scale-proportionally', 'scale-up-new', 'schedule-eviction', 'slow-start-stops', 'taint-node', 'update-status',
  'wait-for-availability', 'wait-for-cache', 'wait-for-dependents', 'wait-for-old-pods', 'wait-to-taint', 'write-endpointslices',
] as const
export type DecisionName = (typeof DECISIONS)[number]

export const decision = (what: DecisionName, parameters: { readonly [parameter: string]: FactValue } = {}): Note =>
  ({ note: 'decision', decision: what, ...parameters })

/** The machinery holds reconcilers of many memories and snapshots; each gets back only what it made itself. */
export const reconciler = <Memory, Snapshot>(own: Reconciler<Memory, Snapshot>): Reconciler => own as unknown as Reconciler

/** Sends one call and waits for its answer. */
export function* ask(call: Call, ...notes: readonly Note[]): Generator<Step, Answer, readonly Answer[]> {
  const answers = yield { calls: [call], notes }
  return answers[0]!
}

/** Sends nothing; says what was decided before the next write. */
export function* note(...notes: readonly Note[]): Generator<Step, void, readonly Answer[]> {
  yield { calls: [], notes }
}

export const splitKey = (key: string): { readonly namespace: string; readonly name: string } => {
  const slash = key.indexOf('/')
  return slash < 0 ? { namespace: '', name: key } : { namespace: key.slice(0, slash), name: key.slice(slash + 1) }
}

export const keyOf = (namespace: string | undefined, name: string): string => (namespace ? `${namespace}/${name}` : name)

/** Objects with a deletionTimestamp are on their way out. */
export const terminating = (object: { readonly metadata: { readonly deletionTimestamp?: string } }): boolean =>
  object.metadata.deletionTimestamp !== undefined

export const asObject = <T>(value: T): ApiObject => value as unknown as ApiObject
