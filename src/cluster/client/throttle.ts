import { SECOND, type Micros } from '../../kernel/index.ts'

/** A token bucket as the time at which it would be full again: integers only, one number of state. */
export interface Throttle {
  readonly intervalUs: Micros
  readonly burst: number
  fullAt: Micros
}

export const createThrottle = (qps: number, burst: number): Throttle => ({ intervalUs: Math.round(SECOND / qps), burst, fullAt: 0 })

/** Takes a token and returns how long to wait for it: 0 while the bucket is not empty. */
export function reserve(throttle: Throttle, now: Micros): Micros {
  const fullAt = Math.max(throttle.fullAt, now)
  throttle.fullAt = fullAt + throttle.intervalUs
  return Math.max(0, fullAt - now - (throttle.burst - 1) * throttle.intervalUs)
}

/** Takes a token if there is one; never waits. */
export function tryTake(throttle: Throttle, now: Micros): boolean {
  const fullAt = Math.max(throttle.fullAt, now)
  if (fullAt - now > (throttle.burst - 1) * throttle.intervalUs) return false
  throttle.fullAt = fullAt + throttle.intervalUs
  return true
}
