import { transcriptOf, type TranscriptEntry } from '../../cluster/index.ts'
import type { TerminalOutput } from '../../protocol/index.ts'
import { answerOwn } from './aside-door.ts'
import { asksForHelp } from './own-lines.ts'
import { kernelOf, type Printed, type Session, type Viewer } from './session.ts'

/** What stands on the terminal's screen, from top to bottom: kubectl's transcript, and between it what the page itself has answered. */
type Shown = TranscriptEntry | Printed | typeof OWN_HELP

const OWN_HELP = { help: true } as const
const PRINTED_MOST = 200

/** Answers a line of the page's own, at the head and beside the run: no event, no branch, no entry in the record. */
export function printOwn(session: Session, line: string): void {
  const { timeline, printed } = session
  const one: Printed = { branch: timeline.current.id, handled: kernelOf(session).handled, after: transcript(session).length, output: { terminal: 'own', line, answer: answerOwn(session, line) } }
  session.printed = [...printed.slice(1 - PRINTED_MOST), one]
}

export function terminalOf(session: Session, viewer: Viewer): TerminalOutput[] | undefined {
  const entries = shown(session)
  const reset = viewer.fresh || entries.length < viewer.transcriptSent || viewer.transcriptLast !== entries[viewer.transcriptSent - 1]
  const from = reset ? 0 : viewer.transcriptSent
  viewer.transcriptSent = entries.length
  viewer.transcriptLast = entries.at(-1)
  if (!reset && from === entries.length) return undefined
  return [...(reset ? [{ terminal: 'reset' as const }] : []), ...entries.slice(from).map(outputOf)]
}

const transcript = (session: Session): readonly TranscriptEntry[] => transcriptOf(kernelOf(session).inspect('kubectl') as never)

function shown(session: Session): readonly Shown[] {
  const entries = transcript(session)
  const own = session.printed.filter((one) => isPast(session, one)).sort((a, b) => a.after - b.after)
  if (own.length === 0 && !entries.some(isHelp)) return entries
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

function outputOf(entry: Shown): TerminalOutput {
  if ('help' in entry) return { terminal: 'own', answer: { own: 'help' } }
  if ('output' in entry) return entry.output
  switch (entry.entry) {
    case 'command': return { terminal: 'command', line: entry.line, event: entry.event }
    case 'text': return { terminal: 'text', text: entry.text, stream: entry.stream }
    case 'done': return { terminal: 'done', exitCode: entry.exitCode }
  }
}
