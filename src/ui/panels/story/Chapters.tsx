import { memo } from 'react'
import { useLessonText } from '../../i18n/lesson-texts.ts'
import { useText } from '../../i18n/text.ts'
import { useSession, useSettings } from '../../store/glass.ts'
import styles from './story.module.css'

export const Chapters = memo(function Chapters() {
  const t = useText()
  const say = useLessonText()
  const language = useSettings(settings => settings.language)
  const chapters = useSession(session => session.story?.chapters)
  const current = useSession(session => session.story?.chapter)
  return (
    <ol className={styles.chapters} aria-label={t('story.chapters')}>
      {chapters?.map(({ id, hops, done, begun }) => (
        <li key={id} data-current={id === current && begun} data-begun={begun} aria-current={id === current && begun ? 'step' : undefined}>
          <b>{id}</b><span>{say(language, `chapter.${id}`)}</span><small>{begun && done < hops ? `${done} / ` : ''}{t('story.count', { count: hops })}</small>
          <i aria-hidden="true"><u style={{ width: `${hops === 0 ? 0 : (100 * done) / hops}%` }} /></i>
        </li>
      ))}
    </ol>
  )
})
