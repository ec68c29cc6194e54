import type { EventId, Micros } from '../../kernel/index.ts'
import type { KnownPod } from './shape.ts'

/** Pods that wait for a node. An entry is named by a small number, so that heaps are arrays of numbers. */
export interface SchedulingQueue {
  readonly ids: Map<string, number>
  readonly entries: (QueuedPod | undefined)[]
  readonly free: number[]
  /** Heap: highest priority first, then whoever waits longest. */
  readonly active: number[]
  /** Heap: earliest expiry first. Pods that no plugin accepted. */
  readonly backoff: number[]
  /** The same for pods that failed by an error: these really wait. */
  readonly errors: number[]
  readonly unschedulable: Set<number>
  /** Unschedulable pods by the plugins that refused them: a cluster event wakes only those that it may help. */
  readonly refusedBy: Map<string, Set<number>>
  arrivals: number
}

export type Pool = 'active' | 'backoff' | 'errors' | 'unschedulable' | 'in-flight'

export interface QueuedPod {
  readonly id: number
  known: KnownPod
  pool: Pool
  /** Its place in the heap of its pool. */
  at: number
  /** Since when it waits: its arrival, or the end of its last attempt. */
  timestampUs: Micros
  /** Breaks ties of priority and time. */
  arrival: number
  attempts: number
  unschedulableCount: number
  consecutiveErrors: number
  /** 0: not computed since the last attempt. */
  backoffUntilUs: Micros
  /** The plugins that refused it last; empty after an error. */
  plugins: readonly string[]
  /** The plugin that does not let it into the queue at all: SchedulingGates, or DefaultPreemption while victims are being told. */
  gatedBy: string
  /** The sentence of its last failure. */
  reason: string
  cause: EventId
  also: EventId[]
}

export const createSchedulingQueue = (): SchedulingQueue =>
  ({ ids: new Map(), entries: [], free: [], active: [], backoff: [], errors: [], unschedulable: new Set(), refusedBy: new Map(), arrivals: 0 })
