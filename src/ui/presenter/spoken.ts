import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { SessionRecord } from '../../protocol/index.ts'
import type { FromSpeaker } from './channel.ts'
import type { Sight, Spot } from './laser.ts'

/** What the speaker's window knows of the other one. */
export interface Spoken {
  readonly pair: string
  /** 'gone': closed, reloaded or crashed; 'ended': the presentation was ended there and the page goes on. */
  readonly audience: 'sought' | 'here' | 'gone' | 'ended'
  readonly blank: boolean
  readonly asking: boolean
  /** Where the pointer's dot is there, and what stands around it. */
  readonly laser?: { readonly at?: Spot; readonly sight: Sight }
  /** The session as it was a moment ago: what the audience's window cannot hand over when it goes. */
  readonly record?: SessionRecord
  readonly send: (message: FromSpeaker) => void
}

export const createSpoken = (pair: string, send: Spoken['send']): StoreApi<Spoken> => createStore<Spoken>(() => ({ pair, audience: 'sought', blank: false, asking: false, send }))

export const SpokenContext = createContext<StoreApi<Spoken> | undefined>(undefined)

export function useSpokenStore(): StoreApi<Spoken> {
  const store = useContext(SpokenContext)
  if (store === undefined) throw new Error('a component stands outside the speaker’s window')
  return store
}

export const useSpoken = (): Spoken => useStore(useSpokenStore())
