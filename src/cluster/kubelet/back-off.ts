import { MINUTE, SECOND, type Micros } from '../../kernel/index.ts'

/** Models client-go's flowcontrol.Backoff, one entry. */
export interface BackOff { readonly us: Micros; readonly updatedAtUs: Micros }

export const BACK_OFF_FIRST_US = 10 * SECOND
export const BACK_OFF_MAX_US = 5 * MINUTE

/** For crashing containers: counts from the moment the last one finished. Without an entry the first restart is at once. */
export function isInBackOffSince(entry: BackOff | undefined, finishedAtUs: Micros, nowUs: Micros): boolean {
  if (!entry || expired(finishedAtUs, entry)) return false
  return nowUs - finishedAtUs < entry.us
}

/** For image pulls: counts from the last failure. */
export function isInBackOff(entry: BackOff | undefined, nowUs: Micros): boolean {
  if (!entry || expired(nowUs, entry)) return false
  return nowUs - entry.updatedAtUs < entry.us
}

/** Ten seconds, then twice as long each time; forgotten after ten good minutes. */
export function nextBackOff(entry: BackOff | undefined, eventAtUs: Micros, nowUs: Micros): BackOff {
  if (!entry || expired(eventAtUs, entry)) return { us: BACK_OFF_FIRST_US, updatedAtUs: nowUs }
  return { us: Math.min(2 * entry.us, BACK_OFF_MAX_US), updatedAtUs: nowUs }
}

/** As Go prints a duration of whole seconds: 10s, 1m20s, 5m0s. */
export function durationText(us: Micros): string {
  const seconds = Math.round(us / SECOND)
  return seconds < 60 ? `${seconds}s` : `${Math.floor(seconds / 60)}m${seconds % 60}s`
}

const expired = (eventAtUs: Micros, { updatedAtUs }: BackOff): boolean => eventAtUs - updatedAtUs > 2 * BACK_OFF_MAX_US
