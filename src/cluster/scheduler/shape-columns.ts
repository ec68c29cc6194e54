import type { ClusterCache } from './cache.ts'
import { imageScore } from './plugins/image-locality.ts'
import { matchesNode, preferredWeight } from './plugins/node-affinity.ts'
import { countsNode } from './plugins/pod-topology-spread.ts'
import { softTaints } from './plugins/taint-toleration.ts'
import type { PodShape, SpreadConstraint } from './shape.ts'
import { counterKey, followCounter, unfollow } from './spread-counts.ts'
import { tolerated, UNSCHEDULABLE_TAINT, untoleratedTaint } from './taints.ts'

/** What is known about one shape on every node: computed once, and again for the node that changed. */
export interface ShapeColumns {
  /** 0: not known yet. Otherwise one of the verdicts below: the first static filter that refuses the node. */
  readonly verdict: Uint8Array
  readonly softTaints: Int32Array
  readonly preferred: Int32Array
  readonly images: Uint8Array
  imagesAt: number
  /** Scores from usage, valid where `scoredAt` is the version of the node's numbers. */
  readonly least: Uint8Array
  readonly balanced: Uint8Array
  readonly scoredAt: Int32Array
  /** Hard constraints, then soft ones. */
  spread: SpreadColumns[]
  spreadAt: number
  /** Which default constraints the soft ones are made of. */
  defaults: string
}

export interface SpreadColumns {
  readonly constraint: SpreadConstraint
  readonly hard: boolean
  readonly counter: string
  /** The node's domain as an index; -1 without the label. */
  readonly domainOf: Int32Array
  /** Pods on this node are counted for its domain. */
  readonly eligible: Uint8Array
  /** Soft constraints of the pod's own leave out nodes that lack any label. */
  readonly ignored: Uint8Array
  /** Pods by domain; of hard constraints only domains with an eligible node exist. */
  readonly sums: Float64Array
  readonly exists: Uint8Array
  domains: number
  /** In which search a domain was last met. */
  readonly met: Int32Array
}

export const PASSES = 1
export const CORDONED = 2
export const TAINTED = 3
export const MISMATCHED = 4

export function columnsFor(cache: ClusterCache, shape: PodShape, defaultSpread: readonly SpreadConstraint[]): ShapeColumns {
  let columns = cache.shapeColumns.get(shape.id)
  if (!columns) {
    if (cache.shapeColumns.size >= SHAPES_MAX) evict(cache)
    cache.shapeColumns.set(shape.id, columns = create(cache.columns.capacity))
  }
  const defaults = defaultSpread[0]?.selectorId ?? ''
  if (columns.spreadAt !== cache.topologyVersion || columns.defaults !== defaults) {
    if (columns.defaults !== defaults) unfollow(cache, shape.id)
    const soft = shape.ownSpread ? shape.softSpread : defaultSpread
    columns.spread = [...shape.hardSpread.map(one => spreadColumns(cache, shape, one, true, shape.hardSpread)), ...soft.map(one => spreadColumns(cache, shape, one, false, soft))]
    columns.spreadAt = cache.topologyVersion
    columns.defaults = defaults
  }
  return columns
}

/** The verdict of the filters that look at nothing but labels, taints and the cordon. */
export function judge({ nodes }: ClusterCache, shape: PodShape, columns: ShapeColumns, slot: number): number {
  const node = nodes[slot]!
  columns.softTaints[slot] = softTaints(node.spec.taints, shape.tolerations)
  columns.preferred[slot] = preferredWeight(shape, node)
  return columns.verdict[slot] = node.spec.unschedulable && !tolerated(UNSCHEDULABLE_TAINT, shape.tolerations) ? CORDONED
    : untoleratedTaint(node.spec.taints, shape.tolerations) ? TAINTED
    : matchesNode(shape, node) ? PASSES : MISMATCHED
}

export function refreshImages(cache: ClusterCache, shape: PodShape, columns: ShapeColumns, nodeCount: number): void {
  if (columns.imagesAt === cache.imagesVersion) return
  columns.imagesAt = cache.imagesVersion
  const wanted = shape.images.some(name => cache.images.has(name))
  if (!wanted) columns.images.fill(0)
  else cache.nodes.forEach((node, slot) => { columns.images[slot] = node ? imageScore(shape, node, cache.images, nodeCount) : 0 })
}

const SHAPES_MAX = 64

/** The shape that was made first leaves: templates come and go in order. */
function evict(cache: ClusterCache): void {
  const oldest = cache.shapeColumns.keys().next().value!
  unfollow(cache, oldest)
  cache.shapeColumns.delete(oldest)
}

const create = (capacity: number): ShapeColumns => ({
  verdict: new Uint8Array(capacity), softTaints: new Int32Array(capacity), preferred: new Int32Array(capacity), images: new Uint8Array(capacity), imagesAt: -1,
  least: new Uint8Array(capacity), balanced: new Uint8Array(capacity), scoredAt: new Int32Array(capacity).fill(-1), spread: [], spreadAt: -1, defaults: '',
})

function spreadColumns(cache: ClusterCache, shape: PodShape, constraint: SpreadConstraint, hard: boolean, together: readonly SpreadConstraint[]): SpreadColumns {
  const { capacity } = cache.columns
  const { bySlot } = followCounter(cache, shape, constraint)
  const domainOf = new Int32Array(capacity).fill(-1)
  const eligible = new Uint8Array(capacity)
  const ignored = new Uint8Array(capacity)
  const index = new Map<string, number>()
  cache.nodes.forEach((node, slot) => {
    if (!node) return
    const labels = node.metadata.labels ?? {}
    const complete = together.every(({ topologyKey }) => labels[topologyKey] !== undefined)
    if (shape.ownSpread && !complete) ignored[slot] = 1
    const value = labels[constraint.topologyKey]
    if (value === undefined) return
    let domain = index.get(value)
    if (domain === undefined) index.set(value, domain = index.size)
    domainOf[slot] = domain
    if ((complete || !shape.ownSpread) && countsNode(constraint, shape, node)) eligible[slot] = 1
  })
  const sums = new Float64Array(index.size)
  const exists = new Uint8Array(index.size)
  for (let slot = 0; slot < domainOf.length; slot++) {
    if (!eligible[slot]) continue
    sums[domainOf[slot]!]! += bySlot[slot]!
    exists[domainOf[slot]!] = 1
  }
  const domains = exists.reduce((sum, one) => sum + one, 0)
  return { constraint, hard, counter: counterKey(shape.namespace, constraint), domainOf, eligible, ignored, sums, exists, domains, met: new Int32Array(index.size + 1) }
}
