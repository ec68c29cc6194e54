import { SECOND, type Micros } from '../../kernel/index.ts'
import { Pages } from './pages.ts'
import { ELECTION_TICKS, TICK_US } from './raft/raft.ts'

/** Every member knows the leases; only the leader counts their time. */
export interface Lease {
  readonly id: number
  readonly ttlSeconds: number
  /** Every key that was ever put with it, some of them since put without; who revokes looks again. */
  readonly keys: Pages<string>
  /** The leader's clock; 0 on the others. */
  expiresUs: Micros
  /** The leader has asked for its end. */
  ending: boolean
}

/** Upstream's ⌈3·electionTicks/2⌉ ticks, in whole seconds: a lease must outlive an election. */
export const MIN_TTL_SECONDS = Math.ceil((Math.ceil((3 * ELECTION_TICKS) / 2) * TICK_US) / SECOND)
/** The lessor looks for expired leases this often, and ends at most this many each time. */
export const EXPIRY_CHECK_US = SECOND / 2
export const MAX_ENDED = 500

export function grant(leases: Map<number, Lease>, id: number, ttlSeconds: number): Lease {
  const lease: Lease = { id, ttlSeconds: Math.max(ttlSeconds, MIN_TTL_SECONDS), keys: new Pages(), expiresUs: 0, ending: false }
  leases.set(id, lease)
  return lease
}

export function attach(leases: Map<number, Lease>, id: number, key: string): void {
  leases.get(id)?.keys.push(key)
}

export const leaseKeys = (lease: Lease): string[] => [...new Set(lease.keys.slice(0, lease.keys.length))]

/** A lease's clock starts over; the answer to a keep-alive, or a new leader, which does not know how much of it was spent. */
export function renew(lease: Lease, now: Micros, extraUs: Micros = 0): void {
  lease.expiresUs = now + lease.ttlSeconds * SECOND + extraUs
}

/** Models lessor.Promote: a new leader gives every lease its whole time again, and an election timeout more. */
export function promote(leases: Map<number, Lease>, now: Micros): void {
  for (const lease of leases.values()) {
    renew(lease, now, ELECTION_TICKS * TICK_US)
    lease.ending = false
  }
}

export function demote(leases: Map<number, Lease>): void {
  for (const lease of leases.values()) lease.expiresUs = 0
}

export function expired(leases: Map<number, Lease>, now: Micros): Lease[] {
  const found: Lease[] = []
  for (const lease of leases.values()) if (!lease.ending && lease.expiresUs > 0 && lease.expiresUs <= now && found.length < MAX_ENDED) found.push(lease)
  return found
}

export const copyLeases = (leases: Map<number, Lease>): Map<number, Lease> =>
  new Map(Array.from(leases, ([id, lease]) => [id, { ...lease, keys: lease.keys.clone() }]))
