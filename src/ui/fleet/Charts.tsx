import { memo } from 'react'
import type { FleetSample, FleetTotals } from '../../protocol/index.ts'
import { useText, type TextKey } from '../i18n/text.ts'
import { useChange, useFleet, useSession, useSettings } from '../store/glass.ts'
import controls from '../styles/controls.module.css'
import { Distribution } from './Distribution.tsx'
import { useNumber } from './Gauges.tsx'
import styles from './charts.module.css'

type Measure = Exclude<keyof FleetSample, 'second'>
/** What is a level has a number of this very moment, as everywhere on the page; what is a rate, that of the last full second. */
interface Chart { readonly measure: Measure; readonly hue: string; readonly now?: (totals: FleetTotals) => number }

const CHARTS: readonly Chart[] = [
  { measure: 'nodesUnknown', hue: 'var(--s-none)', now: totals => totals.nodesUnknown }, { measure: 'nodesNoExecute', hue: 'var(--s-notready)', now: totals => totals.nodesNoExecute }, { measure: 'podsNotReady', hue: 'var(--s-creating)', now: totals => totals.pods - totals.podsReady },
  { measure: 'requests', hue: 'var(--v-write)' }, { measure: 'writes', hue: 'var(--v-raft)' }, { measure: 'queued', hue: 'var(--v-cri)' },
]
const WIDTH = 320
const HEIGHT = 46
const ROWS = 12

/** Cause and delay: what was done, as a dashed line, and when its effects came. Every curve is also a table. */
export const Charts = memo(function Charts() {
  const t = useText()
  const table = useSettings(settings => settings.tables)
  const change = useChange()
  const samples = useFleet(fleet => fleet.samples)
  const historyFrom = useFleet(fleet => fleet.historyFrom)
  const at = useSession(session => session.clock.at)
  return (
    <section className={styles.charts} aria-label={t('fleet.charts')} data-testid="fleet-charts">
      <header><h2>{t('fleet.charts')}</h2><button type="button" className={controls.button} aria-pressed={table} title="Alt T" onClick={() => change(draft => { draft.tables = !table })}>{t(table ? 'lanes.picture' : 'lanes.table')}</button></header>
      {historyFrom > 0 && <p className={styles.history}>{historyFrom >= at ? t('fleet.noPast') : t('fleet.history', { seconds: Math.round(historyFrom / 1_000_000) })}</p>}
      {table ? <Table samples={samples} /> : CHARTS.map(chart => <Curve key={chart.measure} chart={chart} samples={samples} />)}
      <Distribution table={table} />
    </section>
  )
})

function Curve({ chart: { measure, hue, now: level }, samples }: { readonly chart: Chart; readonly samples: readonly FleetSample[] }) {
  const t = useText()
  const number = useNumber()
  const marks = useSession(session => session.timeline.marks)
  const branch = useSession(session => session.transport.branch)
  const first = samples[0]?.second ?? 0
  const last = Math.max(samples.at(-1)?.second ?? 1, first + 60)
  const xOf = (second: number) => ((second - first) / (last - first)) * WIDTH
  const most = samples.reduce((high, one) => Math.max(high, one[measure]), 1)
  const yOf = (value: number) => HEIGHT - 2 - (value / most) * (HEIGHT - 6)
  const line = samples.map(one => `${xOf(one.second).toFixed(1)} ${yOf(one[measure]).toFixed(1)}`).join('L')
  const causes = marks.filter(mark => (mark.mark === 'fault' || mark.mark === 'command') && mark.branch === branch && mark.at >= first * 1_000_000)
  const totals = useFleet(fleet => fleet.totals)
  const now = level && totals ? level(totals) : samples.at(-1)?.[measure] ?? 0
  const title = t(`fleet.chart.${measure}` as TextKey)
  return (
    <figure className={styles.chart}>
      <figcaption>{title}<b style={{ color: hue }}>{number(now)}</b></figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={t('fleet.chart.label', { title, now: number(now), most: number(most) })}>
        <line x1="0" y1={HEIGHT - 2} x2={WIDTH} y2={HEIGHT - 2} stroke="var(--line)" />
        {line !== '' && <><path d={`M${xOf(first)} ${HEIGHT - 2}L${line}L${xOf(samples.at(-1)!.second)} ${HEIGHT - 2}z`} fill={hue} opacity=".16" /><path d={`M${line}`} fill="none" stroke={hue} strokeWidth="1.8" vectorEffect="non-scaling-stroke" /></>}
        {causes.map((mark, index) => <line key={index} x1={xOf(mark.at / 1_000_000)} x2={xOf(mark.at / 1_000_000)} y1="0" y2={HEIGHT} stroke={mark.mark === 'fault' ? 'var(--bad)' : 'var(--accent)'} strokeDasharray="3 3" vectorEffect="non-scaling-stroke" />)}
      </svg>
    </figure>
  )
}

function Table({ samples }: { readonly samples: readonly FleetSample[] }) {
  const t = useText()
  const step = Math.max(1, Math.ceil(samples.length / ROWS))
  const rows = samples.filter((_, index) => (samples.length - 1 - index) % step === 0)
  return (
    <div className={styles.scroll} tabIndex={0} role="region" aria-label={t('lanes.table')}>
      <table className={styles.table}>
        <thead><tr><th scope="col">{t('fleet.col.second')}</th>{CHARTS.map(({ measure }) => <th key={measure} scope="col">{t(`fleet.chart.${measure}` as TextKey)}</th>)}</tr></thead>
        <tbody>{rows.map(row => <tr key={row.second}><th scope="row">{row.second}</th>{CHARTS.map(({ measure }) => <td key={measure}>{row[measure]}</td>)}</tr>)}</tbody>
      </table>
    </div>
  )
}
