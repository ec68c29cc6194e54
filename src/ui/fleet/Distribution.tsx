import { memo } from 'react'
import { DELAY_BOUNDS_MS, type FleetDelay } from '../../protocol/index.ts'
import { useText, type TextKey } from '../i18n/text.ts'
import { useFleet } from '../store/glass.ts'
import styles from './charts.module.css'

/** How long Pods took since the last thing that was done: bars, or the same numbers as a table. */
export const Distribution = memo(function Distribution({ table }: { readonly table: boolean }) {
  const t = useText()
  const delays = useFleet(fleet => fleet.delays).filter(({ counts }) => counts.some(count => count > 0))
  if (delays.length === 0) return <p className={styles.quiet}>{t('fleet.delay.none')}</p>
  return delays.map(delay => (table ? <Numbers key={delay.delay} delay={delay} /> : <Bars key={delay.delay} delay={delay} />))
})

const titleOf = (delay: FleetDelay['delay']): TextKey => `fleet.delay.${delay}` as TextKey
const boundText = (bucket: number): string => (bucket < DELAY_BOUNDS_MS.length ? `≤ ${DELAY_BOUNDS_MS[bucket]! / 1000} s` : `> ${DELAY_BOUNDS_MS.at(-1)! / 1000} s`)

function Bars({ delay: { delay, counts } }: { readonly delay: FleetDelay }) {
  const t = useText()
  const total = counts.reduce((sum, count) => sum + count, 0)
  const most = Math.max(...counts)
  const from = counts.findIndex(count => count > 0)
  const to = counts.findLastIndex(count => count > 0)
  return (
    <figure className={styles.chart}>
      <figcaption>{t(titleOf(delay))}<b>{total.toLocaleString('en')}</b></figcaption>
      <div className={styles.bars} role="img" aria-label={counts.flatMap((count, bucket) => (count > 0 ? [`${boundText(bucket)}: ${count}`] : [])).join(', ')}>
        {counts.slice(from, to + 1).map((count, index) => <span key={index}><i style={{ height: `${Math.max(count > 0 ? 3 : 0, (100 * count) / most)}%` }} /><em>{boundText(from + index)}</em></span>)}
      </div>
    </figure>
  )
}

function Numbers({ delay: { delay, counts } }: { readonly delay: FleetDelay }) {
  const t = useText()
  return (
    <table className={styles.table}>
      <caption>{t(titleOf(delay))}</caption>
      <thead><tr><th scope="col">{t('fleet.col.delay')}</th><th scope="col">{t('fleet.col.pods')}</th></tr></thead>
      <tbody>{counts.flatMap((count, bucket) => (count > 0 ? [<tr key={bucket}><th scope="row">{boundText(bucket)}</th><td>{count}</td></tr>] : []))}</tbody>
    </table>
  )
}
