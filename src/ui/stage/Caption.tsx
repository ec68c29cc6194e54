import { CircleHelp } from 'lucide-react'
import { lazy, memo, Suspense } from 'react'
import { useLessonText } from '../i18n/lesson-texts.ts'
import { useText } from '../i18n/text.ts'
import captionWords from '../i18n/caption-words.ts'
import controls from '../styles/controls.module.css'
import { useAskWhy } from '../actions/ask-why.ts'
import { useSession, useSettings } from '../store/glass.ts'
import type { Language } from '../store/settings.ts'
import styles from './stage.module.css'

const TermText = lazy(async () => ({ default: (await import('../glossary/TermText.tsx')).TermText }))

/** One sentence about what just happened, in the visitor's language large and in the other one below. */
export const Caption = memo(function Caption({ phone }: { readonly phone: boolean }) {
  const t = useText()
  const say = useLessonText()
  const own = useSettings(settings => settings.language)
  const other: Language = own === 'en' ? 'zh' : 'en'
  const caption = useSession(session => session.caption)
  const open = useSession(session => session.open)
  const askWhy = useAskWhy()
  const suggested = useSession(session => session.story?.suggestion !== undefined)
  const fallback = !open ? 'caption.loading' : suggested ? 'caption.start' : 'caption.rest'
  const words = (language: Language) => (caption === undefined ? captionWords(language, fallback) : say(language, caption.text, caption.params))
  const chapter = caption?.chapter ?? ''
  const badge = caption?.hop === undefined ? undefined : (
    phone
      ? <span className={styles.badge}>{t('caption.badge', { chapter, hop: caption.hop, hops: caption.hops ?? caption.hop })}</span>
      : <span className={styles.badge}><b>{chapter} {caption.hop}</b>{t('caption.of', { hops: caption.hops ?? caption.hop })}</span>
  )
  const sentences = (
    <>
      <p className={styles.first} lang={lang(own)}>{caption === undefined ? words(own) : <Suspense fallback={words(own)}><TermText text={words(own)} language={own} /></Suspense>}</p>
      <p className={styles.second} lang={lang(other)}>{words(other)}</p>
    </>
  )
  const why = caption === undefined ? null : (
    <button type="button" className={`${controls.button} ${styles.why}`} onClick={() => askWhy(caption.event)}>{!phone && <CircleHelp size={14} aria-hidden="true" />}{t('caption.why')}</button>
  )
  return phone
    ? <section className={styles.phoneCaption}><header>{badge ?? <span />}{why}</header>{sentences}</section>
    : <section className={styles.caption}>{badge}<div className={styles.words}>{sentences}</div>{why}</section>
})

const lang = (language: Language) => (language === 'zh' ? 'zh-CN' : 'en')
