import type { TimelineMark } from '../../protocol/index.ts'

/** Virtual time onto the scrubber: linear, but idle stretches are folded to a short hatch. Microseconds and pixels. */
export interface TimeScale {
  readonly xOf: (at: number) => number
  readonly timeOf: (x: number) => number
  readonly folds: readonly { readonly from: number; readonly until: number; readonly x: number; readonly width: number }[]
}

interface Segment { readonly from: number; readonly until: number; readonly length: number; readonly folded: boolean }

const FOLD_SHARE = .1

export function timeScale(marks: readonly TimelineMark[], branch: number, start: number, end: number, width: number): TimeScale {
  const segments = segmentsOf(marks, branch, start, Math.max(end, start + 1))
  const used = segments.reduce((sum, one) => sum + one.length, 0)
  const range = niceRange(used)
  const perUnit = width / range
  const placed: (Segment & { readonly x: number; readonly width: number })[] = []
  let x = 0
  for (const segment of segments) {
    placed.push({ ...segment, x, width: segment.length * perUnit })
    x += segment.length * perUnit
  }
  return {
    xOf(at) {
      const segment = placed.find(one => at <= one.until) ?? placed.at(-1)
      if (segment === undefined) return 0
      return segment.x + (Math.max(0, at - segment.from) / (segment.until - segment.from)) * segment.width
    },
    timeOf(px) {
      const segment = placed.find(one => px <= one.x + one.width) ?? placed.at(-1)
      if (segment === undefined) return start
      const part = segment.width === 0 ? 0 : Math.min(1, Math.max(0, (px - segment.x) / segment.width))
      return Math.round(segment.from + part * (segment.until - segment.from))
    },
    folds: placed.filter(one => one.folded),
  }
}

function segmentsOf(marks: readonly TimelineMark[], branch: number, start: number, end: number): readonly Segment[] {
  const idles = marks
    .filter(mark => mark.mark === 'idle')
    .filter(mark => mark.branch === branch && mark.until > start && mark.at < end && mark.until > mark.at)
    .map(mark => ({ from: Math.max(start, mark.at), until: Math.min(end, mark.until) }))
    .sort((a, b) => a.from - b.from)
  const busy = end - start - idles.reduce((sum, one) => sum + one.until - one.from, 0)
  const fold = Math.max(busy, 1_000_000) * FOLD_SHARE
  const segments: Segment[] = []
  let at = start
  for (const { from, until } of idles) {
    if (from > at) segments.push({ from: at, until: from, length: from - at, folded: false })
    if (until > Math.max(at, from)) segments.push({ from: Math.max(at, from), until, length: Math.min(until - from, fold), folded: until - from > fold })
    at = Math.max(at, until)
  }
  if (end > at) segments.push({ from: at, until: end, length: end - at, folded: false })
  return segments
}

/** Steps, so that the scale rests while time runs and changes rarely: room is left for what was not simulated yet. */
export function niceRange(used: number): number {
  const least = Math.max(used * 1.12, 5_000_000)
  const STEPS = [1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10]
  let magnitude = 1_000_000
  while (magnitude * 10 < least) magnitude *= 10
  return (STEPS.find(step => step * magnitude >= least) ?? 10) * magnitude
}

export const secondsText = (us: number): string => (us / 1_000_000).toFixed(3)
