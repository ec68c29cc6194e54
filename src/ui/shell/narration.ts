import type { Caption } from '../../protocol/index.ts'
import type { Narration } from '../store/settings.ts'

/** While time plays, those who listen hear no more often than this. */
export const QUIET_MS = 2000

export interface Heard {
  readonly spokenAt: number
  /** Waits for the silence after the last words: the newest hop of the lesson, or else the newest of all. */
  readonly waiting?: Caption
}

export const nothingHeard: Heard = { spokenAt: -Infinity }

/** What is said at this moment. A step that the visitor takes is told at once; while time plays, hops of the lesson come first. */
export function hear({ spokenAt, waiting }: Heard, caption: Caption | undefined, { narration, playing, now }: { readonly narration: Narration; readonly playing: boolean; readonly now: number }): { readonly heard: Heard; readonly say?: Caption; readonly againInMs?: number } {
  if (narration === 'off') return { heard: { spokenAt } }
  if (!playing) return caption === undefined ? { heard: { spokenAt } } : { heard: { spokenAt: now }, say: caption }
  const wanted = caption !== undefined && (caption.hop !== undefined || (narration === 'every' && waiting?.hop === undefined)) ? caption : waiting
  if (wanted === undefined) return { heard: { spokenAt } }
  const left = spokenAt + QUIET_MS - now
  return left <= 0 ? { heard: { spokenAt: now }, say: wanted } : { heard: { spokenAt, waiting: wanted }, againInMs: left }
}
