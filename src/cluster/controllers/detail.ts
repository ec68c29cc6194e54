import type { Micros } from '../../kernel/index.ts'
import type { Expectations } from '../client/expectations.ts'
import type { Informer } from '../client/informer-state.ts'
import { leaderOf } from '../client/leader-election.ts'
import type { WorkQueue } from '../client/work-queue.ts'
import type { ControllerState } from './controller.ts'
import type { ControllerManagerState } from './controller-manager.ts'
import { standardControllers } from './standard.ts'

/** The controller manager from near: the informers that its controllers share, and the work queue of each. */
export interface ControllersDetail {
  readonly leading: boolean
  readonly holder: string
  readonly renewedAt: Micros | undefined
  readonly informers: readonly InformerDetail[]
  readonly controllers: readonly ControllerDetail[]
}

export interface InformerDetail {
  readonly name: string
  readonly group: string
  readonly resource: string
  readonly namespace: string
  readonly objects: number
  readonly resourceVersion: string
  readonly phase: Informer['phase']
  readonly synced: boolean
  readonly watchSince: Micros
  readonly watchEvents: number
  /** Changes that a learner's lag keeps from the cache. */
  readonly delayed: number
}

export interface ControllerDetail {
  readonly name: string
  readonly ready: boolean
  readonly paused: boolean
  readonly workers: number
  readonly informers: readonly string[]
  readonly dirty: readonly { readonly key: string; readonly merged: number; readonly again: boolean }[]
  readonly processing: readonly { readonly key: string; readonly span: number; readonly waits: number }[]
  readonly delayed: readonly { readonly key: string; readonly dueAt: Micros; readonly failures: number }[]
  readonly passes: number
  readonly errors: number
  /** How late it hears of changes, and how many wait; whether it waits to hear of what it did itself, and for how much of it. */
  readonly lagUs: Micros
  readonly heldBack: number
  readonly expecting: boolean
  readonly expected: number
}

/** At most `limit` keys of each kind; those that come first are told. */
export function controllersDetail({ client, election, leading, controllers }: ControllerManagerState, limit = 60): ControllersDetail {
  const traits = new Map(standardControllers({ rootCertificate: '' }).map(({ name, workers, informers }) => [name, { workers, informers }]))
  return {
    leading, holder: election ? leaderOf(election) : '', renewedAt: election?.leading ? election.renewedAt : undefined,
    informers: [...client.informers.values()].map(informerDetail),
    controllers: [...controllers.values()].map((one) => controllerDetail(one, traits.get(one.name), limit)),
  }
}

export const informerDetail = ({ options, cache, resourceVersion, phase, synced, watchSince, watchEvents, delayed }: Informer): InformerDetail =>
  ({ name: options.name, group: options.group, resource: options.resource, namespace: options.namespace ?? '', objects: cache.objects.size, resourceVersion, phase, synced, watchSince, watchEvents, delayed: delayed.length })

function controllerDetail({ name, ready, paused, queue, passes, passesDone, errors, lagUs, own, expecting, expectations }: ControllerState, traits: { readonly workers: number; readonly informers: readonly string[] } | undefined, limit: number): ControllerDetail {
  return {
    name, ready, paused, workers: traits?.workers ?? 1, informers: traits?.informers ?? [], dirty: dirtyOf(queue, limit),
    processing: [...passes.values()].slice(0, limit).map(({ key, span, outstanding }) => ({ key, span, waits: outstanding })),
    delayed: [...queue.delayed.due].sort(([, a], [, b]) => a - b).slice(0, limit).map(([key, dueAt]) => ({ key, dueAt, failures: queue.failures.get(key) ?? 0 })),
    passes: passesDone, errors, lagUs, heldBack: own?.delayed.length ?? 0, expecting, expected: outstandingOf(expectations),
  }
}

function outstandingOf({ of }: Expectations): number {
  let sum = 0
  for (const { adds, deletions } of of.values()) sum += Math.max(0, adds) + deletions.size
  return sum
}

/** First those whose turn it is, in their order; then those that changed again while they are worked on. */
function dirtyOf({ dirty, processing, order, head }: WorkQueue, limit: number): ControllerDetail['dirty'] {
  const inLine = order.slice(head, head + limit).map((key) => ({ key, merged: dirty.get(key)?.merged ?? 1, again: false }))
  const again = [...dirty].filter(([key]) => processing.has(key)).slice(0, limit).map(([key, { merged }]) => ({ key, merged, again: true }))
  return [...inLine, ...again]
}
