import type { TimelineDelta } from '../../protocol/index.ts'

type Branches = TimelineDelta['branches']

/** When two branches parted: where the first of their ancestors that they do not share was forked off. */
export function partedAt(branches: Branches, a: number, b: number): number {
  const [mine, others] = [lineage(branches, a), lineage(branches, b)]
  let shared = 0
  while (mine[shared] !== undefined && mine[shared]?.id === others[shared]?.id) shared++
  const forks = [mine[shared], others[shared]].flatMap(one => (one === undefined ? [] : [one.forkAt]))
  return forks.length === 0 ? 0 : Math.min(...forks)
}

/** A branch and all that it comes from, the oldest first. A parent that was deleted ends the line. */
function lineage(branches: Branches, id: number): Branches {
  const line: Branches[number][] = []
  for (let one = branches.find(branch => branch.id === id); one !== undefined; one = branches.find(branch => branch.id === one?.parent)) line.unshift(one)
  return line
}

export interface Chip { readonly id: number; readonly x: number; readonly width: number }

const GAP = 6

/** Puts labels into one row, each as near to its wish as the others let it. What does not fit is made narrower. */
export function packChips(wishes: readonly Chip[], room: number): readonly Chip[] {
  const widest = Math.max(24, Math.floor((room - GAP * (wishes.length - 1)) / Math.max(1, wishes.length)))
  const total = wishes.reduce((sum, { width }) => sum + width + GAP, -GAP)
  const placed = [...wishes].sort((a, b) => a.x - b.x || a.id - b.id).map(one => (total > room ? { ...one, width: Math.min(one.width, widest) } : one))
  let end = -GAP
  for (const [index, one] of placed.entries()) {
    placed[index] = { ...one, x: Math.max(one.x, end + GAP) }
    end = (placed[index]?.x ?? 0) + one.width
  }
  let limit = room
  for (let index = placed.length - 1; index >= 0; index--) {
    const one = placed[index]!
    placed[index] = { ...one, x: Math.max(0, Math.min(one.x, limit - one.width)) }
    limit = (placed[index]?.x ?? 0) - GAP
  }
  return placed
}
