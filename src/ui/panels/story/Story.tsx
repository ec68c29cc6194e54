import { memo } from 'react'
import { useControls } from '../../actions/controls.ts'
import { VerbGlyph } from '../../glyphs/VerbGlyph.tsx'
import { useLessonText } from '../../i18n/lesson-texts.ts'
import { useText } from '../../i18n/text.ts'
import { useEngine, useSession, useSettings } from '../../store/glass.ts'
import controls from '../../styles/controls.module.css'
import styles from './story.module.css'

/** The lesson: chapters, what happened so far and nothing of what comes, a question to answer first, and the goals. */
export const Story = memo(function Story({ phone = false }: { readonly phone?: boolean }) {
  const t = useText()
  const say = useLessonText()
  const language = useSettings(settings => settings.language)
  const story = useSession(session => session.story)
  if (story === undefined) return <p className={styles.empty}>{t('story.empty')}</p>
  return (
    <div className={styles.story}>
      {!phone && <h2 className={styles.title}>{say(language, `lesson.${story.lesson}`)}</h2>}
      {!phone && (
        <ol className={styles.chapters} aria-label={t('story.chapters')}>
          {story.chapters.map(chapter => (
            <li key={chapter.id} data-current={chapter.id === story.chapter}>
              <b>{chapter.id}</b><span>{say(language, `chapter.${chapter.id}`)}</span><small>{t('story.count', { count: chapter.hops })}</small>
              <i style={{ width: `${chapter.hops === 0 ? 0 : (100 * chapter.done) / chapter.hops}%` }} />
            </li>
          ))}
        </ol>
      )}
      <Prediction />
      <Suggestion />
      <Hops />
      <Goals />
    </div>
  )
})

/** The command that the next chapter begins with: the one control that glows. */
function Suggestion() {
  const t = useText()
  const engine = useEngine()
  const line = useSession(session => session.story?.suggestion)
  if (line === undefined) return null
  return (
    <div className={styles.suggestion}>
      <code>{line}</code>
      <button type="button" className={controls.primary} onClick={() => engine.command({ do: 'kubectl', line })}>{t('terminal.run')} ↵</button>
    </div>
  )
}

function Hops() {
  const t = useText()
  const say = useLessonText()
  const engine = useEngine()
  const language = useSettings(settings => settings.language)
  const hops = useSession(session => session.story?.hops)
  if (hops === undefined || hops.length === 0) return null
  const known = hops.filter(({ state }) => state !== 'hidden')
  return (
    <ol className={styles.hops} aria-label={t('story.hops')}>
      {known.slice(-9).map(hop => (
        <li key={hop.id} data-state={hop.state} aria-current={hop.state === 'now' ? 'step' : undefined}>
          <span className={styles.number}>{hop.id.slice(1)}</span><VerbGlyph verb={hop.verb} size={15} />
          {hop.state === 'next'
            ? <span className={styles.next}>…</span>
            : <button type="button" onClick={() => { if (hop.event !== undefined) engine.command({ do: 'seek', to: { event: hop.event } }) }}>{say(language, hop.id, hop.params)}</button>}
        </li>
      ))}
      {known.length < hops.length && <li data-state="hidden"><span className={styles.number} /><span className={styles.next}>{t('story.hidden')}</span></li>}
    </ol>
  )
}

function Prediction() {
  const t = useText()
  const say = useLessonText()
  const engine = useEngine()
  const act = useControls()
  const language = useSettings(settings => settings.language)
  const card = useSession(session => session.story?.prediction)
  if (card === undefined) return null
  const answered = card.right !== undefined
  if (answered && card.chosen === undefined) return null
  return (
    <section className={styles.card} aria-labelledby="question">
      <p className={styles.tag}><b>{t('story.predict')}</b> {t('story.predict.before', { hop: card.beforeHop })}</p>
      <h3 id="question">{say(language, `card.${card.card}`)}</h3>
      <div role="radiogroup" aria-labelledby="question" className={styles.options}>
        {card.options.map(option => (
          <label key={option} data-right={answered && option === card.right} data-wrong={answered && option === card.chosen && option !== card.right}>
            <input type="radio" name={card.card} disabled={answered} checked={card.chosen === option} onChange={() => engine.command({ do: 'predict', card: card.card, answer: option })} />
            {say(language, `card.${card.card}.${option}`)}{answered && option === card.right ? ' ✓' : ''}{answered && option === card.chosen && option !== card.right ? ' ✗' : ''}
          </label>
        ))}
      </div>
      {answered
        ? <p role="status" className={styles.verdict} data-right={card.chosen === card.right}>{t(card.chosen === card.right ? 'story.predict.right' : 'story.predict.wrong')}</p>
        : <p className={styles.find}><small>{t('story.predict.hint')}</small><button type="button" className={controls.primary} onClick={() => { act.stepBy('milestone'); engine.command({ do: 'step', by: 'milestone', direction: 1 }) }}>{t('story.predict.step')}</button></p>}
    </section>
  )
}

function Goals() {
  const t = useText()
  const say = useLessonText()
  const language = useSettings(settings => settings.language)
  const goals = useSession(session => session.story?.goals)
  if (goals === undefined || goals.length === 0) return null
  return (
    <section className={styles.goals}>
      <h3 className={controls.heading}>{t('story.goals')}</h3>
      <ul>{goals.map(goal => <li key={goal.id} data-state={goal.state}><i aria-hidden="true" />{say(language, `goal.${goal.id}`)}<span className="hidden-visually">: {t(`goal.${goal.state}`)}</span></li>)}</ul>
    </section>
  )
}
