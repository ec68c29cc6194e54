import { Check } from 'lucide-react'
import { memo } from 'react'
import captionWords from '../i18n/caption-words.ts'
import { useLessonText } from '../i18n/lesson-texts.ts'
import { useText } from '../i18n/text.ts'
import { useAnswer, useSession, useSettings } from '../store/glass.ts'
import styles from './presenter.module.css'

/** What the audience reads now, what comes after it, and what the run will answer to the question that is open. */
export const Ahead = memo(function Ahead() {
  const t = useText()
  const say = useLessonText()
  const language = useSettings(settings => settings.language)
  const caption = useSession(session => session.caption)
  const story = useSession(session => session.story)
  const now = story?.hops.findLastIndex(({ state }) => state === 'now') ?? -1
  const next = story?.hops.slice(now + 1).find(({ state }) => state === 'next' || state === 'hidden')
  return (
    <section className={styles.ahead} aria-label={t('presenter.ahead')}>
      <h2>{t('presenter.now')}{caption?.hop !== undefined && <span>{caption.chapter} {caption.hop} {t('caption.of', { hops: caption.hops ?? caption.hop })}</span>}</h2>
      <p className={styles.now} data-testid="now">{caption === undefined ? captionWords(language, 'caption.start') : say(language, caption.text, caption.params)}</p>
      {next !== undefined && <><h2>{t('presenter.next')}<span>{next.id.replace(/^(\D+)/, '$1 ')}</span></h2><p className={styles.next} data-testid="next">{say(language, next.id).replace(/\{[\w.-]+\}/g, '…')}</p></>}
      <Answer />
    </section>
  )
})

function Answer() {
  const t = useText()
  const say = useLessonText()
  const language = useSettings(settings => settings.language)
  const card = useSession(session => session.story?.prediction)
  const foreseen = useAnswer(card === undefined || card.right !== undefined ? undefined : { ask: 'foresee', card: card.card } as const)
  if (card === undefined) return null
  const right = card.right ?? foreseen?.option
  return (
    <div className={styles.answer}>
      <h2>{t('presenter.question')}</h2>
      <p>{say(language, `card.${card.card}`)}</p>
      <ul data-testid="answers">{card.options.map(option => <li key={option} data-right={option === right}>{option === right && <Check size={15} aria-hidden="true" />}{say(language, `card.${card.card}.${option}`)}{option === right && <small>{t(card.right === undefined ? 'presenter.willBe' : 'presenter.was')}</small>}</li>)}</ul>
    </div>
  )
}
