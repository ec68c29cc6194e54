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
  return useMemo<LessonText>(() => (language, id, params) => filled(modules[language]?.text?.(id) ?? id, spoken(language, params)), [modules])
}

/** A place as people say it: 'node/node-b/kubelet' is the kubelet on node-b. */
function spoken(language: Language, params: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, placeWords(language, value)]))
}

export function placeWords(language: Language, value: string): string {
  const [, node, agent] = /^node\/([^/ ]+)(?:\/(kubelet|runtime|cni|proxy))?$/.exec(value) ?? []
  if (node !== undefined) {
    const title = agent === 'runtime' ? 'containerd' : agent === 'proxy' ? 'kube-proxy' : agent
    return title === undefined ? node : language === 'zh' ? `${node} 上的 ${title}` : `${title} on ${node}`
  }
  const controller = /^controller-manager\/([^/ ]+)$/.exec(value)?.[1]?.replace(/-controller$/, '')
  if (controller !== undefined) return language === 'zh' ? `${controller} 控制器` : `the ${controller.replace(/-/g, ' ')} controller`
  return { 'apiserver': 'kube-apiserver', 'scheduler': 'kube-scheduler', 'controller-manager': 'kube-controller-manager' }[value] ?? value
}

export function filled(template: string, params: Readonly<Record<string, string>> = {}): string {
  const text = template.replace(/\{([\w.-]+)\}/g, (whole, name: string) => params[name] ?? whole)
  return tidied(text)
}

/** A parameter may be empty, and a sentence may begin with one. */
function tidied(text: string): string {
  const close = text.replace(/ +([.,;:。，；：])/g, '$1').replace(/ {2,}/g, ' ')
  return /^the /.test(close) ? `T${close.slice(1)}` : close
}
