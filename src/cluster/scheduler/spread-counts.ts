import { matchesLabels, type Selector } from '../../api/index.ts'
import type { ClusterCache } from './cache.ts'
import { matchesEverything } from './plugins/pod-topology-spread.ts'
import type { PodShape, SpreadConstraint } from './shape.ts'

/** How many pods of a namespace that match a selector are on each node. Kept up to date pod by pod, never recounted. */
export interface SpreadCounter {
  readonly namespace: string
  readonly selector: Selector
  readonly bySlot: Int32Array
  /** Does a shape match? Remembered by shape. */
  readonly matches: Map<number, boolean>
  /** Shapes whose domain sums follow this counter. */
  readonly followers: number[]
}

export const counterKey = (namespace: string, { selectorId }: SpreadConstraint): string => `${namespace}\n${selectorId}`

/** Counts the pods present once, when a selector is first asked for. */
export function followCounter(cache: ClusterCache, { id, namespace }: PodShape, constraint: SpreadConstraint): SpreadCounter {
  const key = counterKey(namespace, constraint)
  let counter = cache.counters.get(key)
  if (!counter) {
    counter = { namespace, selector: constraint.selector, bySlot: new Int32Array(cache.columns.capacity), matches: new Map(), followers: [] }
    cache.counters.set(key, counter)
    const keys = cache.countersOf.get(namespace) ?? []
    keys.push(key)
    cache.countersOf.set(namespace, keys)
    cache.podsOn.forEach((pods, slot) => {
      for (const { shape, terminating } of pods.values()) if (!terminating && counts(counter!, shape)) counter!.bySlot[slot]!++
    })
  }
  if (!counter.followers.includes(id)) counter.followers.push(id)
  return counter
}

/** Nobody follows a counter for ever: the last follower takes it along. */
export function unfollow(cache: ClusterCache, shapeId: number): void {
  for (const { counter: key } of cache.shapeColumns.get(shapeId)?.spread ?? []) {
    const counter = cache.counters.get(key)
    if (!counter) continue
    const at = counter.followers.indexOf(shapeId)
    if (at >= 0) counter.followers.splice(at, 1)
    if (counter.followers.length > 0) continue
    cache.counters.delete(key)
    const keys = cache.countersOf.get(counter.namespace)!.filter(one => one !== key)
    if (keys.length) cache.countersOf.set(counter.namespace, keys)
    else cache.countersOf.delete(counter.namespace)
  }
}

export function countPod(cache: ClusterCache, slot: number, shape: PodShape, sign: 1 | -1): void {
  const keys = cache.countersOf.get(shape.namespace)
  if (!keys) return
  for (const key of keys) {
    const counter = cache.counters.get(key)!
    if (!counts(counter, shape)) continue
    counter.bySlot[slot]! += sign
    for (const follower of counter.followers) {
      for (const one of cache.shapeColumns.get(follower)?.spread ?? []) if (one.counter === key && one.eligible[slot]) one.sums[one.domainOf[slot]!]! += sign
    }
  }
}

function counts({ namespace, selector, matches }: SpreadCounter, shape: PodShape): boolean {
  if (shape.namespace !== namespace || matchesEverything(selector)) return false
  let known = matches.get(shape.id)
  if (known === undefined) {
    if (matches.size >= MEMO_MAX) matches.clear()
    matches.set(shape.id, known = matchesLabels(selector, shape.labels))
  }
  return known
}

const MEMO_MAX = 4096
