import type { EventId, Kernel, Message, Micros } from '../../kernel/index.ts'
import type { Beat } from '../../protocol/index.ts'

/** The timers that an actor has set, by the event that each will be. */
export type Timers = ReadonlyMap<EventId, { readonly at: Micros; readonly sentAt: Micros; readonly msg: Message }>

export function timersOf(kernel: Kernel, actor: string): Timers {
  const timers = new Map<EventId, { at: Micros; sentAt: Micros; msg: Message }>()
  for (const { id, from, to, at, sentAt, msg } of kernel.pending()) if (from === actor && to === actor) timers.set(id, { at, sentAt, msg })
  return timers
}

/** How long until a timer, of how long; undefined when it is not set. */
export function beatOf(timers: Timers, event: EventId, nowUs: Micros): Beat | undefined {
  const timer = timers.get(event)
  return timer && { leftUs: Math.max(0, timer.at - nowUs), ofUs: timer.at - timer.sentAt }
}

/** The same for the timer that says this of itself. */
export function beatNamed(timers: Timers, name: string, nowUs: Micros): Beat | undefined {
  let last: EventId = 0
  for (const [id, { msg }] of timers) if ((msg as { timer?: string }).timer === name && id > last) last = id
  return beatOf(timers, last, nowUs)
}
