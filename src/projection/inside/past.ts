import type { EventId, Fact } from '../../kernel/index.ts'
import { eventAt, factsOf, type Trace } from '../trace.ts'

/** What was decided before the head, newest first; at most so many events back. */
export function* pastFacts(trace: Trace, head: number, events: number): Iterable<{ readonly event: EventId; readonly fact: Fact }> {
  for (let place = head; place > Math.max(0, head - events); place--) {
    const event = eventAt(trace, place)
    const facts = factsOf(trace, event)
    for (let i = facts.length - 1; i >= 0; i--) yield { event, fact: facts[i]! }
  }
}
