import type { Command, SessionRecord } from '../../protocol/index.ts'
import type { Engine } from '../store/engine.ts'

/**
 * A run that keeps no past is lived again from its beginning, by an engine of its own so that two never stand in memory: up to the last thing that was done before the moment that
 * a refused command wanted to go to. The same inputs at the same places make the same run.
 */
export async function liveAgain(engine: Engine, wanted: Command): Promise<void> {
  const { clock, timeline } = engine.session.getState()
  const answer = await engine.ask({ ask: 'record' })
  if (answer === undefined) return
  const record = upTo(answer.record, timeOf(wanted, clock.at, event => timeline.marks.find(mark => 'event' in mark && mark.event === event)?.at))
  engine.restart()
  if (record.entries.length > 0) engine.command({ do: 'replay', record })
}

/** Microseconds since the lesson began. A step back wants the moment before this one. */
function timeOf(wanted: Command, now: number, atOf: (event: number) => number | undefined): number {
  if (wanted.do !== 'seek') return now - 1
  const { to } = wanted
  return 'at' in to ? to.at : 'event' in to ? atOf(to.event) ?? now : 'place' in to && to.place === 'start' ? 0 : now
}

/** What had been done by then, with the head where the last of it was done. */
export function upTo(record: SessionRecord, at: number): SessionRecord {
  const entries = record.entries.filter(entry => entry.branch === 0 && entry.at <= at && at > 0)
  const last = entries.at(-1)
  const place = { branch: 0, handled: last?.handled ?? 0, at: last?.at ?? 0 }
  return { ...record, entries, ends: [place], head: { ...place, settled: true } }
}
