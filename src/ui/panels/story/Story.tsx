import { lazy, memo, Suspense } from 'react'
import { useLessonText } from '../../i18n/lesson-texts.ts'
import { useText } from '../../i18n/text.ts'
import { useSession, useSettings } from '../../store/glass.ts'
import controls from '../../styles/controls.module.css'
import { Chapters } from './Chapters.tsx'
import { Goals } from './Goals.tsx'
import styles from './story.module.css'
import { Suggestion } from './Suggestion.tsx'

const Invitation = lazy(async () => ({ default: (await import('./Invitation.tsx')).Invitation }))
const Prediction = lazy(async () => ({ default: (await import('./Prediction.tsx')).Prediction }))
const Hops = lazy(async () => ({ default: (await import('./Hops.tsx')).Hops }))
const Changes = lazy(async () => ({ default: (await import('./Changes.tsx')).Changes }))
const Offers = lazy(async () => ({ default: (await import('./Offers.tsx')).Offers }))

export interface StoryProps {
  /** On a phone the question comes first and the title stands in the top bar. */
  readonly phone?: boolean
}

/** The lesson: chapters, what happened so far and nothing of what comes, a question to answer first, and the goals. */
export const Story = memo(function Story({ phone = false }: StoryProps) {
  const t = useText()
  const say = useLessonText()
  const language = useSettings(settings => settings.language)
  const lesson = useSession(session => session.story?.lesson)
  if (lesson === undefined) return <div className={styles.story} data-phone={phone}><Suspense fallback={null}><Offers phone={phone} /></Suspense><p className={styles.empty}>{t('story.empty')}</p><Late /></div>
  if (phone) return <div className={styles.story} data-phone="true"><h2 className="hidden-visually">{say(language, `lesson.${lesson}`)}</h2><Suspense fallback={null}><Prediction phone /><Invitation /></Suspense><Suggestion /><Suspense fallback={null}><Hops few /></Suspense><Goals /><Chapters /><Late /></div>
  return (
    <div className={styles.story}>
      <header className={styles.head}><p className={controls.heading}>{t('story.lesson')}</p><h2 className={styles.title}>{say(language, `lesson.${lesson}`)}</h2></header>
      <Chapters />
      <Suspense fallback={null}><Invitation /></Suspense>
      <Suggestion />
      <Suspense fallback={null}><Hops /></Suspense>
      <Suspense fallback={null}><Prediction /></Suspense>
      <Goals />
      <Late />
    </div>
  )
})

const Late = () => <Suspense fallback={null}><Changes /></Suspense>
