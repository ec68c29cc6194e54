import { createContext, useContext, useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { AnswerTo, Question, View, ViewOf } from '../../protocol/index.ts'
import type { Engine } from './engine.ts'
import type { Entities } from './entities.ts'
import type { Session } from './session.ts'
import type { Settings, SettingsStore } from './settings.ts'

/** All that a component may reach: the engine with its stores, and the visitor's settings. */
export interface Glass { readonly engine: Engine; readonly settings: SettingsStore }

export const GlassContext = createContext<Glass | undefined>(undefined)

export function useGlass(): Glass {
  const glass = useContext(GlassContext)
  if (glass === undefined) throw new Error('a component stands outside the page')
  return glass
}

export const useEngine = (): Engine => useGlass().engine
export const useSession = <T>(select: (session: Session) => T): T => useStore(useGlass().engine.session, select)
export const useEntities = <T>(select: (entities: Entities) => T): T => useStore(useGlass().engine.entities, select)
export const useSettings = <T>(select: (settings: Settings) => T): T => useStore(useGlass().settings, select)
export const useChange = (): SettingsStore['change'] => useGlass().settings.change

/** One entity; its reader wakes only when that entity was replaced. */
export function useView<Kind extends View['kind']>(kind: Kind, id: string): ViewOf<Kind> | undefined {
  return useEntities(({ views }) => {
    const view = views.get(id)
    return view?.kind === kind ? (view as ViewOf<Kind>) : undefined
  })
}

/**
 * The answer to a question as of the head of time, asked again when time moves; the old answer stays until the new one is here.
 * At most one question of a component is under way. `undefined` asks nothing.
 */
export function useAnswer<Q extends Question>(question: Q | undefined): AnswerTo<Q['ask']> | undefined {
  const engine = useEngine()
  const moment = useSession(session => session.moment)
  const key = question === undefined ? '' : JSON.stringify(question)
  const [answer, setAnswer] = useState<{ key: string; answer: AnswerTo<Q['ask']> }>()
  useEffect(() => {
    if (key === '') return
    let stale = false
    const timer = setTimeout(() => {
      void engine.ask(JSON.parse(key) as Q).then(next => {
        if (!stale && next !== undefined) setAnswer({ key, answer: next })
      })
    }, 60)
    return () => { stale = true; clearTimeout(timer) }
  }, [engine, key, moment])
  return answer?.key === key ? answer.answer : undefined
}
