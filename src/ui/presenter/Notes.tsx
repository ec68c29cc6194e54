import { memo, Suspense, use } from 'react'
import { scenarioNamed, type ScenarioNotes } from '../../lessons/index.ts'
import { useLessonText } from '../i18n/lesson-texts.ts'
import { useText } from '../i18n/text.ts'
import { Goals } from '../panels/story/Goals.tsx'
import { Suggestion } from '../panels/story/Suggestion.tsx'
import { useSession, useSettings } from '../store/glass.ts'
import type { Language } from '../store/settings.ts'
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
      {notes !== '' && notes !== key ? <ul>{notes.split('\n').map(note => <li key={note}>{note}</li>)}</ul> : scenario !== '' && <p className={styles.about}>{say(language, `scenario.${scenario}.about`)}</p>}
      {story === undefined && scenario !== '' && <Suspense fallback={null}><OfScenario scenario={scenario} language={language} /></Suspense>}
      {story === undefined && <h3>{t('presenter.tries')}</h3>}
      {story === undefined && <ul className={styles.tries}>{scenarioNamed(scenario)?.offers?.map(offer => { const words = offer.offer === 'poke' ? pokeText(offer.poke, t) : offer.line; return <li key={words}>{words}</li> })}</ul>}
      <Suggestion />
      <Goals />
    </aside>
  )
})

const PARTS = ['watch', 'ask', 'belief'] as const

/** What to watch, what to ask, and what is usually believed. A scenario without notes has only its sentence. */
function OfScenario({ scenario, language }: { readonly scenario: string; readonly language: Language }) {
  const t = useText()
  const notes = use(notesIn(language))[scenario]
  if (notes === undefined) return null
  return <dl data-testid="scenario-notes">{PARTS.map(part => <div key={part}><dt>{t(`presenter.note.${part}`)}</dt><dd>{notes[part]}</dd></div>)}</dl>
}

// NB: found by pattern, as the other texts of the lessons are; only who presents needs them, in one language.
const MODULES = import.meta.glob<{ readonly NOTES: ScenarioNotes }>('../../lessons/texts/notes/notes-{en,zh}.ts')
const loading = new Map<Language, Promise<ScenarioNotes>>()
function notesIn(language: Language): Promise<ScenarioNotes> {
  const known = loading.get(language) ?? MODULES[`../../lessons/texts/notes/notes-${language}.ts`]!().then(module => module.NOTES)
  loading.set(language, known)
  return known
}
