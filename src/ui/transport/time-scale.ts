import type { TimelineMark } from '../../protocol/index.ts'

/** Virtual time onto the scrubber: linear, but idle stretches are folded to a short hatch. Microseconds and pixels. What comes after the end goes on in the scale of the last stretch. */
export interface TimeScale {
  readonly xOf: (at: number) => number
  readonly timeOf: (x: number) => number
  readonly folds: readonly { readonly from: number; readonly until: number; readonly x: number; readonly width: number }[]
}

/** All that decides a scale: while this says the same, nothing drawn moves although time goes on. */
export interface ScalePlan { readonly start: number; readonly idles: readonly Idle[]; readonly fold: number; readonly range: number; readonly width: number; readonly key: string }

interface Idle { readonly from: number; readonly until: number }
interface Segment { readonly from: number; readonly until: number; readonly length: number; readonly folded: boolean }

const FOLD_SHARE = .1

export const timeScale = (marks: readonly TimelineMark[], branch: number, start: number, end: number, width: number): TimeScale => scaleOf(planScale(idlesOf(marks, branch), start, end, width))

export const idlesOf = (marks: readonly TimelineMark[], branch: number): readonly Idle[] =>
  marks.filter(mark => mark.mark === 'idle').filter(mark => mark.branch === branch && mark.until > mark.at).map(mark => ({ from: mark.at, until: mark.until })).sort((a, b) => a.from - b.from)

export function planScale(all: readonly Idle[], start: number, latest: number, width: number): ScalePlan {
  const end = Math.max(latest, start + 1)
  const idles = all.filter(({ from, until }) => until > start && from < end).map(({ from, until }) => ({ from: Math.max(start, from), until: Math.min(end, until) }))
  const busy = end - start - idles.reduce((sum, one) => sum + one.until - one.from, 0)
  const fold = stepBelow(Math.max(busy, 1_000_000)) * FOLD_SHARE
  const used = busy + idles.reduce((sum, one) => sum + Math.min(one.until - one.from, fold), 0)
  const range = niceRange(used)
  return { start, idles, fold, range, width, key: `${start} ${idles.length} ${idles.at(-1)?.until ?? 0} ${fold} ${range} ${width}` }
}

export function scaleOf({ start, idles, fold, range, width }: ScalePlan): TimeScale {
  const perUnit = width / range
  const placed: (Segment & { readonly x: number; readonly width: number })[] = []
  let x = 0
  for (const segment of segmentsOf(idles, start, fold)) {
    placed.push({ ...segment, x, width: segment.length * perUnit })
    x += segment.length * perUnit
  }
  return {
    xOf(at) {
      const { from, until, x: left, width: wide } = placed.find(one => at <= one.until) ?? placed.at(-1)!
      return until === Infinity ? left + Math.max(0, at - from) * perUnit : left + (Math.max(0, at - from) / (until - from)) * wide
    },
    timeOf(px) {
      const { from, until, x: left, width: wide } = placed.find(one => px <= one.x + one.width) ?? placed.at(-1)!
      if (until === Infinity) return Math.round(from + Math.max(0, px - left) / perUnit)
      return Math.round(from + (wide === 0 ? 0 : Math.min(1, Math.max(0, (px - left) / wide))) * (until - from))
    },
    folds: placed.filter(one => one.folded),
  }
}

/** The last stretch has no end. */
function segmentsOf(idles: readonly Idle[], start: number, fold: number): readonly Segment[] {
  const segments: Segment[] = []
  let at = start
  for (const { from, until } of idles) {
    if (from > at) segments.push({ from: at, until: from, length: from - at, folded: false })
    if (until > Math.max(at, from)) segments.push({ from: Math.max(at, from), until, length: Math.min(until - from, fold), folded: until - from > fold })
    at = Math.max(at, until)
  }
  segments.push({ from: at, until: Infinity, length: Infinity, folded: false })
  return segments
}

const STEPS = [1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10]

/** Steps, so that the scale rests while time runs and changes rarely: room is left for what was not simulated yet. */
export function niceRange(used: number): number {
  const least = Math.max(used * 1.12, 5_000_000)
  let magnitude = 1_000_000
  while (magnitude * 10 < least) magnitude *= 10
  return (STEPS.find(step => step * magnitude >= least) ?? 10) * magnitude
}

function stepBelow(value: number): number {
  let magnitude = 1_000_000
  while (magnitude * 10 <= value) magnitude *= 10
  return (STEPS.findLast(step => step * magnitude <= value) ?? 1) * magnitude
}

export const secondsText = (us: number): string => (us / 1_000_000).toFixed(3)
