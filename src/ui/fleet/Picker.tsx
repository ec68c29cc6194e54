import { memo, useRef, type KeyboardEvent, type MouseEvent, type PointerEvent } from 'react'
import { useStore } from 'zustand'
import { useText } from '../i18n/text.ts'
import { zoomInto } from '../inside/zoom.ts'
import { tilesOf } from '../store/entities.ts'
import { useEngine, useFleet } from '../store/glass.ts'
import { useStageStore } from '../store/stage-ui.ts'
import { CARDS_FROM, cellOn, nodeUnder, placeOn, tilesIn, type Sight } from './camera.ts'
import { HEAD, neighbour } from './grid.ts'
import { numbersOf } from './node-numbers.ts'
import styles from './fleet.module.css'
import { gapOf, slotsOf } from './paint-cells.ts'
import type { FleetCamera } from './use-camera.ts'
import { useGestures } from './use-gestures.ts'

interface PickerProps { readonly sight: Sight; readonly camera: FleetCamera; readonly cursor: number; readonly move: (node: number) => void; readonly quiet: boolean }

/** What opens beside the cells may not come under the second click. */
const DOUBLE_CLICK_MS = 250

/**
 * Pointer and keyboard on the cells: drag, pinch and wheel move the camera, a click selects, a double click or Enter goes a step nearer and at last inside, X breaks.
 * One option of the list exists at a time: the one at the cursor.
 */
export const Picker = memo(function Picker({ sight, camera, cursor, move, quiet }: PickerProps) {
  const t = useText()
  const engine = useEngine()
  const store = useStageStore()
  const nodes = useFleet(fleet => fleet.plan?.nodes) ?? []
  const surface = useRef<HTMLDivElement>(null)
  const opening = useRef<number>(undefined)
  const view = useStore(camera.store)
  const { grid } = sight
  const local = (event: { readonly clientX: number; readonly clientY: number }) => {
    const box = surface.current!.getBoundingClientRect()
    return { x: event.clientX - box.left, y: event.clientY - box.top }
  }
  const at = (event: { readonly clientX: number; readonly clientY: number }) => { const { x, y } = local(event); return nodeUnder(grid, camera.store.getState(), x, y) }
  const put = (node: number, follow = false) => {
    if (follow && node >= 0) camera.show(node)
    if (node === cursor) return
    move(node)
    if (node >= 0) store.setState({ focused: `node/${nodes[node]}` })
  }
  const enter = (node: number) => {
    const name = nodes[node]
    if (name === undefined) return
    const { x, y } = placeOn(grid, camera.store.getState(), node)
    const stage = document.querySelector<HTMLElement>('#stage')!
    const [home, box] = [stage.getBoundingClientRect(), surface.current!.getBoundingClientRect()]
    stage.style.setProperty('--zoom-origin', `${box.left - home.left + x + cellOn(grid, view) / 2}px ${box.top - home.top + y + cellOn(grid, view) / 2}px`)
    zoomInto(store, `node/${name}`, engine.entities.getState())
  }
  const nearer = (node: number) => { if (node >= 0 && !camera.goNearer(node)) enter(node) }
  const gestures = useGestures(surface, sight, camera, ({ x, y }) => enter(at({ clientX: x, clientY: y })))
  const open = (node: number) => {
    const name = nodes[node]
    engine.command({ do: 'select', ...(name === undefined ? {} : { object: { group: '', resource: 'nodes', namespace: '', name } }) })
  }
  /** Of a node that is near enough a single Pod can be pointed at. */
  const podAt = (event: MouseEvent, node: number) => {
    const camera_ = camera.store.getState()
    const cell = cellOn(grid, camera_)
    if (node < 0 || cell < CARDS_FROM) return undefined
    const pods = tilesOf(engine.entities.getState(), nodes[node]!)
    const point = local(event)
    const corner = placeOn(grid, camera_, node)
    const { left, top, columns, pitch } = tilesIn(cell - gapOf(cell), slotsOf(pods))
    const [column, row] = [Math.floor((point.x - corner.x - left) / pitch), Math.floor((point.y - corner.y - top) / pitch)]
    return column < 0 || column >= columns || row < 0 ? undefined : pods.find(({ slot }) => slot === row * columns + column)
  }
  const click = (event: MouseEvent) => {
    if (gestures.wasDragged()) return
    const node = at(event)
    const pod = podAt(event, node)
    clearTimeout(opening.current)
    if (event.detail < 2) opening.current = window.setTimeout(() => { if (pod === undefined) open(node); else engine.command({ do: 'select', object: pod.ref }) }, DOUBLE_CLICK_MS)
  }
  const twice = (event: MouseEvent) => {
    clearTimeout(opening.current)
    nearer(at(event))
  }
  const press = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'Enter') nearer(Math.max(0, cursor))
    else if (event.key === ' ') open(cursor)
    else if (event.key === 'Escape') { if (!camera.goFarther()) open(-1) }
    else if (/^(Arrow|Home$|End$)/.test(event.key)) put(neighbour(grid, cursor, event.key), true)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  const menu = (event: MouseEvent) => {
    event.preventDefault()
    const node = at(event)
    if (node >= 0 && !gestures.wasDragged()) store.setState({ focused: `node/${nodes[node]}`, poke: { thing: `node/${nodes[node]}`, x: event.clientX, y: event.clientY } })
  }
  const place = cursor < 0 ? undefined : placeOn(grid, view, cursor)
  const cell = cellOn(grid, view)
  return (
    <>
      <div
        ref={surface} className={styles.picker} role="listbox" tabIndex={0} aria-label={t('fleet.nodes')} aria-activedescendant={cursor < 0 ? undefined : 'fleet-node'} data-testid="fleet-cells" data-scale={view.scale.toFixed(2)} data-larger={view.scale > 1.005}
        onPointerDown={gestures.down} onPointerUp={gestures.up} onPointerCancel={gestures.up} onPointerMove={(event: PointerEvent<HTMLDivElement>) => { if (!gestures.move(event)) put(at(event)) }} onPointerLeave={() => move(-1)}
        onClick={click} onDoubleClick={twice} onContextMenu={menu} onKeyDown={press} onFocus={event => { if (cursor < 0 && event.currentTarget.matches(':focus-visible')) put(neighbour(grid, -1, '')) }}
      >
        <Option node={Math.max(0, cursor)} />
      </div>
      {place && <div className={styles.ring} style={{ left: place.x - 2, top: HEAD + place.y - 2, width: cell - gapOf(cell) + 4, height: cell - gapOf(cell) + 4 }} />}
      {place && !quiet && cell < CARDS_FROM && <Card sight={sight} left={place.x + cell + 8} top={HEAD + place.y + cell + 6} node={cursor} />}
    </>
  )
})

function Option({ node }: { readonly node: number }) {
  const t = useText()
  const fleet = useFleet(all => all)
  const numbers = numbersOf(fleet, node)
  return (
    <span id="fleet-node" role="option" aria-selected="true" aria-posinset={node + 1} aria-setsize={fleet.plan?.nodes.length ?? 0} className="hidden-visually">
      {numbers && `${numbers.name}, ${numbers.zone}, ${t(numbers.state)}${numbers.marks.map(mark => `, ${t(mark)}`).join('')}, ${t('fleet.podsReady', { ready: numbers.ready, pods: numbers.pods })}`}
    </span>
  )
}

function Card({ sight, left, top, node }: { readonly sight: Sight; readonly left: number; readonly top: number; readonly node: number }) {
  const t = useText()
  const numbers = numbersOf(useFleet(all => all), node)
  if (numbers === undefined) return null
  return (
    <div className={styles.card} style={{ left: Math.min(sight.width - 204, left), top: Math.min(sight.height - 104, top) }} aria-hidden="true">
      <b>{numbers.name}</b><span>{t(numbers.state)}</span>
      <p>{t('fleet.podsReady', { ready: numbers.ready, pods: numbers.pods })}</p>
      {(numbers.starting > 0 || numbers.failing > 0) && <p>{t('fleet.podsOther', { starting: numbers.starting, failing: numbers.failing })}</p>}
      {numbers.marks.length > 0 && <p>{numbers.marks.map(mark => t(mark)).join(' · ')}</p>}
    </div>
  )
}
