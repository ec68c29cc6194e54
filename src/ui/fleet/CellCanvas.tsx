import { memo, useEffect, useRef } from 'react'
import type { StoreApi } from 'zustand/vanilla'
import { useText } from '../i18n/text.ts'
import { tilesOf, type Entities } from '../store/entities.ts'
import { useEngine } from '../store/glass.ts'
import { tokensOf, useLook } from '../styles/drawn.ts'
import { CARDS_FROM, cellOn, type Camera, type Sight } from './camera.ts'
import styles from './fleet.module.css'
import { HEAD } from './grid.ts'
import { paintCells, readInks, type PodMark, type Sheet } from './paint-cells.ts'
import { writeNames, type Hand } from './paint-words.ts'

/** The cells that are seen: painted once for each frame that changed a column, and for each move of the camera, past React. */
export const CellCanvas = memo(function CellCanvas({ sight, camera }: { readonly sight: Sight; readonly camera: StoreApi<Camera> }) {
  const engine = useEngine()
  const t = useText()
  const look = useLook()
  const canvas = useRef<HTMLCanvasElement>(null)
  const { grid, width, height } = sight
  useEffect(() => {
    const element = canvas.current
    const ctx = element?.getContext('2d')
    if (element == null || ctx == null) return
    const ratio = Math.min(2, devicePixelRatio)
    element.width = Math.max(1, Math.round(width * ratio))
    element.height = Math.max(1, Math.round((height - HEAD) * ratio))
    const image = ctx.createImageData(element.width, element.height)
    const sheet: Sheet = { pixels: new Uint32Array(image.data.buffer), width: element.width, height: element.height, ratio }
    const inks = readInks(element)
    const hand = handOf(element, [t('node.none'), t('node.ready'), t('node.notReady'), t('node.unknown')])
    let painted: readonly unknown[] = []
    let waiting = 0
    const paint = () => {
      waiting = 0
      const { cells, plan } = engine.fleet.getState()
      const view = camera.getState()
      const near = cellOn(grid, view) >= CARDS_FROM
      const entities = engine.entities.getState()
      const wanted = [cells, view, near ? entities.version : 0]
      if (cells === undefined || plan === undefined || cells.state.length !== grid.x.length || wanted.every((one, index) => one === painted[index])) return
      painted = wanted
      const begun = performance.now()
      paintCells(sheet, grid, view, cells, inks, node => marksOf(entities, plan.nodes[node]!))
      ctx.putImageData(image, 0, 0)
      ctx.setTransform(ratio, 0, 0, ratio, 0, 0)
      writeNames(ctx, { grid, width, height }, view, plan.nodes, cells, entities, hand)
      element.dataset['drawMs'] = (performance.now() - begun).toFixed(2)
      element.dataset['cell'] = cellOn(grid, view).toFixed(1)
    }
    const later = () => { waiting ||= requestAnimationFrame(paint) }
    const leave = [engine.fleet.subscribe(later), camera.subscribe(later), engine.entities.subscribe(later)]
    paint()
    return () => { for (const one of leave) one(); cancelAnimationFrame(waiting) }
  }, [engine, camera, grid, width, height, look, t])
  return <canvas ref={canvas} className={styles.cells} style={{ top: HEAD, width, height: height - HEAD }} aria-hidden="true" />
})

/** What is known of a node's Pods one by one; undefined while it was not told. */
const marksOf = (entities: Entities, name: string): readonly PodMark[] | undefined => (entities.views.has(`node/${name}`) ? tilesOf(entities, name) : undefined)

function handOf(canvas: HTMLCanvasElement, states: Hand['states']): Hand {
  const token = tokensOf(canvas)
  return { mono: token('--mono'), sans: token('--sans'), text: token('--text'), quiet: token('--t2'), bad: token('--bad'), good: token('--good'), size: document.documentElement.lang.startsWith('zh') ? 12 : 11, states }
}
