import { Scissors } from 'lucide-react'
import { memo } from 'react'
import { useText } from '../i18n/text.ts'
import { useFleet } from '../store/glass.ts'
import { useStageStore } from '../store/stage-ui.ts'
import controls from '../styles/controls.module.css'
import { useNumber } from './Gauges.tsx'
import type { Grid } from './grid.ts'
import { zonesOf } from './node-numbers.ts'
import styles from './fleet.module.css'

/** A zone's frame, its name and counts, and the way to break it. */
export const ZoneHeads = memo(function ZoneHeads({ grid }: { readonly grid: Grid }) {
  const t = useText()
  const store = useStageStore()
  const number = useNumber()
  const numbers = zonesOf(useFleet(fleet => fleet))
  return grid.zones.map((zone, index) => {
    const own = numbers[index]
    const silent = own !== undefined && own.unknown > 0
    const thing = `zone/${zone.name}`
    return (
      <section key={zone.name} className={styles.zone} style={{ left: zone.x, width: zone.width, height: grid.height }} data-lost={own?.lost} data-thing={thing} aria-label={zone.name}>
        <header>
          <b>{zone.name}</b>
          {own && <span data-silent={silent}>{silent ? t('fleet.zone.silent', { count: number(own.unknown) }) : t('fleet.zone.ready', { nodes: number(own.nodes), share: own.pods === 0 ? '100' : ((100 * own.podsReady) / own.pods).toFixed(own.podsReady === own.pods ? 0 : 1) })}</span>}
          <button type="button" className={controls.icon} aria-label={t('poke.title', { place: zone.name })} onClick={event => { const box = event.currentTarget.getBoundingClientRect(); store.setState({ poke: { thing, x: box.left, y: box.bottom + 4 } }) }}><Scissors size={13} aria-hidden="true" /></button>
        </header>
      </section>
    )
  })
})
