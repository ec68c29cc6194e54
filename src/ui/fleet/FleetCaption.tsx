import { memo } from 'react'
import type { Flag, FleetGauges, FleetTotals } from '../../protocol/index.ts'
import { useText, type TextKey, type TextParams } from '../i18n/text.ts'
import { useFleet, useSession } from '../store/glass.ts'
import { useNumber } from './Gauges.tsx'
import styles from './fleet.module.css'

/** One sentence about the whole: the worst thing first. */
export const FleetCaption = memo(function FleetCaption() {
  const t = useText()
  const totals = useFleet(fleet => fleet.totals)
  const gauges = useFleet(fleet => fleet.gauges)
  const number = useNumber()
  const zone = useSession(session => session.flags.map(silenced).find(one => one !== undefined)) ?? ''
  if (totals === undefined || gauges === undefined) return null
  const [key, count, second] = sentence(totals, gauges, zone)
  const params: TextParams = { count: number(count), nodes: number(totals.nodes), pods: number(totals.podsDesired), ready: number(totals.podsReady), more: number(second), zone }
  return (
    <section className={styles.caption}>
      <p>{t(key, params)}</p>
      <small>{t('fleet.counts', { ...params, count: number(totals.nodesReady) })} · {t('fleet.settled')}</small>
    </section>
  )
})

/** The zone that cannot be heard. */
const silenced = ({ poke }: Flag): string | undefined => (poke.poke === 'zone-cut' || poke.poke === 'zone-off' ? poke.zone : undefined)

function sentence(totals: FleetTotals, { codes }: FleetGauges, zone: string): readonly [key: TextKey, count: number, more: number] {
  if (totals.nodesUnknown > 0) return [totals.nodesNoExecute > 0 ? 'fleet.say.evicts' : 'fleet.say.silent', totals.nodesUnknown, totals.nodesNoExecute]
  if (codes.tooMany > 0) return ['fleet.say.tooMany', codes.tooMany, 0]
  const missing = totals.podsDesired - totals.podsReady
  if (missing > 0) return ['fleet.say.rolling', missing, totals.podsStarting]
  if (zone !== '') return ['fleet.say.unnoticed', totals.nodes, 0]
  return ['fleet.say.calm', totals.nodes, 0]
}
