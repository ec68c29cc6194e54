import { memo } from 'react'
import { scenarioNamed } from '../../lessons/index.ts'
import { useLessonText } from '../i18n/lesson-texts.ts'
import { useText } from '../i18n/text.ts'
import { Goals } from '../panels/story/Goals.tsx'
import { Suggestion } from '../panels/story/Suggestion.tsx'
import { useSession, useSettings } from '../store/glass.ts'
import { pokeText } from '../transport/poke-text.ts'
import styles from './presenter.module.css'

/** What to say in this chapter; of a scenario without a lesson, what it is about and what there is to try. */
export const Notes = memo(function Notes() {
  const t = useText()
  const say = useLessonText()
  const language = useSettings(settings => settings.language)
  const { story, scenario } = useSession(session => session)
  const key = `notes.${story?.lesson}.${story?.chapter}`
  const notes = story === undefined ? '' : say(language, key)
  return (
    <aside className={styles.notes} aria-label={t('presenter.notes')}>
      <h2>{t('presenter.notes')}{story !== undefined && <span>{story.chapter} · {say(language, `chapter.${story.chapter}`)}</span>}</h2>
      {notes !== '' && notes !== key ? <ul>{notes.split('\n').map(note => <li key={note}>{note}</li>)}</ul> : scenario !== '' && <p>{say(language, `scenario.${scenario}.about`)}</p>}
      {story === undefined && <ul>{scenarioNamed(scenario)?.offers?.map(offer => { const words = offer.offer === 'poke' ? pokeText(offer.poke, t) : offer.line; return <li key={words}>{words}</li> })}</ul>}
      <Suggestion />
      <Goals />
    </aside>
  )
})
