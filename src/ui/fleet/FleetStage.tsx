import { lazy, memo, Suspense, useEffect, useMemo, useRef, useState } from 'react'
import { useText } from '../i18n/text.ts'
import { useChange, useEngine, useFleet, useSession } from '../store/glass.ts'
import { useStageUi } from '../store/stage-ui.ts'
import { CellCanvas } from './CellCanvas.tsx'
import { Charts } from './Charts.tsx'
import { FleetCaption } from './FleetCaption.tsx'
import { FleetLegend } from './FleetLegend.tsx'
import { FleetTable } from './FleetTable.tsx'
import { Flows } from './Flows.tsx'
import { FocusStrip } from './FocusStrip.tsx'
import { Gauges } from './Gauges.tsx'
import { gridOf, type Grid } from './grid.ts'
import { Lens, underLens } from './Lens.tsx'
import { NodePanel } from './NodePanel.tsx'
import { Picker } from './Picker.tsx'
import styles from './fleet.module.css'
import { useLens } from './use-lens.ts'
import { ZoneHeads } from './ZoneHeads.tsx'

const InsidePlace = lazy(async () => ({ default: (await import('../inside/InsidePlace.tsx')).InsidePlace }))

/** A cluster of more than forty nodes: gauges above, zones as blocks of cells below, and what flows between them. */
export const FleetStage = memo(function FleetStage({ phone }: { readonly phone: boolean }) {
  const t = useText()
  const room = useRef<HTMLDivElement>(null)
  const inside = useStageUi(ui => ui.inside !== undefined)
  const grid = useGrid(room, inside)
  const [cursor, setCursor] = useState(-1)
  const lens = useLens()
  const selected = useSelectedNode()
  const change = useChange()
  // The charts beside a fleet say what the picture cannot: they stand open where there is room.
  useEffect(() => { if (innerWidth >= 1360) change(draft => { draft.inspectorOpen = true }) }, [change])
  useLook(grid, lens ? cursor : -1, selected)
  if (inside) return <main id="stage" className={styles.stage} aria-label={t('region.stage')} data-phone={phone} data-zoomed="true"><FleetCaption /><Suspense fallback={null}><InsidePlace /></Suspense></main>
  return (
    <main id="stage" className={styles.stage} aria-label={t('region.stage')} data-phone={phone}>
      <FleetCaption />
      <Gauges />
      <Flows zones={grid?.zones} />
      <div ref={room} className={styles.room}>
        {grid && (
          <div className={styles.picture} style={{ width: grid.width, height: grid.height }}>
            <ZoneHeads grid={grid} />
            <CellCanvas grid={grid} />
            <Picker grid={grid} cursor={cursor} move={setCursor} quiet={lens} />
            {lens && cursor >= 0 && <Lens grid={grid} node={cursor} />}
          </div>
        )}
      </div>
      {selected !== undefined && <NodePanel name={selected} />}
      <FocusStrip />
      <FleetLegend />
      <FleetTable />
      {phone && <Charts />}
    </main>
  )
})

/** `away`: the picture is not there while somebody looks inside a machine, and is another one afterwards. */
function useGrid(ref: React.RefObject<HTMLDivElement | null>, away: boolean): Grid | undefined {
  const plan = useFleet(fleet => fleet.plan)
  const [size, setSize] = useState({ width: 0, height: 0 })
  useEffect(() => {
    const element = ref.current
    if (element === null) return
    const look = () => setSize(old => (old.width === element.clientWidth && old.height === element.clientHeight ? old : { width: element.clientWidth, height: element.clientHeight }))
    const seen = new ResizeObserver(look)
    seen.observe(element)
    return () => seen.disconnect()
  }, [ref, away])
  return useMemo(() => (plan === undefined || size.width === 0 ? undefined : gridOf(plan, size.width, size.height)), [plan, size])
}

function useSelectedNode(): string | undefined {
  const nodes = useFleet(fleet => fleet.plan?.nodes)
  return useSession(({ selected }) => (selected?.resource === 'nodes' && nodes?.includes(selected.name) === true ? selected.name : undefined))
}

/** The Pods of these nodes are told one by one; of all others only numbers cross the border. */
function useLook(grid: Grid | undefined, under: number, selected: string | undefined): void {
  const engine = useEngine()
  const touched = useFleet(fleet => fleet.touched)
  const nodes = useFleet(fleet => fleet.plan?.nodes)
  const wanted = [...new Set([...(selected === undefined ? [] : [selected]), ...(grid && under >= 0 ? underLens(grid, under).map(node => nodes?.[node] ?? '') : []), ...touched])].filter(name => name !== '').join(' ')
  useEffect(() => { engine.command({ do: 'look', nodes: wanted === '' ? [] : wanted.split(' ') }) }, [engine, wanted])
}
