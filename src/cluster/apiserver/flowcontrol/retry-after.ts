/** How long those who are refused at a level are asked to stay away, in seconds. Models the tracker of dropped requests. */
export interface RetryAfter { seconds: number; changedAt: number; second: number; count: number; history: { readonly second: number; readonly count: number }[] }

const SECONDS_MAX = 32

export const createRetryAfter = (): RetryAfter => ({ seconds: 1, changedAt: -SECONDS_MAX, second: -1, count: 0, history: [] })

/** Notes one refusal; `nowUs` is virtual time. It takes three a second for as long as one is asked to wait until the wait doubles. */
export function refused(tracker: RetryAfter, nowUs: number): void {
  const second = Math.floor(nowUs / 1_000_000)
  if (second === tracker.second) {
    tracker.count++
    return
  }
  if (tracker.second >= 0) tracker.history.push({ second: tracker.second, count: tracker.count })
  const kept = Math.min(SECONDS_MAX, 2 * tracker.seconds)
  tracker.history = tracker.history.filter((one) => second - one.second <= kept)
  tracker.second = second
  tracker.count = 1
  const recent = tracker.history.reduce((sum, one) => (second - one.second <= tracker.seconds ? sum + one.count : sum), 0)
  if (second - tracker.changedAt >= tracker.seconds && recent >= 3 * tracker.seconds) {
    tracker.seconds = Math.min(SECONDS_MAX, 2 * tracker.seconds)
    tracker.changedAt = second
  } else if (recent < tracker.seconds && tracker.seconds > 1) tracker.seconds--
}
