import type { ApiObject } from '../../api/index.ts'
import type { ClusterPlan } from '../../cluster/index.ts'
import type { EventId, Kernel } from '../../kernel/index.ts'
import type { ObjectRef, WaitsFor } from '../../protocol/index.ts'
import { refOf } from '../describe.ts'
import type { Objects } from '../objects.ts'
import type { Trace } from '../trace.ts'

/** What a question about waiting may look at: the components' states, and the objects, at the head. */
export interface Asking {
  readonly kernel: Kernel
  readonly plan: ClusterPlan
  readonly trace: Trace
  readonly beganAt: number
  readonly objects: Objects
}

/** One thing that waits; each answer is a wait of it, and what stands below it waits one level deeper. */
export interface Waiter { readonly name: string; readonly depth: number; readonly object?: ObjectRef }

/** As kubectl would be asked for it. */
export const nameOf = ({ kind, metadata }: ApiObject): string => `${kind.toLowerCase()}/${metadata.name}`
export const waiterOf = (object: ApiObject, depth: number): Waiter => ({ name: nameOf(object), depth, object: refOf(object) })
export const processWaiter = (name: string, depth: number): Waiter => ({ name, depth })

export interface Times { readonly since?: number | undefined; readonly until?: number | undefined }

/** Times are of the kernel's clock; an end that has passed is not told. */
export function wait({ kernel, beganAt }: Asking, { name, depth, object }: Waiter, text: string, params: Readonly<Record<string, string | number>> = {}, { since, until }: Times = {}): WaitsFor {
  return {
    waiter: name, depth, text: `waits.${text}`, params: Object.fromEntries(Object.entries(params).map(([key, value]) => [key, String(value)])), ...(object ? { object } : {}),
    ...(since === undefined || since <= 0 ? {} : { since: since - beganAt }), ...(until === undefined || until <= kernel.now ? {} : { until: until - beganAt }),
  }
}

/** When an event that is on its way will happen; undefined when it is not. */
export function dueAt(kernel: Kernel, event: EventId): number | undefined {
  if (event > 0) for (const pending of kernel.pending()) if (pending.id === event) return pending.at
  return undefined
}

export const secondsOf = (us: number): number => Math.round(us / 100_000) / 10
