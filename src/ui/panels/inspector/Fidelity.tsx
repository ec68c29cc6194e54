import { memo } from 'react'
import { useText } from '../../i18n/text.ts'
import styles from './inspector.module.css'

/** What the simulation leaves out, said by its own components. */
export const Fidelity = memo(function Fidelity({ sentences }: { readonly sentences: readonly string[] }) {
  const t = useText()
  if (sentences.length === 0) return null
  return <details className={styles.fidelity}><summary>{t('inspector.fidelity')} <small>{sentences.length}</small></summary><ul lang="en">{sentences.map(one => <li key={one}>{one}</li>)}</ul></details>
})
