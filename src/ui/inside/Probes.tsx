import type { ProbeRow } from '../../protocol/index.ts'
import { useText } from '../i18n/text.ts'
import { Moment } from '../panels/Moment.tsx'
import { duration } from './amounts.ts'
import { Arc } from './Arc.tsx'
import styles from './near.module.css'
import room from './room.module.css'

export const probeTone = ({ result, last }: Pick<ProbeRow, 'result' | 'last'>): 'good' | 'bad' | 'quiet' => (result === 'failure' || last === 'failure' ? 'bad' : result === 'success' ? 'good' : 'quiet')

/** Seconds, where three signs fit. */
const inRing = (us: number): string => (us < 9_950_000 ? (us / 1_000_000).toFixed(1) : String(Math.round(us / 1_000_000)))

/** Who asks the containers how they are: how, how often, and what was answered last. */
export function Probes({ probes, named = true }: { readonly probes: readonly ProbeRow[]; readonly named?: boolean }) {
  const t = useText()
  if (probes.length === 0) return <p className={room.note}>{t('inside.probe.none')}</p>
  return (
    <ul className={styles.probes}>
      {probes.map(probe => (
        <li key={`${probe.container} ${probe.kind}`} data-tone={probeTone(probe)}>
          <Arc beat={probe.next} size={34} tone={probeTone(probe)} title={probe.next && t('inside.probe.next', { time: duration(probe.next.leftUs) })}>{probe.next ? inRing(probe.next.leftUs) : probe.onHold ? '‖' : '–'}</Arc>
          <div>
            <b>{t(`inside.probe.${probe.kind}`)}{named && <em>{probe.container}</em>}<code>{probe.how}</code></b>
            <p>
              <span className={room.state} data-good={probe.result === 'unknown' ? undefined : probe.result === 'success'}>{t(`inside.probe.${probe.result}`)}</span>
              {probe.run > 0 && probe.last !== undefined && <span>{t(probe.last === 'success' ? 'inside.probe.runGood' : 'inside.probe.runBad', { run: probe.run, of: probe.last === 'success' ? probe.successThreshold : probe.failureThreshold })}</span>}
              {probe.probedAt !== undefined && <span><Moment at={probe.probedAt} /></span>}
              {probe.onHold && <span>{t('inside.probe.onHold')}</span>}
              {probe.underWay && <span>{t('inside.probe.underWay')}</span>}
            </p>
            <p>{t('inside.probe.rhythm', { period: probe.periodSeconds, timeout: probe.timeoutSeconds })}{probe.initialDelaySeconds > 0 && ` · ${t('inside.probe.delay', { delay: probe.initialDelaySeconds })}`}{probe.output !== '' && <q>{probe.output}</q>}</p>
          </div>
        </li>
      ))}
    </ul>
  )
}
