import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { PlaceId } from '../../protocol/index.ts'
import type { ExportKind } from '../exports/kinds.ts'
import type { Tool } from '../chaos/tools.ts'
import type { TimeWindow } from '../time/windows.ts'
import type { EditorSubject } from '../editor/subject.ts'
import type { TextKey } from '../i18n/text.ts'

/** Where the visitor is on the stage; none of it reaches the engine. */
export interface StageUi {
  /** The id of the thing that the keyboard stands on: a view's id, or a box. */
  readonly focused: string
  /** The ring is drawn only while the mirror of the stage has the focus. */
  readonly ring: boolean
  /** An open menu of what may be broken, at a point of the window. */
  readonly poke?: { readonly thing: string; readonly x: number; readonly y: number; readonly tool?: Tool }
  /** The tool in the hand: the next click on a thing breaks it. */
  readonly tool?: Tool
  /** The palette of tools is open. */
  readonly chaos?: boolean
  /** The leftmost node of the swipe row on a phone. */
  readonly firstNode: number
  readonly help: boolean
  /** How much of the drawing is left out, because this device does not keep up with all of it. */
  readonly strain?: number
  /** The place that the stage is zoomed into, the thing through which, and what is looked at there. */
  readonly inside?: { readonly place: PlaceId; readonly from: string; readonly of?: string; readonly byKeys?: boolean; /** The place one level out; without one it is the cluster. */ readonly around?: PlaceId }
  /** Something the page itself has to say, until it is closed. */
  readonly notice?: { readonly text: TextKey; readonly params?: Readonly<Record<string, string>>; readonly startOver?: boolean }
  /** A newer version of the page has come: loads it. */
  readonly update?: () => void
  readonly gallery?: boolean
  /** On a phone: the menu of everything that has no place of its own there, or a page of it. */
  readonly more?: 'menu' | 'share'
  /** Of a presentation: a dark screen, and the open question in large letters. */
  readonly blank?: boolean
  readonly asking?: boolean
  /** A presentation's pointer is a dot. */
  readonly laser?: boolean
  /** The menu of layers is open. */
  readonly layers?: boolean
  readonly palette?: boolean
  /** The glossary is open, at this term or at its beginning. */
  readonly glossary?: string
  /** The sheet of what the shapes mean is open. */
  readonly signs?: boolean
  /** What the editor of manifests was opened for last. */
  readonly editor?: EditorSubject
  /** A window about time that is open. */
  readonly time?: TimeWindow
  /** A file that is being made of what the page shows. */
  readonly saving?: ExportKind
  /** The viewport in which the whole picture is seen. */
  readonly whole: { readonly x: number; readonly y: number; readonly zoom: number }
}

export const createStageUi = (notice?: StageUi['notice']): StoreApi<StageUi> => createStore<StageUi>(() => ({ notice, focused: 'apiserver', ring: false, firstNode: 0, help: false, whole: { x: 0, y: 0, zoom: 1 } }))

export const StageUiContext = createContext<StoreApi<StageUi> | undefined>(undefined)

export function useStageStore(): StoreApi<StageUi> {
  const store = useContext(StageUiContext)
  if (store === undefined) throw new Error('a component stands outside the stage')
  return store
}

export const useStageUi = <T>(select: (ui: StageUi) => T): T => useStore(useStageStore(), select)
