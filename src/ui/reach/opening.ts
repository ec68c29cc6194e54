import type { SessionRecord } from '../../protocol/index.ts'
import type { TextKey } from '../i18n/text.ts'
import { readFile, readLink } from './record-text.ts'

export interface Opening {
  readonly scenario: string
  readonly seed: number
  readonly record?: SessionRecord
  readonly notice?: { readonly text: TextKey; readonly params?: Readonly<Record<string, string>>; readonly startOver?: boolean }
}

/** What the page begins with: a shared session, the one that this tab had before it was loaded again, or the scenario of the address. */
export async function openingOf(asked: { readonly scenario: string; readonly seed: number }, fragment: string, keptText: string | undefined): Promise<Opening> {
  const kept = readFile(keptText ?? '')
  const linked = fragment.startsWith('#s=')
  // Who opened a link and went on has more than the link.
  if ('record' in kept && (linked || (kept.record.scenario === asked.scenario && kept.record.seed === asked.seed))) return { ...opened(kept.record), ...(kept.record.entries.length > 0 ? { notice: { text: 'restore.done', startOver: true } } : {}) }
  if (!linked) return asked
  const read = await readLink(fragment)
  return 'wrong' in read ? { ...asked, notice: { text: 'share.broken', params: { wrong: read.wrong } } } : opened(read.record)
}

const opened = (record: SessionRecord): Opening => ({ scenario: record.scenario, seed: record.seed, record })
