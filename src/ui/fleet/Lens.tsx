import { memo } from 'react'
import type { NodeView } from '../../protocol/index.ts'
import { PodGlyph } from '../glyphs/PodGlyph.tsx'
import { useText } from '../i18n/text.ts'
import { nodeStateKey } from '../stage/pod-state.ts'
import { useEntities, useFleet, useView } from '../store/glass.ts'
import { cellOn, placeOn, type Camera, type Sight } from './camera.ts'
import { HEAD, type Grid } from './grid.ts'
import styles from './fleet.module.css'

const NONE: readonly string[] = []
const RADIUS = 160

/** The node at the cursor and three beside it. */
export function underLens(grid: Grid, node: number): readonly number[] {
  const zone = grid.zones.find(one => one.nodes.includes(node))
  if (zone === undefined) return []
  const place = zone.nodes.indexOf(node)
  return [place, place + 1, place + zone.columns, place + zone.columns + 1].flatMap(at => (zone.nodes[at] === undefined ? [] : [zone.nodes[at]!]))
}

/** A magnifier: the four nodes under it with each of their Pods. */
export const Lens = memo(function Lens({ sight, camera, node }: { readonly sight: Sight; readonly camera: Camera; readonly node: number }) {
  const { grid } = sight
  const place = placeOn(grid, camera, node)
  const half = cellOn(grid, camera) / 2
  const nodes = useFleet(fleet => fleet.plan?.nodes) ?? NONE
  const left = Math.max(0, Math.min(sight.width - 2 * RADIUS, place.x + half - RADIUS))
  const top = Math.max(0, Math.min(sight.height - 2 * RADIUS, place.y + HEAD + half - RADIUS))
  return <div className={styles.lens} style={{ left, top }} data-testid="fleet-lens">{underLens(grid, node).map(one => <Near key={one} name={nodes[one] ?? ''} />)}</div>
})

const Near = memo(function Near({ name }: { readonly name: string }) {
  const t = useText()
  const node: NodeView | undefined = useView('node', `node/${name}`)
  const ids = useEntities(entities => entities.podsOn.get(name) ?? NONE)
  return (
    <section className={styles.near} data-ready={node?.ready}>
      <header><b>{name}</b><span>{node && t(nodeStateKey(node))}</span></header>
      <div>{ids.slice(0, 40).map(id => <Glyph key={id} id={id} />)}</div>
    </section>
  )
})

function Glyph({ id }: { readonly id: string }) {
  const pod = useView('pod', id)
  return pod === undefined ? null : <PodGlyph fill={pod.fill} progress={pod.progress} terminating={pod.terminating} size={13} />
}
