import { memo } from 'react'
import { useText } from '../../i18n/text.ts'
import { useEngine, useSession } from '../../store/glass.ts'
import controls from '../../styles/controls.module.css'
import styles from './story.module.css'

/** The command that the next chapter begins with: the one control that glows. */
export const Suggestion = memo(function Suggestion() {
  const t = useText()
  const engine = useEngine()
  const line = useSession(session => session.story?.suggestion)
  if (line === undefined) return null
  return (
    <section className={styles.suggestion} aria-label={t('story.next.command')}>
      <code>{line}</code>
      <button type="button" className={controls.primary} onClick={() => engine.command({ do: 'kubectl', line })}>{t('terminal.run')} ↵</button>
    </section>
  )
})
