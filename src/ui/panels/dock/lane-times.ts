/** The first moment stands off the edge. Between two that follow each other short spans are stretched, so that arrows do not lie on each other, and long ones folded. */
const LEAD = 14
const STEP_MIN = 5
const STEP_MAX = 34
const BREAK_US = 500_000

export interface LaneTimes {
  readonly width: number
  /** Where idle time was folded. */
  readonly breaks: readonly number[]
  x(at: number): number
}

/** `zoom` widens all steps alike. */
export function laneTimes(moments: readonly number[], zoom = 1): LaneTimes {
  const times = [...new Set(moments)].sort((a, b) => a - b)
  const places: number[] = [LEAD]
  const breaks: number[] = []
  for (let i = 1; i < times.length; i++) {
    const gap = times[i]! - times[i - 1]!
    const step = zoom * (gap > BREAK_US ? STEP_MAX : Math.min(STEP_MAX, STEP_MIN + gap / 400))
    places.push(places[i - 1]! + step)
    if (gap > BREAK_US) breaks.push(places[i]! - step / 2)
  }
  return {
    width: places.at(-1) ?? LEAD, breaks,
    x(at) {
      const index = lastUpTo(times, at)
      const [from, to] = [times[index] ?? 0, times[index + 1]]
      if (to === undefined || at <= from) return places[index] ?? 0
      return places[index]! + ((at - from) / (to - from)) * (places[index + 1]! - places[index]!)
    },
  }
}

function lastUpTo(times: readonly number[], at: number): number {
  let low = 0
  let high = times.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (times[middle]! <= at) low = middle
    else high = middle - 1
  }
  return low
}
