import { memo, useEffect, useRef } from 'react'
import { useEngine, useSettings } from '../store/glass.ts'
import type { Grid } from './grid.ts'
import { paintCells, readInks } from './paint-cells.ts'
import styles from './fleet.module.css'

/** The cells of all nodes: painted once for each frame that changed a column, past React. */
export const CellCanvas = memo(function CellCanvas({ grid }: { readonly grid: Grid }) {
  const engine = useEngine()
  const theme = useSettings(settings => settings.theme)
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    const element = canvas.current
    const ctx = element?.getContext('2d')
    if (element == null || ctx == null) return
    const ratio = Math.min(2, devicePixelRatio)
    element.width = Math.round(grid.width * ratio)
    element.height = Math.round(grid.height * ratio)
    const image = ctx.createImageData(element.width, element.height)
    const pixels = new Uint32Array(image.data.buffer)
    const inks = readInks()
    let painted: unknown
    let waiting = 0
    const paint = () => {
      waiting = 0
      const { cells } = engine.fleet.getState()
      if (cells === undefined || cells === painted || cells.state.length !== grid.x.length) return
      painted = cells
      const begun = performance.now()
      paintCells(pixels, element.width, grid, cells, inks, ratio)
      ctx.putImageData(image, 0, 0)
      element.dataset['drawMs'] = (performance.now() - begun).toFixed(2)
    }
    const later = () => { waiting ||= requestAnimationFrame(paint) }
    const leave = engine.fleet.subscribe(later)
    paint()
    return () => { leave(); cancelAnimationFrame(waiting) }
  }, [engine, grid, theme])
  return <canvas ref={canvas} className={styles.cells} style={{ width: grid.width, height: grid.height }} aria-hidden="true" />
})
