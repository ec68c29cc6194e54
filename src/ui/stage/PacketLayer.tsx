import { useStore as useFlow } from '@xyflow/react'
import { useEffect, useRef } from 'react'
import { restsVisibly, shownThrough } from '../layers/layers.ts'
import { useEngine, useSettings } from '../store/glass.ts'
import { useStageStore } from '../store/stage-ui.ts'
import { useLook } from '../styles/drawn.ts'
import { paintArrow, paintLines, paintPill, paintSprite, type Paint } from './paint.ts'
import { readPalette } from './palette.ts'
import type { StagePlan } from './plan.ts'
import { litLines, nothingShown, sameShown, sprites, STILL_MILLIS, type Shown } from './scene.ts'
import { NO_STRAIN, simplified, strained, WITHOUT } from './strain.ts'

/** A little less than two pictures at sixty a second. */
const HALF_RATE_MS = 30

export interface PacketLayerProps { readonly plan: StagePlan }

/**
 * Lines below the cards and packets above them, on two canvases in the flow's viewport. Packets come straight from the frames and
 * never pass through React. While nothing moves, nothing is painted.
 */
export function PacketLayer({ plan }: PacketLayerProps) {
  const engine = useEngine()
  const look = useLook()
  const motion = useSettings(settings => settings.motion)
  const { hidden, labels } = useSettings(settings => settings)
  const transform = useFlow(flow => flow.transform)
  const below = useRef<HTMLCanvasElement>(null)
  const above = useRef<HTMLCanvasElement>(null)
  const shown = useRef<Shown>(nothingShown())
  const store = useStageStore()

  useEffect(() => {
    const under = below.current, over = above.current
    const [underCtx, overCtx] = [under?.getContext('2d'), over?.getContext('2d')]
    if (under == null || over == null || underCtx == null || overCtx == null) return
    const still = motion !== 'full'
    const paint: Paint = { palette: readPalette(over), plan, dark: look === 'dark' }
    let strain = { ...NO_STRAIN, level: store.getState().strain ?? 0 }
    const seen = () => simplified(shownThrough(shown.current, hidden), strain.level)
    let ticket = 0
    let timer = 0
    let faded = false
    let litBefore: string | undefined
    // Asked for once: to ask a canvas for its size while cards change would lay the page out twice a frame.
    let width = over.clientWidth, height = over.clientHeight

    const begin = (canvas: HTMLCanvasElement, ctx: CanvasRenderingContext2D) => {
      const ratio = devicePixelRatio
      if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
        canvas.width = Math.round(width * ratio)
        canvas.height = Math.round(height * ratio)
      }
      ctx.setTransform(ratio, 0, 0, ratio, 0, 0)
      ctx.clearRect(0, 0, width, height)
      const [x, y, zoom] = transform
      ctx.setTransform(ratio * zoom, 0, 0, ratio * zoom, ratio * x, ratio * y)
    }
    /** Of two pictures that follow each other the time between them counts. */
    const keepUp = (ms: number) => {
      const { level } = strain
      strain = strained(strain, ms)
      if (strain.level !== level) store.setState({ strain: strain.level })
    }
    let last: number | undefined
    let drawn = 0
    const draw = (now: number) => {
      ticket = 0
      if (last !== undefined) keepUp(now - last)
      last = now
      if (strain.level >= WITHOUT.smooth && now - drawn < HALF_RATE_MS) return void (ticket = requestAnimationFrame(draw))
      drawn = now
      begin(over, overCtx)
      const all = faded ? [] : sprites(plan, seen(), now, still)
      for (const sprite of all) if (still && sprite.packet.flightMs !== undefined) paintArrow(overCtx, sprite, paint)
      for (const sprite of all) paintSprite(overCtx, sprite, paint)
      const focus = all.find(sprite => sprite.packet.focus) ?? (all.length === 1 ? all[0] : undefined)
      if (labels === 'all' && strain.level < WITHOUT.labels) for (const sprite of all) if (sprite !== focus) paintPill(overCtx, sprite, paint)
      if (focus !== undefined && labels !== 'none' && strain.level < WITHOUT.labels) paintPill(overCtx, focus, paint)
      if (all.some(sprite => sprite.moving)) ticket = requestAnimationFrame(draw)
      else last = undefined
    }
    const drawLines = () => {
      const lit = litLines(plan, seen())
      const key = lit.map(({ line, opacity, width: wide }) => `${line.id} ${opacity} ${wide}`).join()
      if (key === litBefore) return
      litBefore = key
      begin(under, underCtx)
      paintLines(underCtx, plan, lit, paint.palette, line => restsVisibly(line, hidden))
    }
    const repaint = () => {
      drawLines()
      if (ticket === 0) ticket = requestAnimationFrame(draw)
    }

    const stop = engine.onFrame(frame => {
      if (sameShown(shown.current, frame)) return
      shown.current = { packets: frame.packets, trail: frame.trail, since: performance.now() }
      faded = false
      clearTimeout(timer)
      if (motion === 'reduced' && frame.packets.some(packet => packet.flightMs !== undefined)) {
        timer = window.setTimeout(() => { faded = true; repaint() }, STILL_MILLIS)
      }
      repaint()
    })
    const resized = new ResizeObserver(([entry]) => {
      width = entry?.contentRect.width ?? width
      height = entry?.contentRect.height ?? height
      litBefore = undefined
      repaint()
    })
    resized.observe(over)
    repaint()
    return () => {
      stop()
      resized.disconnect()
      clearTimeout(timer)
      if (ticket !== 0) cancelAnimationFrame(ticket)
    }
  }, [engine, store, plan, look, motion, hidden, labels, transform])

  const layer = { position: 'absolute', inset: 0, width: '100%', height: '100%', pointerEvents: 'none' } as const
  return (
    <>
      <canvas ref={below} style={{ ...layer, zIndex: 0 }} aria-hidden="true" />
      <canvas ref={above} style={{ ...layer, zIndex: 6 }} aria-hidden="true" />
    </>
  )
}
