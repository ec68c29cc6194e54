import { memo } from 'react'
import type { FleetFlow } from '../../protocol/index.ts'
import { useText } from '../i18n/text.ts'
import { useFleet } from '../store/glass.ts'
import { useStore } from 'zustand'
import type { StoreApi } from 'zustand/vanilla'
import { zoneSeen, type Camera, type Sight } from './camera.ts'
import styles from './fleet.module.css'

const HEIGHT = 22
/** Less than this of a zone has no room for its numbers. */
const ROOM = 104

/** Messages of the last second between the API server and each zone: thickness on a logarithmic scale, and a number. */
export const Flows = memo(function Flows({ sight, camera: store }: { readonly sight: Sight | undefined; readonly camera: StoreApi<Camera> }) {
  const t = useText()
  const camera = useStore(store)
  const zones = sight?.grid.zones ?? []
  const flows = useFleet(fleet => fleet.flows)
  return (
    <div className={styles.flows} role="img" aria-label={zones.map(({ name }) => `${name}: ${t('fleet.flow', { asked: rate(flows, name, 'request'), told: rate(flows, name, 'watch') })}`).join('; ')}>
      {zones.map((zone, index) => {
        const seen = zoneSeen(sight!, camera, index)
        if (seen === undefined || seen.right - seen.left < ROOM) return null
        const asked = rate(flows, zone.name, 'request')
        const told = rate(flows, zone.name, 'watch')
        const pulled = sum(flows.filter(({ from, to }) => (from === zone.name && to === 'registry') || (from === 'registry' && to === zone.name)))
        return (
          <span key={zone.name} style={{ left: seen.left, width: seen.right - seen.left }} aria-hidden="true">
            <Line hue="var(--v-write)" count={asked} /><em>{asked}/s</em><Line hue="var(--v-watch)" count={told} dashed /><em>{told}/s</em>
            {pulled > 0 && <><Line hue="var(--v-cri)" count={pulled} /><em>{pulled}/s</em></>}
          </span>
        )
      })}
    </div>
  )
})

const sum = (flows: readonly FleetFlow[]) => flows.reduce((total, { perSecond }) => total + perSecond, 0)
const rate = (flows: readonly FleetFlow[], zone: string, kind: FleetFlow['kind']) =>
  sum(flows.filter(flow => flow.kind === kind && ((flow.from === zone && flow.to === 'apiserver') || (flow.from === 'apiserver' && flow.to === zone))))

function Line({ hue, count, dashed = false }: { readonly hue: string; readonly count: number; readonly dashed?: boolean }) {
  const width = count === 0 ? 1 : 1.5 + Math.log10(count) * 2.2
  return <svg width="14" height={HEIGHT}><line x1="7" y1="0" x2="7" y2={HEIGHT} stroke={hue} strokeWidth={width} strokeDasharray={dashed ? '4 3' : undefined} opacity={count === 0 ? .3 : 1} /></svg>
}
