import type { OwnAnswer, TerminalOutput } from '../../protocol/index.ts'

export interface TerminalLine {
  readonly key: number
  /** 'own': what the page itself answers, between kubectl's lines. */
  readonly kind: 'command' | 'stdout' | 'stderr' | 'done' | 'own'
  readonly text: string
  /** Of a command: its event, the root of all that it caused. */
  readonly event?: number
  readonly exitCode?: number
  readonly answer?: OwnAnswer
}

const KEPT = 2_000

export function appendTerminal(before: readonly TerminalLine[], output: readonly TerminalOutput[]): readonly TerminalLine[] {
  if (output.length === 0) return before
  let lines = [...before]
  let key = (before.at(-1)?.key ?? 0) + 1
  for (const one of output) {
    switch (one.terminal) {
      case 'reset': lines = []; break
      case 'command': lines.push({ key: key++, kind: 'command', text: one.line, event: one.event }); break
      case 'text': lines.push({ key: key++, kind: one.stream, text: one.text }); break
      case 'done': lines.push({ key: key++, kind: 'done', text: '', exitCode: one.exitCode }); break
      case 'own': lines.push({ key: key++, kind: 'own', text: one.line ?? '', answer: one.answer })
    }
  }
  return lines.length > KEPT ? lines.slice(-KEPT) : lines
}
