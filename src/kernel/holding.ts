import type { EventId } from './component.ts'
import type { Pending } from './world.ts'

/** Messages that a learner holds in flight. What follows on the same connection waits behind: a stream never reorders. */
export interface Holding {
  readonly events: Set<EventId>
  /** Connections, as `from>target`, that stand still because of an event. */
  readonly streams: Map<string, EventId>
  waiting: Pending[]
}

export const createHolding = (): Holding => ({ events: new Set(), streams: new Map(), waiting: [] })
export const copyHolding = ({ events, streams, waiting }: Holding): Holding => ({ events: new Set(events), streams: new Map(streams), waiting: waiting.slice() })

const streamOf = ({ from, target }: Pending): string => `${from}>${target}`

/** Keeps an event that is due, if it is held or stands behind one that is. */
export function holdBack(holding: Holding, event: Pending): boolean {
  if (holding.events.size === 0) return false
  const held = holding.events.has(event.id)
  if (!held && (event.lossy || !holding.streams.has(streamOf(event)))) return false
  if (held && !event.lossy && !holding.streams.has(streamOf(event))) holding.streams.set(streamOf(event), event.id)
  holding.waiting.push(event)
  return true
}

/** Lets a message go on, with all that waited behind it; in the order in which they were sent. */
export function letGo(holding: Holding, id: EventId): readonly Pending[] {
  holding.events.delete(id)
  const freed = new Set([...holding.streams].filter(([, event]) => event === id).map(([stream]) => stream))
  for (const stream of freed) holding.streams.delete(stream)
  return take(holding, (pending) => pending.id === id || (!pending.lossy && freed.has(streamOf(pending))))
}

/** The connection of two processes is gone, and with it what was held on it. */
export function letFall(holding: Holding, between: (pending: Pending) => boolean): readonly Pending[] {
  const fallen = take(holding, (pending) => !pending.lossy && between(pending))
  for (const pending of fallen) {
    holding.events.delete(pending.id)
    holding.streams.delete(streamOf(pending))
  }
  return fallen
}

function take(holding: Holding, which: (pending: Pending) => boolean): readonly Pending[] {
  if (holding.waiting.length === 0) return []
  const taken = holding.waiting.filter(which)
  holding.waiting = holding.waiting.filter((pending) => !which(pending))
  return taken
}
