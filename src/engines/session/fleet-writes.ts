import type { Happened } from './timeline.ts'

/** Of a fleet: who wrote each key last. Before the kept history one write of each is remembered, so that its writer can still be asked for. */
export type FleetWrites = Map<string, KeyWrite[]>
interface KeyWrite { readonly place: number; readonly event: number }

/** Heartbeats and Events: nobody asks who renewed a lease, or who reported what is told already. */
export const PASSING = /^\/registry\/(leases|events)\//
/** What is remembered of one key, newest last; half of it is let go when it is full. */
const MOST = 16

export function rememberWrites(writes: FleetWrites, place: number, { delivery, noise, facts }: Happened): void {
  if (!delivery || noise || facts.length === 0) return
  for (const { fact } of facts) {
    if (fact.fact !== 'stored' || PASSING.test(fact.key as string)) continue
    const before = writes.get(fact.key as string)
    const write = { place, event: delivery.id }
    if (!before) writes.set(fact.key as string, [write])
    else if (before.length < MOST) before.push(write)
    else writes.set(fact.key as string, [...before.slice(MOST / 2), write])
  }
}

/** The past that a new branch shares with its parent. */
export function writesUpTo(writes: FleetWrites, place: number): FleetWrites {
  const shared: FleetWrites = new Map()
  for (const [key, all] of writes) {
    const kept = all.filter((one) => one.place <= place)
    if (kept.length > 0) shared.set(key, kept)
  }
  return shared
}

/** The event that wrote a key last, up to a place. */
export const lastOfKey = (writes: FleetWrites, key: string, place: number): number | undefined => writes.get(key)?.findLast((one) => one.place <= place)?.event

/** The last write of each key, newest first. */
export const lastEvents = (writes: FleetWrites): readonly number[] => [...writes.values()].map((all) => all.at(-1)!.event).sort((a, b) => b - a)
