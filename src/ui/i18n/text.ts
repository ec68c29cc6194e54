import { useSyncExternalStore } from 'react'
import type en from './en.json'
import type { Language } from '../store/settings.ts'

export type TextKey = keyof typeof en
export type TextParams = Readonly<Record<string, string | number>>
export type Translate = (key: TextKey, params?: TextParams) => string

const CATALOGUES = { en: () => import('./en.json'), zh: () => import('./zh.json') } as const

const known = new Map<Language, Translate>()
const listeners = new Set<() => void>()
let spoken: Translate = (key) => key

/** Loads one catalogue; the other waits until it is asked for. */
export const prepareTexts = (language: Language): Promise<void> => speak(language)

export async function speak(language: Language): Promise<void> {
  const translate = known.get(language) ?? translateFrom((await CATALOGUES[language]()).default)
  known.set(language, translate)
  spoken = translate
  for (const wake of listeners) wake()
}

/** A text of the catalogue with its `{{params}}`; a key without a text stands for itself. */
export function translateFrom(catalogue: Readonly<Record<string, string>>): Translate {
  return (key, params) => {
    const text = catalogue[key] ?? key
    return params === undefined ? text : text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(params[name] ?? ''))
  }
}

function watch(wake: () => void): () => void {
  listeners.add(wake)
  return () => listeners.delete(wake)
}

/** The same function until the language changes: hundreds of cards ask for it at each frame. */
export const useText = (): Translate => useSyncExternalStore(watch, () => spoken)
