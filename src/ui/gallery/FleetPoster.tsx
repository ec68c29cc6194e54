import type { Scenario } from '../../lessons/index.ts'
import styles from './gallery.module.css'

const WIDTH = 320
const HEIGHT = 180
const GAP = 8

/** The plan of a fleet: its zones, a dot a node. It is not run for its card: that would take seconds and much memory. */
export function FleetPoster({ scenario: { shape: { workers, zones = 1 } } }: { readonly scenario: Scenario }) {
  const width = (WIDTH - GAP * (zones + 1)) / zones
  const height = HEIGHT - 2 * GAP
  const perZone = Math.ceil(workers / zones)
  const cell = Math.floor(10 * Math.sqrt((width * height) / (perZone * 1.25))) / 10
  const columns = Math.floor((width - 6) / cell)
  return (
    <svg className={styles.thumbnail} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
      <defs><pattern id={`cells-${workers}`} width={cell} height={cell} patternUnits="userSpaceOnUse"><rect width={cell * .8} height={cell * .8} fill="var(--s-ready)" /></pattern></defs>
      {Array.from({ length: zones }, (_, zone) => (
        <g key={zone} transform={`translate(${GAP + zone * (width + GAP)} ${GAP})`}>
          <rect width={width} height={height} rx="6" fill="var(--card)" stroke="var(--line)" />
          <g transform="translate(3 3)"><rect width={columns * cell} height={Math.min(height - 6, Math.ceil(perZone / columns) * cell)} fill={`url(#cells-${workers})`} /></g>
        </g>
      ))}
    </svg>
  )
}
