import { assert } from './assert.ts'
import type { Micros } from './component.ts'

/** How long a message takes from one host to another, drawn uniformly. */
export interface Latency { readonly minUs: Micros; readonly maxUs: Micros }

/** What a learner did to one direction of a path. The ends are names of hosts or of actors. */
export interface LinkFault {
  readonly down?: boolean
  /** Parts in a million; concerns lossy messages only, for TCP hides loss (as delay). */
  readonly lossPpm?: number
  readonly duplicatePpm?: number
  readonly extraUs?: Micros
  readonly latencyFactor?: number
}

export interface Fault extends LinkFault { readonly from: string; readonly to: string; readonly since: Micros }

/** After this long without an answer HTTP/2 pings and raft's dialers give a connection up: 30 s idle and 15 s for the ping. */
export const KEEP_ALIVE_US = 45_000_000

export const LOCAL: Latency = { minUs: 30, maxUs: 60 }
export const LAN: Latency = { minUs: 200, maxUs: 500 }

export const defaultLatency = (from: string, to: string): Latency => (from === to ? LOCAL : LAN)

export const faultKey = (from: string, to: string): string => `${from}>${to}`

/** The faults on the way from one actor to another add up: the shortest names are hosts, so four keys can matter. */
export function pathFault(faults: ReadonlyMap<string, Fault>, from: string, fromHost: string, to: string, toHost: string): LinkFault | undefined {
  let found: LinkFault | undefined
  for (const key of [faultKey(from, to), faultKey(from, toHost), faultKey(fromHost, to), faultKey(fromHost, toHost)]) {
    const fault = faults.get(key)
    if (fault) found = found ? both(found, fault) : fault
  }
  return found
}

function both(a: LinkFault, b: LinkFault): LinkFault {
  return {
    down: a.down || b.down,
    lossPpm: Math.max(a.lossPpm ?? 0, b.lossPpm ?? 0),
    duplicatePpm: Math.max(a.duplicatePpm ?? 0, b.duplicatePpm ?? 0),
    extraUs: (a.extraUs ?? 0) + (b.extraUs ?? 0),
    latencyFactor: (a.latencyFactor ?? 1) * (b.latencyFactor ?? 1),
  }
}

export function checkedFault(change: LinkFault): LinkFault {
  assert((change.lossPpm ?? 0) >= 0 && (change.lossPpm ?? 0) <= 1_000_000, 'loss is at most a million parts in a million')
  assert(Number.isInteger(change.extraUs ?? 0), 'delays are whole microseconds')
  return change
}
