import type { Toleration } from '../api/index.ts'
import type { ContainerInside, DnsInside, NodeInside, PodInside } from './inside-node.ts'
import type { PlaceId, Verb } from './place.ts'

/** What is behind the walls of a place at the head of time: one member for each kind of place. Times are virtual, since the lesson began. */
export type Inside = ApiServerInside | ControllersInside | SchedulerInside | EtcdInside | ProxyInside | NodeInside | PodInside | ContainerInside | DnsInside
export type InsideOf<Kind extends Inside['inside']> = Extract<Inside, { readonly inside: Kind }>

/** A sentence about what is simpler here than in the real thing, in both languages. */
export interface Simplified { readonly en: string; readonly zh: string }

/** A message that touches the place: on its way to or from it, or one of the last that came or left. */
export interface Touching {
  readonly event: number
  readonly way: 'in' | 'out'
  readonly other: PlaceId
  /** The part of the place that it touches, where that is one of several: a member of etcd, a controller. */
  readonly self?: PlaceId
  readonly verb: Verb
  readonly label: string
  readonly sentAt: number
  readonly at: number
  readonly state: 'flying' | 'held' | 'lost' | 'done'
  /** More alike at the same moment, this one included. */
  readonly count: number
}

// kube-apiserver

export type PipelineStage = 'authn' | 'priority' | 'authz' | 'mutating-admission' | 'validation' | 'storage' | 'respond'

export interface ApiServerInside {
  readonly inside: 'apiserver'
  readonly up: boolean
  readonly ready: boolean
  readonly revision: number
  readonly etcd: PlaceId
  readonly etcdDown: boolean
  /** Those that count most first: what is under way, then their share. */
  readonly levels: readonly PriorityLevelRow[]
  /** Processors, and those that work right now. */
  readonly cores: { readonly count: number; readonly busy: number }
  /** Oldest first, of each stage the first ones; `crowd` counts them all. */
  readonly current: readonly RequestRow[]
  readonly crowd: Readonly<Partial<Record<PipelineStage, number>>>
  /** Newest first; heartbeats and leases are counted, not listed. */
  readonly recent: readonly RequestRow[]
  readonly quiet: number
  readonly caches: readonly WatchCacheRow[]
  readonly watchers: readonly WatcherRow[]
}

export interface RequestRow {
  readonly event: number
  readonly at: number
  readonly from: PlaceId
  readonly user: string
  readonly method: string
  /** What it is about, as the packets of the stage are called: 'POST pods', 'GET nodes/node-a'. */
  readonly label: string
  readonly verb: Verb
  readonly stages: readonly { readonly stage: PipelineStage; readonly verdict: 'passed' | 'refused' | 'now'; readonly reason?: string }[]
  readonly code?: number
  readonly us?: number
  /** What a request that is under way waits for. */
  readonly waits?: 'seat' | 'etcd' | 'revision' | 'kubelet' | 'answer'
  readonly revision?: number
  /** The flow schema that took it, the priority level that it names, and how many seats it has there. */
  readonly schema?: string
  readonly level?: string
  readonly seats?: number
}

/** A priority level of API Priority and Fairness. */
export interface PriorityLevelRow {
  readonly name: string
  /** Its requests are never held back; it has no limit. */
  readonly exempt: boolean
  readonly seats: number
  /** What it has now; by its share; what it keeps while it lends; and the most that it may borrow up to. */
  readonly limit: number
  readonly nominal: number
  readonly min: number
  readonly max: number
  readonly executing: number
  readonly waiting: number
  readonly dispatched: number
  readonly refused: { readonly full: number; readonly noSeat: number; readonly timeOut: number }
  readonly retryAfterSeconds: number
  /** 0: it has none. */
  readonly queueCount: number
  readonly handSize: number
  readonly queueLengthLimit: number
  /** Those in which requests wait, by their numbers. */
  readonly queues: readonly { readonly index: number; readonly length: number }[]
  /** Who waits, the longest line first. */
  readonly flows: readonly { readonly schema: string; readonly flow: string; readonly waiting: number; readonly queues: readonly number[] }[]
  readonly schemas: readonly string[]
}

export interface WatchCacheRow {
  readonly group: string
  readonly resource: string
  readonly ready: boolean
  readonly objects: number
  readonly revision: number
  /** A watch may begin after this revision; what lies before is forgotten. */
  readonly oldest: number
  readonly remembered: number
  readonly watchers: number
  readonly waiting: number
}

export interface WatcherRow {
  readonly group: string
  readonly resource: string
  readonly place: PlaceId
  readonly scope: string
  readonly openedAt: number
  readonly sent: number
  readonly bookmarks: boolean
}

// kube-controller-manager

export interface ControllersInside {
  readonly inside: 'controller-manager'
  readonly up: boolean
  readonly leading: boolean
  readonly holder: string
  readonly leaseRenewedAt?: number
  readonly informers: readonly InformerRow[]
  readonly controllers: readonly ControllerLane[]
}

export interface InformerRow {
  readonly name: string
  readonly resource: string
  readonly objects: number
  readonly resourceVersion: string
  /** Changes that the API server's watch cache has and this one has not heard of yet. */
  readonly behind: number
  readonly phase: 'listing' | 'watching' | 'waiting'
  readonly synced: boolean
  readonly since: number
  readonly events: number
  readonly delayed: number
}

export interface ControllerLane {
  readonly name: string
  readonly ready: boolean
  readonly paused: boolean
  readonly workers: number
  readonly informers: readonly string[]
  /** Keys that need a pass, in the order of the queue; `again` are those that changed while they were worked on. */
  readonly dirty: readonly { readonly key: string; readonly merged: number; readonly again: boolean }[]
  readonly processing: readonly { readonly key: string; readonly since?: number; readonly waits: number }[]
  /** Keys that come back by themselves: after a failure (with back-off) or because the pass asked for it. */
  readonly delayed: readonly { readonly key: string; readonly dueAt: number; readonly delayUs?: number; readonly failures: number }[]
  readonly passes: number
  readonly errors: number
  /** How late a learner lets it hear of changes, and how many wait for that. */
  readonly lagUs: number
  readonly heldBack: number
  /** Whether it waits to hear of what it did itself, and of how much. */
  readonly expecting: boolean
  readonly expected: number
  /** Newest first. */
  readonly last: readonly SyncRow[]
}

export interface SyncRow {
  readonly event: number
  readonly key: string
  readonly at: number
  readonly us: number
  /** How many events became this one pass. */
  readonly merged: number
  readonly outcome: 'done' | 'requeue' | 'error'
  readonly error?: string
  readonly requeueAfterUs?: number
  /** Sentences by their ids in the lessons' texts, with their parameters. */
  readonly decisions: readonly { readonly text: string; readonly params: Readonly<Record<string, string>> }[]
}

// kube-scheduler

export interface SchedulerInside {
  readonly inside: 'scheduler'
  readonly up: boolean
  readonly leading: boolean
  readonly paused: boolean
  readonly current?: { readonly pod: string; readonly since: number }
  readonly active: readonly WaitingPod[]
  readonly backoff: readonly WaitingPod[]
  readonly unschedulable: readonly WaitingPod[]
  readonly binding: readonly { readonly pod: string; readonly node: string }[]
  readonly nominated: readonly { readonly pod: string; readonly node: string }[]
  readonly cache: { readonly nodes: number; readonly pods: number; readonly assumed: number }
  /** The attempts that it remembers, newest first, one for each Pod. */
  readonly attempts: readonly { readonly pod: string; readonly at: number; readonly outcome: Evaluation['outcome']; readonly node?: string }[]
  /** The attempt that was asked for (`of`), or the last one. */
  readonly attempt?: Evaluation
  readonly asks?: PodAsk
  /** As the scheduler's cache has them, in the order of their names. */
  readonly nodes: readonly NodeRoom[]
  readonly weights: Readonly<Record<string, number>>
}

export interface WaitingPod {
  readonly pod: string
  readonly priority: number
  readonly attempts: number
  readonly since: number
  readonly until?: number
  readonly plugins: readonly string[]
  readonly gatedBy?: string
  readonly reason?: string
}

/** What a Pod asks of its node, and the node that it has, or ''. */
export interface PodAsk { readonly cpuMilli: number; readonly memoryBytes: number; readonly tolerations: readonly Toleration[]; readonly node: string }

export interface NodeRoom {
  readonly node: string
  readonly controlPlane: boolean
  readonly unschedulable: boolean
  readonly cpuMilli: { readonly used: number; readonly max: number }
  readonly memoryBytes: { readonly used: number; readonly max: number }
  readonly pods: { readonly used: number; readonly max: number }
  readonly taints: readonly { readonly key: string; readonly value: string; readonly effect: string }[]
}

/** One Pod asked of all nodes: what each plugin of the scheduler said. */
export interface Evaluation {
  readonly pod: string
  readonly at: number
  readonly attempt: number
  readonly outcome: 'assumed' | 'unschedulable' | 'evaluated'
  readonly node?: string
  readonly best: readonly string[]
  readonly message?: string
  readonly nominatedNode?: string
  readonly victims?: readonly string[]
  readonly nodes: readonly NodeEvaluation[]
}

export interface NodeEvaluation {
  readonly node: string
  readonly feasible: boolean
  readonly visited: boolean
  readonly refusedBy?: string
  readonly reasons?: readonly string[]
  /** What the node lacks, cpu in milli and the rest in units; and the taint that keeps the Pod away. */
  readonly short?: readonly { readonly resource: string; readonly wanted: number; readonly left: number }[]
  readonly taint?: string
  readonly total?: number
  readonly plugins: readonly PluginWord[]
}

export interface PluginWord {
  readonly plugin: string
  readonly verdict?: 'pass' | 'fail' | 'skip'
  readonly ran: boolean
  readonly reasons?: readonly string[]
  readonly raw?: number
  readonly normalised?: number
  readonly weight?: number
  readonly weighted?: number
}

/** A Pod as it is, with other wishes: nothing of it reaches the cluster. */
export interface WhatIf {
  readonly pod: string
  /** Requests of the first container, as quantities. */
  readonly requests?: Readonly<Record<string, string>>
  readonly tolerations?: readonly Toleration[]
  readonly weights?: Readonly<Record<string, number>>
}

// etcd

export interface EtcdInside {
  readonly inside: 'etcd'
  readonly members: readonly EtcdMemberInside[]
  /** The indexes that the log grid shows. */
  readonly window: { readonly first: number; readonly last: number }
  /** How long the last messages from one member to another were on their way. */
  readonly latency: readonly { readonly from: string; readonly to: string; readonly us: number; readonly samples: number; readonly lost: number }[]
}

export interface EtcdMemberInside {
  readonly name: string
  readonly up: boolean
  readonly stage: 'loading' | 'running' | 'stopped'
  readonly role: 'leader' | 'follower' | 'candidate' | 'pre-candidate'
  readonly term: number
  readonly vote?: string
  readonly leader?: string
  readonly firstIndex: number
  readonly lastIndex: number
  readonly commit: number
  readonly applied: number
  /** The last entry that is known to be on the disk. */
  readonly stable: number
  readonly revision: number
  readonly compactRevision: number
  readonly keys: number
  readonly bytes: number
  readonly watchers: number
  readonly leases: number
  readonly pending: number
  /** A follower stands for election when this runs out; for a leader it is the next heartbeat. */
  readonly timer?: { readonly leftUs: number; readonly ofUs: number }
  readonly votes: readonly { readonly name: string; readonly granted: boolean }[]
  readonly followers: readonly { readonly name: string; readonly match: number; readonly next: number; readonly state: string; readonly active: boolean }[]
  readonly log: readonly { readonly index: number; readonly term: number; readonly kind: string; readonly key?: string }[]
  readonly disk: { readonly speed: string; readonly full: boolean; readonly syncing: number; readonly waiting: number; readonly sinceUs: number; readonly fsyncs: readonly number[] }
}

// kube-proxy

export interface ProxyInside {
  readonly inside: 'proxy'
  readonly node: string
  readonly up: boolean
  readonly syncs: number
  readonly syncedAt: number
  readonly pending: boolean
  readonly services: readonly ProxyService[]
  readonly chains: readonly { readonly table: 'nat' | 'filter'; readonly chain: string; readonly rules: readonly string[] }[]
}

/** One port of a Service as the rules say it. */
export interface ProxyService {
  readonly service: string
  readonly address: string
  readonly protocol: string
  readonly chain: string
  /** Without endpoints it is refused. */
  readonly refused: boolean
  readonly endpoints: readonly { readonly address: string; readonly chain: string; readonly probability?: string }[]
}
