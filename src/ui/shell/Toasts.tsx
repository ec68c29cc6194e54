import { X } from 'lucide-react'
import { memo } from 'react'
import { useLessonText } from '../i18n/lesson-texts.ts'
import { useText } from '../i18n/text.ts'
import { useEngine, useSession, useSettings } from '../store/glass.ts'
import styles from './overlays.module.css'

/** Commands that the engine refused, and why. */
export const Toasts = memo(function Toasts() {
  const t = useText()
  const say = useLessonText()
  const engine = useEngine()
  const language = useSettings(settings => settings.language)
  const refusals = useSession(session => session.refusals)
  return (
    <div role="status"><ul className={styles.toasts}>
      {refusals.map(({ key, text, params }) => <li key={key}>{say(language, text, params)}<button type="button" aria-label={t('toast.close')} onClick={() => engine.dismiss(key)}><X size={14} aria-hidden="true" /></button></li>)}
    </ul></div>
  )
})
