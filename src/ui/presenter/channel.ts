import type { AnyAnswer, Command, Question } from '../../protocol/index.ts'
import type { Session } from '../store/session.ts'
import type { Sight, Spot } from './laser.ts'

// Two windows of one page: the audience's owns the engine, the speaker's only knows what it is told and asks for what it wants. They speak over a
// channel of the browser, so that it works from any static host; both names carry the pair, because two presentations may be open at once.

const CHANNEL = 'glass-cluster.presenter'

export type FromAudience =
  | { readonly say: 'here' }
  | { readonly say: 'state'; readonly session: Session; readonly blank: boolean; readonly asking: boolean }
  | { readonly say: 'answer'; readonly id: number; readonly answer: AnyAnswer | undefined }
  /** The pointer's dot; without `sight` it is off. */
  | { readonly say: 'laser'; readonly at?: Spot; readonly sight?: Sight }
  | { readonly say: 'ended' }

export type FromSpeaker =
  /** Is anybody presenting? For a window that was opened by hand. */
  | { readonly say: 'who' }
  | { readonly say: 'join' }
  | { readonly say: 'command'; readonly command: Command }
  | { readonly say: 'question'; readonly id: number; readonly question: Question }
  | { readonly say: 'laser'; readonly on?: boolean; readonly at?: Spot }
  | { readonly say: 'show'; readonly blank?: boolean; readonly asking?: boolean }

interface Said { readonly pair: string; readonly by: 'audience' | 'speaker'; readonly message: FromAudience | FromSpeaker }

export interface Line<Mine> { readonly send: (message: Mine) => void; readonly close: () => void }

/** `pair` may be '' for a speaker who looks for an audience; then `found` hears whose it is. */
export function openLine(by: 'audience', pair: string, hear: (message: FromSpeaker) => void): Line<FromAudience>
export function openLine(by: 'speaker', pair: string, hear: (message: FromAudience, pair: string) => void): Line<FromSpeaker>
export function openLine(by: 'audience' | 'speaker', pair: string, hear: (message: never, pair: string) => void): Line<FromAudience> & Line<FromSpeaker> {
  const channel = new BroadcastChannel(CHANNEL)
  channel.onmessage = ({ data }: MessageEvent<Said>) => {
    if (data.by === by || (pair !== '' && data.pair !== pair && data.message.say !== 'who')) return
    hear(data.message as never, data.pair)
  }
  return {
    send: (message: FromAudience | FromSpeaker) => channel.postMessage({ pair, by, message } satisfies Said),
    close: () => channel.close(),
  }
}

/**
 * A window that is closed, reloaded or crashes lets go of its lock, and only then does the other one get it. `held` comes before anything is said: who
 * hears of a window whose lock is free would take it for gone. NB: without a secure context there are no locks; then an end is told by message alone.
 */
export function holdLock(by: 'audience' | 'speaker', pair: string, held: () => void): () => void {
  const stop = new AbortController()
  let letGo: () => void = () => stop.abort()
  const all = locks()
  if (all === undefined) held()
  else all.request(nameOf(by, pair), { signal: stop.signal }, () => new Promise<void>(done => { letGo = done; held() })).catch(() => undefined)
  return () => letGo()
}

export function whenGone(who: 'audience' | 'speaker', pair: string, tell: () => void): () => void {
  const stop = new AbortController()
  locks()?.request(nameOf(who, pair), { signal: stop.signal }, async () => tell()).catch(() => undefined)
  return () => stop.abort()
}

const nameOf = (by: string, pair: string): string => `${CHANNEL}.${by}.${pair}`
const locks = (): LockManager | undefined => (navigator as { locks?: LockManager }).locks

export const newPair = (): string => Math.random().toString(36).slice(2, 10)
