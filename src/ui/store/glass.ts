import { createContext, useCallback, useContext, useEffect, useState, useSyncExternalStore } from 'react'
import { useStore } from 'zustand'
import type { AnswerTo, Question, View, ViewOf } from '../../protocol/index.ts'
import type { Connect } from './door.ts'
import type { Engine } from './engine.ts'
import type { Entities } from './entities.ts'
import { keyedBy } from './keyed.ts'
import type { Fleet } from './fleet.ts'
import type { Session } from './session.ts'
import type { Settings, SettingsStore } from './settings.ts'

/** All that a component may reach: the engine with its stores, the visitor's settings, and the way to an engine of its own. */
export interface Glass { readonly engine: Engine; readonly settings: SettingsStore; readonly connect: Connect; readonly live: boolean }

export const GlassContext = createContext<Glass | undefined>(undefined)

export function useGlass(): Glass {
  const glass = useContext(GlassContext)
  if (glass === undefined) throw new Error('a component stands outside the page')
  return glass
}

export const useEngine = (): Engine => useGlass().engine
export const useSession = <T>(select: (session: Session) => T): T => useStore(useGlass().engine.session, select)
export const useEntities = <T>(select: (entities: Entities) => T): T => useStore(useGlass().engine.entities, select)
export const useFleet = <T>(select: (fleet: Fleet) => T): T => useStore(useGlass().engine.fleet, select)
export const useSettings = <T>(select: (settings: Settings) => T): T => useStore(useGlass().settings, select)
export const useChange = (): SettingsStore['change'] => useGlass().settings.change

const byId = keyedBy<Entities>(next => next.changed)

/** One entity; its reader is asked only when that entity was replaced. */
export function useView<Kind extends View['kind']>(kind: Kind, id: string): ViewOf<Kind> | undefined {
  const view = useEntity(id)
  return view?.kind === kind ? (view as ViewOf<Kind>) : undefined
}

export function useEntity(id: string): View | undefined {
  const { entities } = useGlass().engine
  const watch = useCallback((wake: () => void) => byId(entities).watch(id, wake), [entities, id])
  return useSyncExternalStore(watch, () => entities.getState().views.get(id))
}

/**
 * The answer to a question as of the head of time, asked again when time moves; the old answer stays until the new one is here.
 * At most one question of a component is under way, with a pause between two, so that a playing clock cannot starve or flood it.
 * `undefined` asks nothing.
 */
export function useAnswer<Q extends Question>(question: Q | undefined): AnswerTo<Q['ask']> | undefined {
  const engine = useEngine()
  const key = question === undefined ? '' : JSON.stringify(question)
  const [answer, setAnswer] = useState<{ key: string; answer: AnswerTo<Q['ask']> }>()
  useEffect(() => {
    if (key === '') return
    let gone = false
    let busy = false
    let asked: string | undefined
    let timer: ReturnType<typeof setTimeout> | undefined
    const look = () => {
      const { moment, open } = engine.session.getState()
      if (gone || busy || !open || moment === asked) return
      busy = true
      asked = moment
      void engine.ask(JSON.parse(key) as Q).then(next => {
        if (gone) return
        if (next !== undefined) setAnswer({ key, answer: next })
        timer = setTimeout(() => { busy = false; look() }, PAUSE_MS)
      })
    }
    const leave = engine.session.subscribe(look)
    look()
    return () => { gone = true; leave(); clearTimeout(timer) }
  }, [engine, key])
  return answer?.key === key ? answer.answer : undefined
}

const PAUSE_MS = 90
