import { useLayoutEffect, useMemo, useRef, useState } from 'react'
import { createStore } from 'zustand/vanilla'
import { NODE_BITS, type FleetCells } from '../../protocol/index.ts'
import { whole, type Camera, type Sight } from '../fleet/camera.ts'
import { FleetCaption } from '../fleet/FleetCaption.tsx'
import { Flows } from '../fleet/Flows.tsx'
import { Gauges } from '../fleet/Gauges.tsx'
import { gridOf, HEAD, type Grid } from '../fleet/grid.ts'
import { ZoneHeads } from '../fleet/ZoneHeads.tsx'
import type { TextKey, Translate } from '../i18n/text.ts'
import { useFleet } from '../store/glass.ts'
import { cellDefs, cellsSvg } from './cells-svg.ts'
import styles from './exports.module.css'
import { escaped, font, svgDocument, tag, token } from './markup.ts'
import type { Picture } from './save.ts'
import { createTranslation } from './translate.ts'

const WIDTH = 1080
const PAD = 14
const ROOM = 460
/** The legend's row, and where the picture is from. */
const LEGEND = 62
const MARK = 13

export interface FleetSheetProps { readonly t: Translate; readonly title: string; readonly made: (picture: Picture) => void }

/** The whole fleet of this moment with its caption, its control plane and a legend, however near the visitor looks; `made` gets it once it is laid out. */
export function FleetSheet({ t, title, made }: FleetSheetProps) {
  const plan = useFleet(fleet => fleet.plan)
  const cells = useFleet(fleet => fleet.cells)
  const sight = useMemo((): Sight | undefined => (plan === undefined ? undefined : sightOf(gridOf(plan, WIDTH - 2 * PAD, ROOM))), [plan])
  const [camera] = useState(() => createStore<Camera>(() => ({ scale: 1, x: 0, y: 0 })))
  const home = useRef<HTMLDivElement>(null)
  const room = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    if (sight === undefined || cells === undefined || home.current === null || room.current === null) return
    camera.setState(whole(sight), true)
    made(pictureOf(home.current, room.current, sight.grid, cells, t, title))
  }, [])
  if (sight === undefined) return null
  return (
    <div ref={home} className={`${styles.home} ${styles.fleet}`} data-own-colours="" aria-hidden="true" inert style={{ width: WIDTH, padding: PAD }}>
      <FleetCaption />
      <Gauges />
      <Flows sight={sight} camera={camera} />
      <div ref={room} className={styles.room} style={{ height: sight.grid.height }}><ZoneHeads sight={sight} camera={camera} still /></div>
    </div>
  )
}

/** A file has no empty room below its cells. */
function sightOf(grid: Grid): Sight {
  const height = grid.y.reduce((most, y) => Math.max(most, y), 0) + grid.cell + 10
  return { grid: { ...grid, height }, width: WIDTH - 2 * PAD, height }
}

function pictureOf(home: HTMLElement, room: HTMLElement, grid: Grid, cells: FleetCells, t: Translate, title: string): Picture {
  const [outer, inner] = [home.getBoundingClientRect(), room.getBoundingClientRect()]
  const translation = createTranslation(home)
  const top = inner.top - outer.top
  const words = [...home.children].map(translation.of).join('')
  const height = Math.ceil(top + inner.height + LEGEND)
  const body = [
    tag('rect', { width: WIDTH, height, fill: token('--stage') }), words, tag('g', { 'data-cells': cells.state.length }, cellsSvg(grid, cells, inner.left - outer.left, top + HEAD)), legend(t, top + inner.height + 14),
    tag('text', { 'x': PAD, 'y': height - 12, 'font-family': font('--mono'), 'font-size': '11.5px', 'fill': token('--t3') }, escaped(title)),
  ].join('')
  return { svg: svgDocument(WIDTH, height, title, translation.defs() + cellDefs() + body), width: WIDTH, height }
}

/** One node each: 8 of 12 Pods Ready, some starting or failing, and the states of nodes. */
const MARKS: readonly { readonly text: TextKey; readonly state: number; readonly ready?: number; readonly starting?: number; readonly failing?: number }[] = [
  { text: 'fleet.legend.ready', state: 1, ready: 170 }, { text: 'fleet.legend.starting', state: 1, ready: 106, starting: 7 }, { text: 'fleet.legend.failing', state: 1, ready: 149, failing: 5 },
  { text: 'fleet.legend.notReady', state: 2 }, { text: 'fleet.legend.unknown', state: 3 }, { text: 'fleet.legend.noExecute', state: 1 | NODE_BITS.noExecute, ready: 255 }, { text: 'fleet.legend.cordoned', state: 1 | NODE_BITS.cordoned, ready: 255 },
]

/** The marks are drawn by the same hand as the cells. */
function legend(t: Translate, top: number): string {
  const measure = document.createElement('canvas').getContext('2d')!
  measure.font = `12px ${token('--sans')}`
  let x = PAD
  return tag('g', { 'data-legend': '' }, MARKS.map(({ text, state, ready = 0, starting = 0, failing = 0 }) => {
    const grid: Grid = { zones: [], cell: MARK + 2, x: Int16Array.of(0), y: Int16Array.of(HEAD), width: MARK, height: HEAD + MARK }
    const mark = cellsSvg(grid, { state: Uint8Array.of(state), ready: Uint8Array.of(ready), pods: Uint16Array.of(12), starting: Uint16Array.of(starting), failing: Uint16Array.of(failing) }, x, top)
    const words = tag('text', { 'x': x + MARK + 6, 'y': top + 11, 'font-family': font('--sans'), 'font-size': '12px', 'fill': token('--t2') }, escaped(t(text)))
    x += MARK + 6 + measure.measureText(t(text)).width + 16
    return mark + words
  }).join(''))
}
