import type { PodInside } from '../../../protocol/index.ts'
import { useText } from '../../i18n/text.ts'
import { Moment } from '../../panels/Moment.tsx'
import room from '../room.module.css'
import styles from './pod.module.css'

/** Rung by rung in the order in which they come true. */
const ORDER = ['PodScheduled', 'PodReadyToStartContainers', 'Initialized', 'ContainersReady', 'Ready']

/** How far a Pod has come: each condition, since when, why not, and whose word it is. */
export function Ladder({ conditions }: { readonly conditions: PodInside['conditions'] }) {
  const t = useText()
  const place = (type: string): number => (ORDER.includes(type) ? ORDER.indexOf(type) : -1)
  const rungs = [...conditions].sort((a, b) => place(a.type) - place(b.type))
  return (
    <section className={room.panel} aria-label={t('inside.pod.conditions')}>
      <h3>{t('inside.pod.conditions')}<small>{t('inside.pod.conditionsHint')}</small></h3>
      {rungs.length === 0 && <p className={room.empty}>{t('inside.empty')}</p>}
      <ol className={styles.ladder}>
        {rungs.map(({ type, status, reason, message, at, writer }) => (
          <li key={type} data-status={status}>
            <i aria-hidden="true">{status === 'True' ? '✓' : status === 'Unknown' ? '?' : ''}</i>
            <div><b>{type}</b> <span>{status}</span><small><Moment at={at} /> · {writer ?? t(type === 'PodScheduled' ? 'inside.pod.byBinding' : 'inside.pod.byNobody')}</small>{reason !== '' && <p>{reason}{message !== '' && `: ${message}`}</p>}</div>
          </li>
        ))}
      </ol>
    </section>
  )
}
