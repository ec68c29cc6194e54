import { transcriptOf, type TranscriptEntry } from '../../cluster/index.ts'
import type { TerminalOutput } from '../../protocol/index.ts'
import { answerOwn } from './aside-door.ts'
import { withOwn } from './own-shown.ts'
import { kernelOf, type Printed, type Session, type Viewer } from './session.ts'

/** What stands on the terminal's screen, from top to bottom: kubectl's transcript, and between it what the page itself has answered. */
export type Shown = TranscriptEntry | Printed | { readonly help: true }

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

/** Only where there may be something of ours between kubectl's lines is it looked for. */
const shown = (session: Session): readonly Shown[] => {
  const entries = transcript(session)
  return session.printed.length === 0 && !entries.some((entry) => entry.entry === 'command' && MAY_ASK_FOR_HELP.test(entry.line)) ? entries : withOwn(session, entries)
}

const MAY_ASK_FOR_HELP = /^\W*k(ubectl)?(\s*$|.* (help|--help|-h)\b)/

function outputOf(entry: Shown): TerminalOutput {
  if ('help' in entry) return { terminal: 'own', answer: { own: 'help' } }
  if ('output' in entry) return entry.output
  switch (entry.entry) {
    case 'command': return { terminal: 'command', line: entry.line, event: entry.event }
    case 'text': return { terminal: 'text', text: entry.text, stream: entry.stream }
    case 'done': return { terminal: 'done', exitCode: entry.exitCode }
  }
}
