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
import { CARDS_FROM, cellOn, nodesSeen, type Sight } from './camera.ts'
import { gridOf } from './grid.ts'
import { Lens, underLens } from './Lens.tsx'
import { NodePanel } from './NodePanel.tsx'
import { Picker } from './Picker.tsx'
import styles from './fleet.module.css'
import { useCamera, type FleetCamera } from './use-camera.ts'
import { useLens } from './use-lens.ts'
import { ZoomButtons } from './ZoomButtons.tsx'
import { ZoneHeads } from './ZoneHeads.tsx'

const Saving = lazy(async () => ({ default: (await import('../exports/Saving.tsx')).Saving }))
const InsidePlace = lazy(async () => ({ default: (await import('../inside/InsidePlace.tsx')).InsidePlace }))

/** A cluster of more than forty nodes: gauges above, zones as blocks of cells below, and what flows between them. */
export const FleetStage = memo(function FleetStage({ phone }: { readonly phone: boolean }) {
  const t = useText()
  const room = useRef<HTMLDivElement>(null)
  const inside = useStageUi(ui => ui.inside !== undefined)
  const saving = useStageUi(ui => ui.saving)
  const sight = useSight(room, inside)
  const camera = useCamera(sight)
  const [cursor, setCursor] = useState(-1)
  const lens = useLens()
  const selected = useSelectedNode()
  const change = useChange()
  // The charts beside a fleet say what the picture cannot: they stand open where there is room.
  useEffect(() => { if (innerWidth >= 1360) change(draft => { draft.inspectorOpen = true }) }, [change])
  useLook(sight, camera, lens ? cursor : -1, selected)
  const files = saving !== undefined && <Suspense fallback={null}><Saving key={saving} kind={saving} /></Suspense>
  if (inside) return <main id="stage" className={styles.stage} aria-label={t('region.stage')} data-phone={phone} data-zoomed="true"><FleetCaption /><Suspense fallback={null}><InsidePlace /></Suspense>{files}</main>
  return (
    <main id="stage" className={styles.stage} aria-label={t('region.stage')} data-phone={phone}>
      <FleetCaption />
      <Gauges />
      <Flows sight={sight} camera={camera.store} />
      <div ref={room} className={styles.room}>
        {sight && (
          <>
            <ZoneHeads sight={sight} camera={camera.store} />
            <CellCanvas sight={sight} camera={camera.store} />
            <Picker sight={sight} camera={camera} cursor={cursor} move={setCursor} quiet={lens} />
            {lens && cursor >= 0 && <Lens sight={sight} camera={camera.store.getState()} node={cursor} />}
            <ZoomButtons sight={sight} camera={camera} />
          </>
        )}
      </div>
      {selected !== undefined && <NodePanel name={selected} />}
      <FocusStrip />
      <FleetLegend />
      <FleetTable />
      {phone && <Charts />}
      {files}
    </main>
  )
})

/** `away`: the picture is not there while somebody looks inside a machine, and is another one afterwards. */
function useSight(ref: React.RefObject<HTMLDivElement | null>, away: boolean): Sight | undefined {
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
  return useMemo(() => (plan === undefined || size.width === 0 ? undefined : { grid: gridOf(plan, size.width, size.height), ...size }), [plan, size])
}

function useSelectedNode(): string | undefined {
  const nodes = useFleet(fleet => fleet.plan?.nodes)
  return useSession(({ selected }) => (selected?.resource === 'nodes' && nodes?.includes(selected.name) === true ? selected.name : undefined))
}

/** So many nodes at once are told Pod by Pod. */
const NEAR_MOST = 48
const CALM_MS = 120

/** The Pods of these nodes are told one by one; of all others only numbers cross the border. */
function useLook(sight: Sight | undefined, { store }: FleetCamera, under: number, selected: string | undefined): void {
  const engine = useEngine()
  const touched = useFleet(fleet => fleet.touched)
  const nodes = useFleet(fleet => fleet.plan?.nodes)
  const near = useNear(sight, store)
  const wanted = [...new Set([...(selected === undefined ? [] : [selected]), ...[...(sight && under >= 0 ? underLens(sight.grid, under) : []), ...near].map(node => nodes?.[node] ?? ''), ...touched])].filter(name => name !== '').join(' ')
  useEffect(() => { engine.command({ do: 'look', nodes: wanted === '' ? [] : wanted.split(' ') }) }, [engine, wanted])
}

const NONE: readonly number[] = []

/** The nodes whose cells are as large as cards, once the camera has come to rest. */
function useNear(sight: Sight | undefined, camera: FleetCamera['store']): readonly number[] {
  const [near, setNear] = useState(NONE)
  useEffect(() => {
    let timer = 0
    const look = () => {
      const view = camera.getState()
      setNear(sight === undefined || cellOn(sight.grid, view) < CARDS_FROM ? NONE : nodesSeen(sight, view).slice(0, NEAR_MOST))
    }
    const later = () => { clearTimeout(timer); timer = window.setTimeout(look, CALM_MS) }
    later()
    const leave = camera.subscribe(later)
    return () => { leave(); clearTimeout(timer) }
  }, [sight, camera])
  return near
}
