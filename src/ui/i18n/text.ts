import i18next from 'i18next'
import { useCallback } from 'react'
import { initReactI18next, useTranslation } from 'react-i18next'
import type en from './en.json'
import type { Language } from '../store/settings.ts'

export type TextKey = keyof typeof en
export type TextParams = Readonly<Record<string, string | number>>
export type Translate = (key: TextKey, params?: TextParams) => string

const CATALOGUES = { en: () => import('./en.json'), zh: () => import('./zh.json') } as const

/** Loads one catalogue; the other waits until it is asked for. */
export async function prepareTexts(language: Language): Promise<void> {
  const catalogue = await CATALOGUES[language]()
  await i18next.use(initReactI18next).init({
    lng: language, fallbackLng: false, keySeparator: false, nsSeparator: false, returnNull: false,
    interpolation: { escapeValue: false }, resources: { [language]: { translation: catalogue.default } },
  })
}

export async function speak(language: Language): Promise<void> {
  if (!i18next.hasResourceBundle(language, 'translation')) {
    const catalogue = await CATALOGUES[language]()
    i18next.addResourceBundle(language, 'translation', catalogue.default)
  }
  await i18next.changeLanguage(language)
}

/** Words without parameters are looked up once a language: cards ask for them at each frame. */
const FOUND = new Map<string, string>()

export function useText(): Translate {
  const { t, i18n } = useTranslation()
  return useCallback((key, params) => {
    if (params !== undefined) return t(key, { ...params }) as string
    const place = `${i18n.language} ${key}`
    const known = FOUND.get(place)
    if (known !== undefined) return known
    const words = t(key) as string
    if (i18n.hasResourceBundle(i18n.language, 'translation')) FOUND.set(place, words)
    return words
  }, [t, i18n.language])
}
