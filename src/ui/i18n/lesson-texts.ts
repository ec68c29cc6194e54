import { createContext, useContext, useEffect, useMemo, useState } from 'react'
import { useSettings } from '../store/glass.ts'
import type { Language } from '../store/settings.ts'

/** Sentences of lessons and of the engine, by id, with {params}. Undefined while a language is still on its way. */
export type LessonText = (language: Language, id: string, params?: Readonly<Record<string, string>>) => string

interface TextModule { readonly text?: (id: string) => string | undefined }

// NB: found by pattern, because texts are a leaf of the lessons room that only a page needs, each in its own lazy file.
const MODULES = import.meta.glob<TextModule>('../../lessons/texts/{en,zh}.ts')

export const LessonTexts = createContext<LessonText>((_, id) => id)

export const useLessonText = (): LessonText => useContext(LessonTexts)

/** Both languages, because a caption shows both; the visitor's own comes first. */
export function useLoadedLessonTexts(): LessonText {
  const own = useSettings(settings => settings.language)
  const [modules, setModules] = useState<Partial<Record<Language, TextModule>>>({})
  useEffect(() => {
    let gone = false
    const load = async (language: Language) => {
      const found = await MODULES[`../../lessons/texts/${language}.ts`]?.()
      if (!gone && found !== undefined) setModules(old => ({ ...old, [language]: found }))
    }
    void load(own).then(() => load(own === 'en' ? 'zh' : 'en'))
    return () => { gone = true }
  }, [own])
  return useMemo<LessonText>(() => (language, id, params) => filled(modules[language]?.text?.(id) ?? id, params), [modules])
}

export function filled(template: string, params: Readonly<Record<string, string>> = {}): string {
  return template.replace(/\{([\w.-]+)\}/g, (whole, name: string) => params[name] ?? whole)
}
