import { createContext, useCallback, useContext } from 'react'
import { useStore } from 'zustand'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { ObjectRef } from '../../protocol/index.ts'
import { useChange } from '../store/glass.ts'

/** What the inspector's Why? tab is asked about; undefined means the selected object. */
export interface WhySubject { readonly event?: number; readonly object?: ObjectRef; /** Fields of the object, by the paths of their lines; `said` is what is shown of them. */ readonly fields?: readonly string[]; readonly said?: string; readonly effects?: boolean; /** The event whose conversation the swimlanes show, instead of what is followed. */ readonly lanes?: number }

export const createWhy = (): StoreApi<WhySubject> => createStore<WhySubject>(() => ({}))
export const WhyContext = createContext<StoreApi<WhySubject> | undefined>(undefined)

export function useWhyStore(): StoreApi<WhySubject> {
  const store = useContext(WhyContext)
  if (store === undefined) throw new Error('a component stands outside the page')
  return store
}

export const useWhy = (): WhySubject => useStore(useWhyStore())

/** Asks why: opens the inspector at the chain of this event, object or field. Without a subject, of what is selected. */
export function useAskWhy(): (subject?: number | WhySubject) => void {
  const store = useWhyStore()
  const change = useChange()
  return useCallback(subject => {
    store.setState(typeof subject === 'number' ? { event: subject } : (subject ?? {}), true)
    change(draft => { draft.inspectorOpen = true; draft.inspectorTab = 'why'; draft.stageOnly = false })
  }, [store, change])
}
