import { memo, type KeyboardEvent, type MouseEvent, type PointerEvent } from 'react'
import { useText } from '../i18n/text.ts'
import { useEngine, useFleet } from '../store/glass.ts'
import { useStageStore } from '../store/stage-ui.ts'
import { neighbour, nodeAt, type Grid } from './grid.ts'
import { numbersOf } from './node-numbers.ts'
import styles from './fleet.module.css'

interface PickerProps { readonly grid: Grid; readonly cursor: number; readonly move: (node: number) => void; readonly quiet: boolean }

/** Pointer and keyboard on the cells: a card with a node's numbers, click or Enter goes in, X breaks. One option of the list exists at a time: the one at the cursor. */
export const Picker = memo(function Picker({ grid, cursor, move, quiet }: PickerProps) {
  const t = useText()
  const engine = useEngine()
  const store = useStageStore()
  const nodes = useFleet(fleet => fleet.plan?.nodes) ?? []
  const at = (event: { readonly currentTarget: Element; readonly clientX: number; readonly clientY: number }) => {
    const box = event.currentTarget.getBoundingClientRect()
    return nodeAt(grid, event.clientX - box.left, event.clientY - box.top)
  }
  const put = (node: number) => {
    if (node === cursor) return
    move(node)
    if (node >= 0) store.setState({ focused: `node/${nodes[node]}` })
  }
  const open = (node: number) => {
    const name = nodes[node]
    engine.command({ do: 'select', ...(name === undefined ? {} : { object: { group: '', resource: 'nodes', namespace: '', name } }) })
  }
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Enter' || event.key === ' ') open(cursor)
    else if (event.key === 'Escape') open(-1)
    else if (/^(Arrow|Home$|End$)/.test(event.key)) put(neighbour(grid, cursor, event.key))
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  const menu = (event: MouseEvent) => {
    event.preventDefault()
    const node = at(event)
    if (node >= 0) store.setState({ focused: `node/${nodes[node]}`, poke: { thing: `node/${nodes[node]}`, x: event.clientX, y: event.clientY } })
  }
  return (
    <>
      <div
        className={styles.picker} role="listbox" tabIndex={0} aria-label={t('fleet.nodes')} aria-activedescendant={cursor < 0 ? undefined : 'fleet-node'} data-testid="fleet-cells"
        onPointerMove={(event: PointerEvent) => put(at(event))} onPointerLeave={() => move(-1)} onClick={event => open(at(event))} onContextMenu={menu} onKeyDown={press} onFocus={event => { if (cursor < 0 && event.currentTarget.matches(':focus-visible')) move(neighbour(grid, -1, '')) }}
      >
        <Option node={Math.max(0, cursor)} />
      </div>
      {cursor >= 0 && <div className={styles.ring} style={{ left: grid.x[cursor]! - 2, top: grid.y[cursor]! - 2, width: grid.cell + 3, height: grid.cell + 3 }} />}
      {cursor >= 0 && !quiet && <Card grid={grid} node={cursor} />}
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

function Card({ grid, node }: { readonly grid: Grid; readonly node: number }) {
  const t = useText()
  const numbers = numbersOf(useFleet(all => all), node)
  if (numbers === undefined) return null
  const left = Math.min(grid.width - 204, grid.x[node]! + grid.cell + 8)
  const top = Math.min(grid.height - 104, grid.y[node]! + grid.cell + 6)
  return (
    <div className={styles.card} style={{ left, top }} aria-hidden="true">
      <b>{numbers.name}</b><span>{t(numbers.state)}</span>
      <p>{t('fleet.podsReady', { ready: numbers.ready, pods: numbers.pods })}</p>
      {(numbers.starting > 0 || numbers.failing > 0) && <p>{t('fleet.podsOther', { starting: numbers.starting, failing: numbers.failing })}</p>}
      {numbers.marks.length > 0 && <p>{numbers.marks.map(mark => t(mark)).join(' · ')}</p>}
    </div>
  )
}
