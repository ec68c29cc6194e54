// The arithmetic of a rollout, on plain numbers. Models pkg/controller/deployment/util and rolling.go.

export type IntOrPercent = number | string

/** The two limits of a rolling update, in pods. */
export interface Fenceposts { readonly maxSurge: number; readonly maxUnavailable: number }

/** maxSurge rounds up, maxUnavailable down; if both come to nothing, one pod may be unavailable, or nothing would ever move. */
export function fenceposts(maxSurge: IntOrPercent | undefined, maxUnavailable: IntOrPercent | undefined, replicas: number): Fenceposts {
  const surge = scaled(maxSurge ?? 0, replicas, 'up')
  const unavailable = scaled(maxUnavailable ?? 0, replicas, 'down')
  return { maxSurge: surge, maxUnavailable: surge === 0 && unavailable === 0 ? 1 : unavailable }
}

export function scaled(value: IntOrPercent, total: number, round: 'up' | 'down'): number {
  if (typeof value === 'number') return value
  const percent = Number.parseInt(value, 10)
  const hundredfold = (Number.isNaN(percent) ? 0 : percent) * total
  return round === 'up' ? Math.ceil(hundredfold / 100) : Math.floor(hundredfold / 100)
}

export interface Sizes {
  /** spec.replicas */
  readonly replicas: number
  /** status.availableReplicas */
  readonly available: number
}

export interface Rollout extends Fenceposts { readonly replicas: number }

/** How large the new ReplicaSet may be now: all ReplicaSets together may want replicas + maxSurge pods. */
export function newReplicaSetSize({ replicas, maxSurge }: Rollout, all: readonly Sizes[], current: Sizes): number {
  if (current.replicas >= replicas) return replicas
  const room = replicas + maxSurge - sum(all, 'replicas')
  return room <= 0 ? current.replicas : current.replicas + Math.min(room, replicas - current.replicas)
}

export interface Resize { readonly index: number; readonly from: number; readonly to: number; readonly why: 'unhealthy' | 'available' }

/**
 * How the old ReplicaSets (oldest first) shrink, one write after the other: first pods that are unavailable anyway, then available
 * ones, as far as replicas - maxUnavailable stay available. Pods that the new ReplicaSet wants and does not have count as missing.
 */
export function oldReplicaSetSizes({ replicas, maxUnavailable }: Rollout, current: Sizes, old: readonly Sizes[]): readonly Resize[] {
  const wanted = sum(old, 'replicas') + current.replicas
  const minAvailable = replicas - maxUnavailable
  const maxScaledDown = wanted - minAvailable - (current.replicas - current.available)
  if (sum(old, 'replicas') === 0 || maxScaledDown <= 0) return []
  return shrinking(old, maxScaledDown, sum(old, 'available') + current.available - minAvailable)
}

/** `most`: how many pods may go at all, `spare`: how many of them may be available ones. */
function shrinking(old: readonly Sizes[], most: number, spare: number): readonly Resize[] {
  const sizes = old.map((each) => each.replicas)
  const resizes: Resize[] = []
  const shrink = (index: number, by: number, why: Resize['why']): void => {
    resizes.push({ index, from: sizes[index]!, to: sizes[index]! - by, why })
    sizes[index]! -= by
  }

  let cleaned = 0
  for (const [index, { available }] of old.entries()) {
    const size = sizes[index]!
    if (cleaned >= most) break
    if (size === 0 || size === available) continue
    // A status that is older than the spec: the real controller gives this pass up.
    if (available > size) return resizes
    const by = Math.min(most - cleaned, size - available)
    shrink(index, by, 'unhealthy')
    cleaned += by
  }

  let left = spare
  old.forEach((_, index) => {
    const by = Math.min(sizes[index]!, left)
    if (by <= 0) return
    shrink(index, by, 'available')
    left -= by
  })
  return resizes
}

export interface Share {
  readonly replicas: number
  /** Annotation deployment.kubernetes.io/max-replicas: the whole that this size was once a part of. */
  readonly maxReplicas: number | undefined
}

/**
 * A change of scale in the middle of a rollout is shared out by size. `shares` are in the order in which they are served
 * (largest first); the first also takes what rounding leaves over. Returns the new sizes.
 */
export function proportionalSizes({ replicas, maxSurge }: Rollout, statusReplicas: number, shares: readonly Share[]): readonly number[] {
  const allowed = replicas > 0 ? replicas + maxSurge : 0
  const toAdd = allowed - shares.reduce((total, share) => total + share.replicas, 0)
  if (toAdd === 0) return shares.map((share) => share.replicas)
  let added = 0
  const sizes = shares.map((share) => {
    const by = proportion(share, replicas, maxSurge, statusReplicas, toAdd, added)
    added += by
    return share.replicas + by
  })
  if (sizes.length > 0) sizes[0] = Math.max(0, sizes[0]! + toAdd - added)
  return sizes
}

function proportion(share: Share, replicas: number, maxSurge: number, statusReplicas: number, toAdd: number, added: number): number {
  if (share.replicas === 0 || toAdd === added) return 0
  const fraction = fractionOf(share, replicas, maxSurge, statusReplicas)
  return toAdd > 0 ? Math.min(fraction, toAdd - added) : Math.max(fraction, toAdd - added)
}

function fractionOf(share: Share, replicas: number, maxSurge: number, statusReplicas: number): number {
  if (replicas === 0) return -share.replicas
  const before = share.maxReplicas || statusReplicas
  if (before === 0) return 0
  return Math.floor((share.replicas * (replicas + maxSurge)) / before + 0.5) - share.replicas
}

export const sum = (all: readonly Sizes[], field: keyof Sizes): number => all.reduce((total, each) => total + each[field], 0)
