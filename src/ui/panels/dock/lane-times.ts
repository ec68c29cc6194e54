/** Pixels between two moments that follow each other: short spans are stretched so that arrows do not lie on each other, long ones folded. */
const STEP_MIN = 5
const STEP_MAX = 46
const BREAK_US = 500_000

export interface LaneTimes {
  readonly width: number
  /** Where idle time was folded. */
  readonly breaks: readonly number[]
  x(at: number): number
}

export function laneTimes(moments: readonly number[]): LaneTimes {
  const times = [...new Set(moments)].sort((a, b) => a - b)
  const places: number[] = [0]
  const breaks: number[] = []
  for (let i = 1; i < times.length; i++) {
    const gap = times[i]! - times[i - 1]!
    const step = gap > BREAK_US ? STEP_MAX : Math.min(STEP_MAX, STEP_MIN + gap / 120)
    places.push(places[i - 1]! + step)
    if (gap > BREAK_US) breaks.push(places[i]! - step / 2)
  }
  return {
    width: places.at(-1) ?? 0, breaks,
    x(at) {
      let index = times.length - 1
      while (index > 0 && times[index]! > at) index--
      const [from, to] = [times[index] ?? 0, times[index + 1]]
      if (to === undefined || at <= from) return places[index] ?? 0
      return places[index]! + ((at - from) / (to - from)) * (places[index + 1]! - places[index]!)
    },
  }
}
