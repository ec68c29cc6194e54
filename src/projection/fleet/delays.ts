import { parseTimeUs, type Pod } from '../../api/index.ts'
import type { CacheEvent } from '../../cluster/index.ts'
import type { EventId, Micros } from '../../kernel/index.ts'
import { DELAY_BOUNDS_MS, type FleetDelay } from '../../protocol/index.ts'
import { conditionOf } from './tally.ts'

export const DELAYS = ['command-to-ready', 'created-to-bound', 'bound-to-ready'] as const
const BUCKETS = DELAY_BOUNDS_MS.length + 1

/** How long Pods took since the visitor last did something; only those that are under way are remembered one by one. */
export interface Delays {
  counts: Int32Array
  readonly underWay: Map<string, { readonly commandAt: Micros; readonly createdAt: Micros; boundAt: Micros }>
}

export const createDelays = (): Delays => ({ counts: new Int32Array(DELAYS.length * BUCKETS), underWay: new Map() })

/** `inputs` tells when what the visitor did was done, by its root. */
export function followPod({ counts, underWay }: Delays, { event, object, previous }: CacheEvent, root: EventId, now: Micros, inputs: ReadonlyMap<EventId, Micros>): void {
  const pod = object as unknown as Pod
  const uid = pod.metadata.uid!
  if (event === 'DELETED') return void underWay.delete(uid)
  const isReady = conditionOf(pod) === 'ready'
  let one = underWay.get(uid)
  if (!one) {
    // A Pod that was Ready before and is no longer did not begin now.
    if (isReady || event !== 'ADDED' && previous && conditionOf(previous as unknown as Pod) !== 'starting') return
    const createdAt = event === 'ADDED' ? now : parseTimeUs(pod.metadata.creationTimestamp ?? '')
    underWay.set(uid, (one = { createdAt, commandAt: inputs.get(root) ?? createdAt, boundAt: 0 }))
  }
  if (pod.spec.nodeName && one.boundAt === 0) {
    one.boundAt = now
    add(counts, 1, now - one.createdAt)
  }
  if (!isReady) return
  underWay.delete(uid)
  add(counts, 0, now - one.commandAt)
  add(counts, 2, now - one.boundAt)
}

function add(counts: Int32Array, delay: number, us: Micros): void {
  let bucket = 0
  while (bucket < DELAY_BOUNDS_MS.length && us > DELAY_BOUNDS_MS[bucket]! * 1000) bucket++
  counts[delay * BUCKETS + bucket]!++
}

export const delaysOf = ({ counts }: Delays): FleetDelay[] => DELAYS.map((delay, index) => ({ delay, counts: [...counts.subarray(index * BUCKETS, (index + 1) * BUCKETS)] }))
