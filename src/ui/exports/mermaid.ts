import type { AnswerTo, Verb } from '../../protocol/index.ts'
import { placeName, seconds } from '../panels/names.ts'

const IDLE_US = 500_000

/** The conversation as a sequence diagram of Mermaid: one participant a lane, one arrow a message, in the order in which they were sent. */
export function mermaidOf({ lanes, arrows }: AnswerTo<'swimlanes'>, title: string, words: { readonly you: string; readonly idle: (seconds: string) => string }): string {
  const names = new Map(lanes.map((lane, index) => [lane, `p${index}`]))
  const lines = lanes.map((lane, index) => `  participant p${index} as ${plain(lane === 'kubectl' || lane === 'user' ? words.you : placeName(lane))}`)
  const over = lanes.length > 1 ? `p0,p${lanes.length - 1}` : 'p0'
  let last: number | undefined
  for (const { from, to, verb, label, sentAt, at } of [...arrows].sort((a, b) => a.sentAt - b.sentAt || a.event - b.event)) {
    if (last !== undefined && sentAt - last > IDLE_US) lines.push(`  Note over ${over}: ${plain(words.idle(seconds(sentAt - last)))}`)
    last = Math.max(last ?? at, at)
    lines.push(`  ${names.get(from)}${ARROWS[verb]}${names.get(to)}: ${plain(label === '' ? verb : label)} · ${seconds(at)} s`)
  }
  return `---\ntitle: ${JSON.stringify(title)}\n---\nsequenceDiagram\n${lines.join('\n')}\n`
}

/** Solid for what is asked, dotted for what comes back, open for what somebody watches, a cross for what was refused. */
const ARROWS: Readonly<Record<Verb, string>> = { write: '->>', read: '->>', reply: '-->>', error: '-x', watch: '--)', raft: '->>', cri: '->>', packet: '->>', timer: '->>' }

/** What would end a statement or begin another stands as its code; a bare "end" closes a block and is put in brackets. */
const plain = (text: string): string => text.replaceAll(/[#;<>{}"%`]/g, letter => `#${letter.charCodeAt(0)};`).replaceAll(/\s+/g, ' ').replaceAll(/\b(end)\b/gi, '($1)').trim()
