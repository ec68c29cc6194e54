import { Scissors } from 'lucide-react'
import { memo } from 'react'
import { useText } from '../i18n/text.ts'
import { useStore } from 'zustand'
import type { StoreApi } from 'zustand/vanilla'
import { useFleet } from '../store/glass.ts'
import { useStageStore } from '../store/stage-ui.ts'
import controls from '../styles/controls.module.css'
import { useNumber } from './Gauges.tsx'
import { zoneSeen, type Camera, type Sight } from './camera.ts'
import { HEAD } from './grid.ts'
import { zonesOf } from './node-numbers.ts'
import styles from './fleet.module.css'

/** Narrower, a head has room for its name alone. */
const ROOM_FOR_COUNTS = 190

/** A zone's frame, its name and counts, and the way to break it. The heads stay in sight while the cells below them move. */
export const ZoneHeads = memo(function ZoneHeads({ sight, camera: store, still = false }: { readonly sight: Sight; readonly camera: StoreApi<Camera>; /** A picture, which nobody can press. */ readonly still?: boolean }) {
  const t = useText()
  const stage = useStageStore()
  const camera = useStore(store)
  const number = useNumber()
  const numbers = zonesOf(useFleet(fleet => fleet))
  return sight.grid.zones.map((zone, index) => {
    const seen = zoneSeen(sight, camera, index)
    if (seen === undefined) return null
    const width = seen.right - seen.left
    const own = numbers[index]
    const silent = own !== undefined && own.unknown > 0
    const thing = `zone/${zone.name}`
    return (
      <section key={zone.name} className={styles.zone} style={{ left: seen.x, width: seen.width, height: HEAD + (sight.grid.height - HEAD) * camera.scale + camera.y }} data-lost={own?.lost} data-thing={thing} aria-label={zone.name}>
        <header style={{ left: seen.left - seen.x, width, ...(still ? { paddingRight: 12 } : {}) }}>
          <b>{zone.name}</b>
          {own && width >= ROOM_FOR_COUNTS && <span data-silent={silent}>{silent ? t('fleet.zone.silent', { count: number(own.unknown) }) : t('fleet.zone.ready', { nodes: number(own.nodes), share: own.pods === 0 ? '100' : ((100 * own.podsReady) / own.pods).toFixed(own.podsReady === own.pods ? 0 : 1) })}</span>}
          {!still && <button type="button" className={controls.icon} aria-label={t('poke.title', { place: zone.name })} onClick={event => { const box = event.currentTarget.getBoundingClientRect(); stage.setState({ poke: { thing, x: box.left, y: box.bottom + 4 } }) }}><Scissors size={13} aria-hidden="true" /></button>}
        </header>
      </section>
    )
  })
})
