import type { EventId, Micros } from '../../kernel/index.ts'
import type { Client, ClientMessage } from '../client/client.ts'
import type { EventRecorder } from '../client/event-recorder.ts'
import type { Election } from '../client/leader-election.ts'
import type { ApiServerAddress, LoopControl } from '../messages.ts'
import type { ClusterCache } from './cache.ts'
import type { PreemptionUnderWay } from './preemption-actions.ts'
import type { QueuedPod, SchedulingQueue } from './queue-state.ts'
import type { SchedulingReport } from './report.ts'
import type { KnownPod, SpreadConstraint } from './shape.ts'

export interface SchedulerConfig {
  readonly apiserver: ApiServerAddress
  /** On by default, as in kubeadm's static pod. */
  readonly leaderElect?: boolean
  /** Requests a second, 50 (and 100 at once) by default as in the real one; 0 for no limit. */
  readonly qps?: number
  readonly burst?: number
}

export type SchedulerMessage =
  | ClientMessage
  | LoopControl
  | { readonly type: 'cycle-ended'; readonly span: number }
  | { readonly type: 'backoff-flush' }
  | { readonly type: 'unschedulable-flush' }
  | { readonly type: 'scheduler-restarts' }

/** kube-scheduler: what it hears, what it believes, who waits, and the one pod that it is thinking about. */
export interface SchedulerState {
  readonly client: Client
  readonly recorder: EventRecorder
  election: Election | undefined
  /** It leads and all its informers have their first list. */
  active: boolean
  paused: boolean
  readonly cache: ClusterCache
  readonly queue: SchedulingQueue
  cycle: CycleUnderWay | undefined
  spans: number
  nextStart: number
  /** Pods that were placed and whose binding the API server has not yet confirmed. */
  readonly binding: Map<string, BindingUnderWay>
  readonly preemptions: Map<string, PreemptionUnderWay>
  /** Selectors that stand in for spread constraints, by shape and owner; forgotten when a Service or workload changes its selector. */
  readonly defaultSpread: Map<string, readonly SpreadConstraint[]>
  backoffTimer: EventId
  flushTimer: EventId
  /** The latest attempts in full, while the cluster is small. */
  readonly reports: SchedulingReport[]
}

export interface CycleUnderWay {
  readonly key: string
  readonly uid: string
  readonly span: number
  readonly startedAt: Micros
  readonly timer: EventId
}

export interface BindingUnderWay {
  readonly known: KnownPod
  readonly node: string
  readonly entry: QueuedPod
}
