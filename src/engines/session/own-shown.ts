import type { TranscriptEntry } from '../../cluster/index.ts'
import { asksForHelp } from './own-lines.ts'
import type { Printed, Session } from './session.ts'
import type { Shown } from './terminal.ts'

const OWN_HELP = { help: true } as const

/** The transcript with the page's own answers, each where it was asked for, and with the page's own commands behind kubectl's help. */
export function withOwn(session: Session, entries: readonly TranscriptEntry[]): readonly Shown[] {
  const own = session.printed.filter((one) => isPast(session, one)).sort((a, b) => a.after - b.after)
  const all: Shown[] = []
  let next = 0
  let help = false
  for (let i = 0; i <= entries.length; i++) {
    while (next < own.length && own[next]!.after <= i) all.push(own[next++]!)
    const entry = entries[i]
    if (!entry) break
    if (entry.entry === 'done' && help) all.push(OWN_HELP)
    if (entry.entry !== 'text') help = isHelp(entry)
    all.push(entry)
  }
  return all
}

const isHelp = (entry: TranscriptEntry): boolean => entry.entry === 'command' && asksForHelp(entry.line)

/** Asked for on this branch, or on one that it began from, before the head. */
function isPast({ timeline }: Session, { branch, handled }: Printed): boolean {
  let limit = timeline.kernel.handled
  for (let at: typeof timeline.current | undefined = timeline.current; at; at = timeline.branches.find(({ id }) => id === at!.parent)) {
    if (at.id === branch) return handled <= limit
    limit = Math.min(limit, at.forkHandled)
  }
  return false
}
