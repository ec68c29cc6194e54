import type { EventId } from '../../kernel/index.ts'
import { causeOf, NOISE, type Trace } from '../trace.ts'

/** A chain that is longer than this goes from tick to tick of a clock. */
const HOPS_MOST = 400

/**
 * Which rows that are about to be forgotten still lead somewhere: those from which messages came that are kept, and those that led to the last write of an object
 * (`writes`, newest first), as many as there is room for. With them a chain of causes goes back to whoever began it, though all that happened beside it is gone.
 */
export function spineOf(trace: Trace, upTo: EventId, writes: readonly EventId[], most: number): ReadonlySet<EventId> {
  const kept = new Set<EventId>()
  const walk = (from: EventId): void => {
    for (let id = from, hops = 0; id > 0 && hops < HOPS_MOST; hops++, id = causeOf(trace, id)) {
      if (id > upTo) continue
      if (kept.has(id) || kept.size >= most || !(trace.early.has(id) || (id > trace.gone && trace.root[id - trace.gone]! > 0))) return
      kept.add(id)
    }
  }
  for (let i = upTo + 1 - trace.gone; i < trace.end - trace.gone; i++) {
    const cause = trace.cause[i]!
    if (cause > 0 && cause <= upTo && trace.root[i]! > 0 && (trace.flags[i]! & NOISE) === 0) walk(cause)
  }
  for (const event of writes) {
    if (kept.size >= most) break
    walk(event)
  }
  return kept
}
