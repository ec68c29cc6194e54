import type { StoryState } from '../../../protocol/index.ts'

type Hop = StoryState['hops'][number]

export interface VisibleHops {
  readonly shown: readonly Hop[]
  /** Hops that happened and are folded away. */
  readonly earlier: number
  /** The next hop, while a question keeps it hidden. */
  readonly hidden?: Hop
}

/** The last `most` hops that happened, in the order of the lesson, and the next one unless it is hidden: no hop beyond that. */
export function visibleHops(hops: readonly Hop[], most: number): VisibleHops {
  const past = hops.filter(({ state }) => state === 'done' || state === 'now')
  const now = past.findIndex(({ state }) => state === 'now')
  const end = now < 0 ? past.length : now + 1
  const begin = Math.max(0, end - most)
  const recent = most === Infinity ? past : past.slice(begin, end)
  const next = past.length === 0 ? undefined : hops.find(({ state }) => state === 'next')
  const hidden = next === undefined && past.length > 0 ? hops.slice(hops.findLastIndex(({ state }) => state === 'done' || state === 'now')).find(({ state }) => state === 'hidden') : undefined
  return { shown: next === undefined ? recent : [...recent, next], earlier: past.length - recent.length, hidden }
}
