import { Check, X } from 'lucide-react'
import { memo, useEffect, useId, useRef } from 'react'
import { useLessonText } from '../../i18n/lesson-texts.ts'
import { useText } from '../../i18n/text.ts'
import { useEngine, useSession, useSettings } from '../../store/glass.ts'
import controls from '../../styles/controls.module.css'
import styles from './story.module.css'

/** A question before a hop. The run answers it: what is right was found in the trace, not in the lesson. */
export const Prediction = memo(function Prediction({ phone = false }: { readonly phone?: boolean }) {
  const t = useText()
  const say = useLessonText()
  const engine = useEngine()
  const title = useId()
  const language = useSettings(settings => settings.language)
  const card = useSession(session => session.story?.prediction)
  const answered = card?.right !== undefined
  const playing = useSession(session => session.transport.playing)
  const place = useRef<HTMLElement>(null)
  const shown = `${card?.card} ${answered}`
  // Only where questions can be read and answered the story stops for them.
  useEffect(() => {
    engine.command({ do: 'asking', shown: true })
    return () => engine.command({ do: 'asking', shown: false })
  }, [engine])
  // On a phone the sheet may stand elsewhere: a question and its verdict are worth coming back to.
  useEffect(() => { if (phone && shown !== '') place.current?.scrollIntoView({ block: 'start' }) }, [phone, shown])
  if (card === undefined || (answered && card.chosen === undefined)) return <p role="status" className="hidden-visually" />
  const right = answered && card.chosen === card.right
  const words = (option: string) => say(language, `card.${card.card}.${option}`)
  return (
    <section ref={place} className={styles.card} data-phone={phone} aria-labelledby={title}>
      <p role="status" className={styles.tag}>
        {answered
          ? <b className={styles.verdict} data-right={right}>{right ? <Check size={14} aria-hidden="true" /> : <X size={14} aria-hidden="true" />}{t(right ? 'story.predict.right' : 'story.predict.wrong')}<span className="hidden-visually">: {words(card.right ?? '')}</span></b>
          : <><b>{t('story.predict')}</b> {t('story.predict.before', { hop: card.beforeHop.replace(/^\D+/, '') })}</>}
      </p>
      <h3 id={title}>{say(language, `card.${card.card}`)}</h3>
      {answered
        ? <ul className={styles.results}>{card.options.map(option => (
          <li key={option} data-right={option === card.right} data-chosen={option === card.chosen}>
            {option === card.right ? <Check size={16} aria-hidden="true" /> : option === card.chosen ? <X size={16} aria-hidden="true" /> : <i />}
            <span>{words(option)}</span>
            <small>{[option === card.right ? t('story.predict.is') : '', option === card.chosen ? t('story.predict.yours') : ''].filter(Boolean).join(' · ')}</small>
          </li>
        ))}</ul>
        : <>
          <div role="radiogroup" aria-labelledby={title} className={styles.options}>
            {card.options.map(option => (
              <label key={option}>
                <input type="radio" name={title} checked={card.chosen === option} onChange={() => engine.command({ do: 'predict', card: card.card, answer: option })} />
                <span>{words(option)}</span>
              </label>
            ))}
          </div>
          <div className={styles.find}>
            <small>{card.chosen === undefined ? t(playing ? 'story.predict.stops' : 'story.predict.choose') : t('story.predict.hint')}</small>
            <button type="button" className={controls.primary} disabled={card.chosen === undefined} onClick={() => engine.command({ do: 'step', by: 'milestone', direction: 1 })}>{t('story.predict.step')}</button>
          </div>
        </>}
    </section>
  )
})
