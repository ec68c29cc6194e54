import { memo } from 'react'
import type { ConditionRow } from '../../../protocol/index.ts'
import { useText } from '../../i18n/text.ts'
import { Moment } from '../Moment.tsx'
import styles from './inspector.module.css'
import { Section } from './Section.tsx'

/** The conditions in the order in which they last changed: a ladder that a Pod climbs as it comes alive. */
export const Conditions = memo(function Conditions({ rows }: { readonly rows: readonly ConditionRow[] }) {
  const t = useText()
  if (rows.length === 0) return null
  return (
    <Section title={t('inspector.conditions')}>
      <ol className={styles.conditions}>
        {[...rows].sort((a, b) => a.at - b.at).map(one => (
          <li key={one.type} data-status={one.status}>
            <i aria-hidden="true">{one.status === 'True' ? '✓' : one.status === 'False' ? '○' : '?'}</i>
            <b>{one.type}</b><span>{one.status}{one.reason && ` · ${one.reason}`}</span><Moment at={one.at} />{one.message && <p>{one.message}</p>}
          </li>
        ))}
      </ol>
    </Section>
  )
})
