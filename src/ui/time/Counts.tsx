import type { FleetSample } from '../../protocol/index.ts'
import { useText, type TextKey } from '../i18n/text.ts'
import { useLatestAnswer } from './latest-answer.ts'
import styles from './time.module.css'

const COUNTED = ['podsNotReady', 'nodesUnknown', 'nodesNoExecute', 'requests', 'writes', 'queued'] as const satisfies readonly (keyof FleetSample)[]

export interface CountsProps { readonly branches: readonly [number, number]; readonly at: number; readonly names: readonly [string, string] }

/** Two branches of a fleet at one second: what was counted on each. */
export function Counts({ branches, at, names }: CountsProps) {
  const t = useText()
  const sides = useLatestAnswer({ ask: 'compare-counts', branches, at })?.sides
  if (sides === undefined) return null
  const [left, right] = sides
  return (
    <table className={styles.counts}>
      <caption>{t('time.compare.fleet')}</caption>
      <thead><tr><td />{names.map((name, side) => <th key={side} scope="col">{name}</th>)}</tr></thead>
      <tbody>
        {COUNTED.map(one => (
          <tr key={one} data-differs={left?.[one] !== right?.[one]}>
            <th scope="row">{t(`fleet.chart.${one}` as TextKey)}</th>
            {sides.map((sample, side) => <td key={side}>{sample?.[one] ?? '–'}</td>)}
          </tr>
        ))}
        <tr><th scope="row">{t('fleet.col.second')}</th>{sides.map((sample, side) => <td key={side}>{sample?.second ?? '–'}</td>)}</tr>
      </tbody>
    </table>
  )
}
