import type { Node } from '../../../api/index.ts'
import type { Micros } from '../../../kernel/index.ts'
import { createThrottle, type Throttle } from '../../client/throttle.ts'

export type ZoneState = 'Initial' | 'Normal' | 'PartialDisruption' | 'FullDisruption'

/** Nodes of a zone that wait for their NoExecute taint, and how fast they may get it. */
export interface Zone {
  state: ZoneState
  readonly pending: Set<string>
  /** Undefined: no evictions at all. */
  limit: Throttle | undefined
}

const EVICTIONS_A_SECOND = 0.1
const EVICTIONS_A_SECOND_REDUCED = 0.01
const LARGE_ZONE = 50
const UNHEALTHY_PERCENT = 55

export const createZone = (): Zone => ({ state: 'Initial', pending: new Set(), limit: createThrottle(EVICTIONS_A_SECOND, 1) })

export function zoneKey({ metadata }: Node): string {
  const region = metadata.labels?.['topology.kubernetes.io/region'] ?? ''
  const zone = metadata.labels?.['topology.kubernetes.io/zone'] ?? ''
  return region === '' && zone === '' ? '' : `${region}:\u0000:${zone}`
}

/** If nobody is ready it may be the controller's own network; if most are not, something larger than a node has failed. */
export function zoneStateOf(ready: number, notReady: number): ZoneState {
  if (ready === 0 && notReady > 0) return 'FullDisruption'
  return notReady > 2 && notReady * 100 >= (ready + notReady) * UNHEALTHY_PERCENT ? 'PartialDisruption' : 'Normal'
}

export interface Health { readonly ready: number; readonly notReady: number }
export type Disruption = 'entered' | 'left' | 'none'

/** Sets every zone's state and rate. Says whether the whole cluster has just become, or ceased to be, disrupted. Models handleDisruption. */
export function updateZones(zones: Map<string, Zone>, health: ReadonlyMap<string, Health>, now: Micros): Disruption {
  const next = new Map([...health].map(([key, { ready, notReady }]) => [key, zoneStateOf(ready, notReady)]))
  for (const key of next.keys()) if (!zones.has(key)) zones.set(key, createZone())
  for (const key of [...zones.keys()]) if (!next.has(key)) zones.delete(key)
  const allDisrupted = [...next.values()].every((state) => state === 'FullDisruption')
  const allWereDisrupted = [...zones.values()].every(({ state }) => state === 'FullDisruption')
  if (allDisrupted && allWereDisrupted) return 'none'
  if (allDisrupted) {
    for (const zone of zones.values()) {
      zone.state = 'FullDisruption'
      zone.limit = undefined
    }
    return 'entered'
  }
  for (const [key, zone] of zones) {
    const state = next.get(key)!
    if (!allWereDisrupted && zone.state === state) continue
    const { ready, notReady } = health.get(key)!
    setRate(zone, state === 'PartialDisruption' ? (ready + notReady > LARGE_ZONE ? EVICTIONS_A_SECOND_REDUCED : 0) : EVICTIONS_A_SECOND, now)
    zone.state = state
  }
  return allWereDisrupted ? 'left' : 'none'
}

/** A zone that has just used its allowance does not get a fresh one with the new rate. */
function setRate(zone: Zone, rate: number, now: Micros): void {
  const waitedFor = zone.limit !== undefined && zone.limit.fullAt > now
  zone.limit = rate === 0 ? undefined : createThrottle(rate, 1)
  if (zone.limit && waitedFor) zone.limit.fullAt = now + zone.limit.intervalUs
}
