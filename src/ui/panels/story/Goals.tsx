import { memo } from 'react'
import type { StoryState } from '../../../protocol/index.ts'
import { useLessonText } from '../../i18n/lesson-texts.ts'
import { useText } from '../../i18n/text.ts'
import { useSession, useSettings } from '../../store/glass.ts'
import controls from '../../styles/controls.module.css'
import styles from './story.module.css'

type GoalState = StoryState['goals'][number]['state']

export const Goals = memo(function Goals() {
  const t = useText()
  const say = useLessonText()
  const language = useSettings(settings => settings.language)
  const goals = useSession(session => session.story?.goals)
  if (goals === undefined || goals.length === 0) return null
  return (
    <section className={styles.goals}>
      <h3 className={controls.heading}>{t('story.goals')}</h3>
      <ul>
        {goals.map(({ id, state, detail }) => (
          <li key={id} data-state={state}>
            <GoalGlyph state={state} />
            <span>{say(language, `goal.${id}`)}<span className="hidden-visually">: {t(`goal.${state}`)}</span>{state === 'broken' && detail['least'] !== undefined && <small>{t('goal.least', { least: detail['least'] })}</small>}</span>
          </li>
        ))}
      </ul>
    </section>
  )
})

/** Dashed, half, full with a check, full with a cross: told by shape as well as hue. */
function GoalGlyph({ state }: { readonly state: GoalState }) {
  return (
    <svg width="17" height="17" viewBox="0 0 20 20" aria-hidden="true">
      {state === 'open' && <circle cx="10" cy="10" r="7.6" fill="none" stroke="var(--s-none)" strokeWidth="2.2" strokeDasharray="3 2.97" />}
      {state === 'partial' && <><circle cx="10" cy="10" r="7.6" fill="none" stroke="var(--s-notready)" strokeWidth="2.2" /><path d="M10 2.4a7.6 7.6 0 0 0 0 15.2z" fill="var(--s-notready)" /></>}
      {state === 'met' && <><circle cx="10" cy="10" r="8.6" fill="var(--s-ready)" /><path d="M6.2 10.3l2.6 2.6 5-5.4" fill="none" stroke="var(--mark-ink)" strokeWidth="2" strokeLinecap="round" strokeLinejoin="round" /></>}
      {state === 'broken' && <><circle cx="10" cy="10" r="8.6" fill="var(--s-failed)" /><path d="M7 7l6 6M13 7l-6 6" stroke="var(--mark-ink2)" strokeWidth="2.2" strokeLinecap="round" /></>}
    </svg>
  )
}
