import type { Node, Pod } from '../../api/index.ts'
import { sameValue } from '../../api/index.ts'
import { addUsage, clearSlot, createColumns, growColumns, setAllocatable, type NodeColumns } from './columns.ts'
import { addToZone, interleaved, removeFromZone, zoneOf, type Zones } from './node-order.ts'
import { knownPod, looksTheSame, normalImage, shapeOf, shapeSignature, type KnownPod, type Labels, type PodShape } from './shape.ts'
import type { ShapeColumns } from './shape-columns.ts'
import { countPod, unfollow, type SpreadCounter } from './spread-counts.ts'

/** What the scheduler believes of the cluster: what it heard, plus the pods that it has placed and not yet heard of. */
export interface ClusterCache {
  readonly shapes: Map<string, { readonly shape: PodShape; pods: number }>
  nextShape: number
  /** The Pod that was heard of last: the next one is mostly its like. */
  newest: KnownPod | undefined
  readonly slots: Map<string, number>
  readonly free: number[]
  /** By slot; a node of which only pods are known has none. */
  readonly nodes: (Node | undefined)[]
  readonly podsOn: Map<string, KnownPod>[]
  readonly columns: NodeColumns
  readonly zones: Zones
  /** Slots in the order of the search; rebuilt lazily when nodes come, go or move. */
  order: Int32Array
  orderStale: boolean
  /** Which slot each assigned pod occupies, and which of these pods are only assumed to be bound. */
  readonly slotOf: Map<string, number>
  readonly assumed: Set<string>
  /** How many pods of a slot want host ports, have affinity terms, have required anti-affinity. */
  readonly portUsers: Map<number, number>
  readonly affinityUsers: Map<number, number>
  readonly refusers: Map<number, number>
  readonly nominated: Map<string, Map<string, KnownPod>>
  readonly nominatedOn: Map<string, string>
  readonly images: Map<string, { bytes: number; nodes: number }>
  readonly namespaces: Map<string, Labels>
  /** Grow when labels, taints or the set of nodes change; and when images come or go. */
  topologyVersion: number
  imagesVersion: number
  readonly counters: Map<string, SpreadCounter>
  readonly countersOf: Map<string, string[]>
  /** What is known about each shape on each node. */
  readonly shapeColumns: Map<number, ShapeColumns>
}

export const createCache = (): ClusterCache => ({
  shapes: new Map(), nextShape: 1, newest: undefined, slots: new Map(), free: [], nodes: [], podsOn: [], columns: createColumns(16), zones: new Map(),
  order: new Int32Array(0), orderStale: false, slotOf: new Map(), assumed: new Set(), portUsers: new Map(), affinityUsers: new Map(), refusers: new Map(),
  nominated: new Map(), nominatedOn: new Map(), images: new Map(), namespaces: new Map(), topologyVersion: 0, imagesVersion: 0,
  counters: new Map(), countersOf: new Map(), shapeColumns: new Map(),
})

/** The pod with the shape that it shares with its like. Idle shapes are forgotten once there are many. */
export function know(cache: ClusterCache, pod: Pod, before?: KnownPod): KnownPod {
  // What changes of a Pod is mostly its status: the shape that it had is found without writing its signature.
  const like = before ?? cache.newest
  if (like && looksTheSame(pod, like.pod) && cache.shapes.get(like.shape.signature)?.shape === like.shape) return knownPod(pod, like.shape)
  const signature = shapeSignature(pod)
  let entry = cache.shapes.get(signature)
  if (!entry) {
    if (cache.shapes.size >= SHAPES_MAX) forgetIdleShapes(cache)
    cache.shapes.set(signature, entry = { shape: shapeOf(pod, cache.nextShape++, signature), pods: 0 })
  }
  return cache.newest = knownPod(pod, entry.shape)
}

const SHAPES_MAX = 4096

function forgetIdleShapes(cache: ClusterCache): void {
  for (const [signature, { shape, pods }] of cache.shapes) {
    if (pods > 0) continue
    cache.shapes.delete(signature)
    unfollow(cache, shape.id)
    cache.shapeColumns.delete(shape.id)
  }
}

export function assignedPod(cache: ClusterCache, key: string): KnownPod | undefined {
  const slot = cache.slotOf.get(key)
  return slot === undefined ? undefined : cache.podsOn[slot]!.get(key)
}

/** Puts the pod on the node, or replaces what was known of it. */
export function placePod(cache: ClusterCache, known: KnownPod, node: string): void {
  const old = assignedPod(cache, known.key)
  const slot = slotFor(cache, node)
  if (old && cache.slotOf.get(known.key) === slot && old.shape === known.shape && old.terminating === known.terminating) {
    cache.podsOn[slot]!.set(known.key, known)
    return
  }
  if (old) removePod(cache, known.key)
  cache.podsOn[slot]!.set(known.key, known)
  cache.slotOf.set(known.key, slot)
  account(cache, slot, known, 1)
}

export function removePod(cache: ClusterCache, key: string): KnownPod | undefined {
  const slot = cache.slotOf.get(key)
  const known = assignedPod(cache, key)
  if (slot === undefined || !known) return undefined
  cache.podsOn[slot]!.delete(key)
  cache.slotOf.delete(key)
  cache.assumed.delete(key)
  account(cache, slot, known, -1)
  if (!cache.nodes[slot] && cache.podsOn[slot]!.size === 0) release(cache, slot)
  return known
}

export function assumePod(cache: ClusterCache, known: KnownPod, node: string): void {
  placePod(cache, known, node)
  cache.assumed.add(known.key)
}

/** A heartbeat changes nothing that scheduling looks at, and so costs nothing here. */
export function setNode(cache: ClusterCache, node: Node): void {
  const slot = slotFor(cache, node.metadata.name!)
  const old = cache.nodes[slot]
  cache.nodes[slot] = node
  if (!old || zoneOf(old) !== zoneOf(node)) {
    if (old) removeFromZone(cache.zones, old)
    addToZone(cache.zones, node)
    cache.orderStale = true
  }
  if (!old || !sameValue(old.status?.allocatable, node.status?.allocatable)) setAllocatable(cache.columns, slot, node)
  if (!old || !sameValue(old.status?.images, node.status?.images)) {
    countImages(cache, old, -1)
    countImages(cache, node, 1)
    cache.imagesVersion++
  }
  if (!old || old.spec.unschedulable !== node.spec.unschedulable || !sameValue(old.metadata.labels, node.metadata.labels) || !sameValue(old.spec.taints, node.spec.taints)) {
    topologyChanged(cache, slot)
  }
}

/** Its pods stay known until their own deletion is heard of. */
export function removeNode(cache: ClusterCache, name: string): void {
  const slot = cache.slots.get(name)
  const old = slot === undefined ? undefined : cache.nodes[slot]
  if (slot === undefined || !old) return
  removeFromZone(cache.zones, old)
  cache.orderStale = true
  countImages(cache, old, -1)
  cache.imagesVersion++
  cache.nodes[slot] = undefined
  setAllocatable(cache.columns, slot, undefined)
  topologyChanged(cache, slot)
  if (cache.podsOn[slot]!.size === 0) release(cache, slot)
}

export function nominate(cache: ClusterCache, known: KnownPod, node: string): void {
  unnominate(cache, known.key)
  if (!node) return
  const pods = cache.nominated.get(node) ?? new Map<string, KnownPod>()
  pods.set(known.key, known)
  cache.nominated.set(node, pods)
  cache.nominatedOn.set(known.key, node)
}

export function unnominate(cache: ClusterCache, key: string): void {
  const node = cache.nominatedOn.get(key)
  if (node === undefined) return
  cache.nominatedOn.delete(key)
  const pods = cache.nominated.get(node)!
  pods.delete(key)
  if (pods.size === 0) cache.nominated.delete(node)
}

/** Slots in the order in which a search visits them. */
export function searchOrder(cache: ClusterCache): Int32Array {
  if (cache.orderStale) {
    cache.order = Int32Array.from(interleaved(cache.zones), name => cache.slots.get(name)!)
    cache.orderStale = false
  }
  return cache.order
}

function slotFor(cache: ClusterCache, name: string): number {
  const known = cache.slots.get(name)
  if (known !== undefined) return known
  const slot = cache.free.pop() ?? cache.nodes.length
  if (slot >= cache.columns.capacity) {
    growColumns(cache.columns)
    // They are as long as the columns, and quickly computed anew.
    cache.shapeColumns.clear()
    cache.counters.clear()
    cache.countersOf.clear()
  }
  cache.slots.set(name, slot)
  cache.nodes[slot] = undefined
  cache.podsOn[slot] = new Map()
  return slot
}

function release(cache: ClusterCache, slot: number): void {
  for (const [name, one] of cache.slots) if (one === slot) cache.slots.delete(name)
  clearSlot(cache.columns, slot)
  cache.free.push(slot)
}

function account(cache: ClusterCache, slot: number, known: KnownPod, sign: 1 | -1): void {
  const { shape } = known
  addUsage(cache.columns, slot, shape, sign)
  const entry = cache.shapes.get(shape.signature)
  if (entry?.shape === shape) entry.pods += sign
  if (shape.ports.length) tally(cache.portUsers, slot, sign)
  if (shape.hasAffinity) tally(cache.affinityUsers, slot, sign)
  if (shape.requiredAntiAffinity.length) tally(cache.refusers, slot, sign)
  if (!known.terminating) countPod(cache, slot, shape, sign)
}

function tally(counts: Map<number, number>, slot: number, sign: 1 | -1): void {
  const count = (counts.get(slot) ?? 0) + sign
  if (count > 0) counts.set(slot, count)
  else counts.delete(slot)
}

function topologyChanged(cache: ClusterCache, slot: number): void {
  cache.topologyVersion++
  for (const columns of cache.shapeColumns.values()) columns.verdict[slot] = 0
}

function countImages({ images }: ClusterCache, node: Node | undefined, sign: 1 | -1): void {
  for (const { names, sizeBytes } of node?.status?.images ?? []) {
    for (const name of new Set((names ?? []).map(normalImage))) {
      const image = images.get(name) ?? { bytes: 0, nodes: 0 }
      image.nodes += sign
      if (sign > 0) image.bytes = sizeBytes ?? 0
      if (image.nodes > 0) images.set(name, image)
      else images.delete(name)
    }
  }
}
