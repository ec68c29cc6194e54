import { memo } from 'react'
import type { Simplified as Sentence } from '../../protocol/index.ts'
import { useText } from '../i18n/text.ts'
import { useSettings } from '../store/glass.ts'
import styles from './frame.module.css'

/** The foot of a place: where it is simpler than the real thing. */
export const Simplified = memo(function Simplified({ sentences }: { readonly sentences: readonly Sentence[] }) {
  const t = useText()
  const language = useSettings(settings => settings.language)
  if (sentences.length === 0) return null
  return (
    <details className={styles.simplified}>
      <summary>{t('inside.simplified')} <small>{sentences.length}</small></summary>
      <ul>{sentences.map(one => <li key={one.en}>{one[language]}</li>)}</ul>
    </details>
  )
})
