import { NODE_BITS, type FleetCells, type PodFill } from '../../protocol/index.ts'
import { CARDS_FROM, cellOn, placeOn, tilesIn, TILES_FROM, type Camera } from './camera.ts'
import { areForced, tokensOf } from '../styles/drawn.ts'
import type { Grid } from './grid.ts'

/** Colours as the canvas keeps them: alpha, blue, green, red in one number. */
export interface Inks { readonly base: number; readonly card: number; readonly edge: number; readonly ready: number; readonly running: number; readonly creating: number; readonly failed: number; readonly hatch: number; readonly taint: number; readonly cordon: number; readonly mark: number; /** Two colours are all there are: patterns tell states apart. */ readonly plain?: boolean }

export function readInks(canvas: HTMLCanvasElement): Inks {
  const plain = areForced()
  const token = tokensOf(canvas)
  const ink = (name: string) => inkOf(token(name))
  return {
    base: ink('--card2'), card: ink('--card'), edge: ink(plain ? '--edge' : '--line'), ready: ink('--s-ready'), running: ink('--s-notready'), creating: ink('--s-creating'), failed: ink('--s-failed'), hatch: ink('--s-none'), taint: ink('--s-notready'), cordon: ink('--text'), mark: ink('--mark-ink2'), plain,
  }
}

export function inkOf(hex: string): number {
  const long = hex.length === 4 ? [...hex.slice(1)].map(digit => digit + digit).join('') : hex.slice(1, 7)
  const value = Number.parseInt(long, 16) || 0
  return ((255 << 24) | ((value & 255) << 16) | (value & 0xff00) | (value >> 16)) >>> 0
}

/** What is painted on: device pixels, cut at the edges. */
export interface Sheet { readonly pixels: Uint32Array; readonly width: number; readonly height: number; /** Device pixels a CSS pixel. */ readonly ratio: number }

/** What is drawn of one Pod. */
export interface PodMark { readonly slot: number; readonly fill: PodFill; readonly progress: number; readonly terminating: boolean }
/** The Pods of a node that are known one by one; undefined where only their numbers are. */
export type PodsOf = (node: number) => readonly PodMark[] | undefined

/** How many tiles they take: a slot may be free among them. */
export const slotsOf = (pods: readonly Pick<PodMark, 'slot'>[]): number => pods.reduce((most, { slot }) => Math.max(most, slot + 1), 0)

/** Draws all cells that are seen: fill from below is the share of Pods that are Ready, hatching means that nobody knows, a frame is a taint or a cordon. Nearer, each Pod is a tile. */
export function paintCells(sheet: Sheet, grid: Grid, camera: Camera, cells: FleetCells, inks: Inks, podsOf: PodsOf): void {
  sheet.pixels.fill(0)
  const { ratio, width, height } = sheet
  const cell = cellOn(grid, camera)
  const size = Math.max(2, Math.round((cell - gapOf(cell)) * ratio))
  const near = cell >= TILES_FROM
  for (let node = 0; node < cells.state.length; node++) {
    const place = placeOn(grid, camera, node)
    const x = Math.round(place.x * ratio)
    const y = Math.round(place.y * ratio)
    if (x >= width || y >= height || x + size <= 0 || y + size <= 0) continue
    const state = cells.state[node]!
    const condition = state & NODE_BITS.condition
    if (near) paintNear(sheet, x, y, size, cell, cells, node, inks, cell >= CARDS_FROM ? podsOf(node) : undefined)
    else if (condition === 1) paintFill(sheet, x, y, size, cells, node, inks)
    else if (condition === 2) paintCross(sheet, x, y, size, inks.failed, inks.mark)
    else paintHatch(sheet, x, y, size, Math.max(3, size >> 1), inks.base, inks.hatch)
    if (condition !== 1 && condition !== 2 && (state & NODE_BITS.off) !== 0) paintFrame(sheet, x, y, size, 1, inks.hatch)
    const thick = near ? Math.round(2 * ratio) : size > 12 ? 2 : 1
    if (inks.plain === true && (state & (NODE_BITS.noExecute | NODE_BITS.cordoned)) !== 0) paintRing(sheet, x, y, size, thick, (state & NODE_BITS.noExecute) === 0, inks)
    else if (state & NODE_BITS.noExecute) paintFrame(sheet, x, y, size, thick, inks.taint)
    else if (state & NODE_BITS.cordoned) paintFrame(sheet, x, y, size, thick, inks.cordon)
  }
}

/** Between two cells, in CSS pixels. */
export const gapOf = (cell: number): number => (cell >= TILES_FROM ? Math.max(3, Math.round(cell / 24)) : cell > 9 ? 2 : 1)

function paintFill(sheet: Sheet, x: number, y: number, size: number, { ready, pods, starting, failing }: FleetCells, node: number, inks: Inks): void {
  const all = Math.max(1, pods[node]!)
  const readyFrom = size - Math.round((ready[node]! * size) / 255)
  const startingFrom = Math.max(0, readyFrom - Math.ceil((starting[node]! * size) / all))
  const failedFrom = Math.max(0, startingFrom - Math.ceil((failing[node]! * size) / all))
  fillRect(sheet, x, y, size, failedFrom, inks.base)
  fillRect(sheet, x, y + failedFrom, size, startingFrom - failedFrom, inks.failed)
  fillRect(sheet, x, y + startingFrom, size, readyFrom - startingFrom, inks.creating)
  fillRect(sheet, x, y + readyFrom, size, size - readyFrom, inks.ready)
  if (inks.plain !== true) return
  paintPattern(sheet, x, y + failedFrom, size, startingFrom - failedFrom, CHECKED, inks.base)
  paintPattern(sheet, x, y + startingFrom, size, readyFrom - startingFrom, STRIPED, inks.base)
  paintFrame(sheet, x, y, size, 1, inks.edge)
}

type Pattern = (column: number, row: number) => boolean
const STRIPED: Pattern = (_, row) => row % 3 !== 0
const CHECKED: Pattern = (column, row) => ((column >> 1) + (row >> 1)) % 2 === 0

/** Takes away what the pattern leaves out. */
function paintPattern(sheet: Sheet, x: number, y: number, wide: number, high: number, leftOut: Pattern, base: number): void {
  for (let row = 0; row < high; row++) for (let column = 0; column < wide; column++) if (leftOut(column, row)) fillRect(sheet, x + column, y + row, 1, 1, base)
}

/** A frame that is seen on any fill: whole for a taint, in pieces for a cordon. */
function paintRing(sheet: Sheet, x: number, y: number, size: number, thick: number, broken: boolean, inks: Inks): void {
  paintFrame(sheet, x, y, size, 2 * thick, inks.base)
  paintFrame(sheet, x, y, size, thick, inks.cordon)
  if (!broken) return
  const piece = Math.max(2, Math.round(size / 5))
  for (let at = piece; at + piece <= size; at += 2 * piece) {
    fillRect(sheet, x + at, y, piece, thick, inks.base)
    fillRect(sheet, x + at, y + size - thick, piece, thick, inks.base)
    fillRect(sheet, x, y + at, thick, piece, inks.base)
    fillRect(sheet, x + size - thick, y + at, thick, piece, inks.base)
  }
}

/** CSS pixels that a line of names takes. */
const NAME_STRIP = 18

/** A cell with a tile a Pod. What is not known one by one stands in the order of its states: Ready, starting, failing, the rest. */
function paintNear(sheet: Sheet, x: number, y: number, size: number, cell: number, { state, ready, pods, starting, failing }: FleetCells, node: number, inks: Inks, known: readonly PodMark[] | undefined): void {
  const condition = state[node]! & NODE_BITS.condition
  const silent = condition !== 1 && condition !== 2
  if (silent) paintHatch(sheet, x, y, size, Math.round(7 * sheet.ratio), inks.card, inks.edge)
  else fillRect(sheet, x, y, size, size, inks.card)
  // Names are not read on lines as dark as they are.
  if (silent && inks.plain === true) for (const strip of [0, size - NAME_STRIP * sheet.ratio]) fillRect(sheet, x, y + Math.round(strip), size, Math.round(NAME_STRIP * sheet.ratio), inks.card)
  paintFrame(sheet, x, y, size, Math.max(1, Math.round(sheet.ratio)), condition === 2 ? inks.failed : silent ? inks.hatch : inks.edge)
  const all = known ? slotsOf(known) : pods[node]!
  const { left, top, columns, pitch } = tilesIn(cell - gapOf(cell), all)
  const tile = Math.max(2, Math.round((pitch - (pitch > 7 ? 2 : 1)) * sheet.ratio))
  const at = (slot: number): readonly [number, number] => [x + Math.round((left + (slot % columns) * pitch) * sheet.ratio), y + Math.round((top + Math.floor(slot / columns) * pitch) * sheet.ratio)]
  if (known) {
    for (const pod of known) paintPod(sheet, ...at(pod.slot), tile, pod, silent, inks)
    return
  }
  const isReady = Math.round((ready[node]! * all) / 255)
  for (let slot = 0; slot < all; slot++) {
    const fill: PodFill = slot < isReady ? 'ready' : slot < isReady + starting[node]! ? 'creating' : slot < isReady + starting[node]! + failing[node]! ? 'failed' : 'running'
    paintPod(sheet, ...at(slot), tile, { slot, fill, progress: 2, terminating: false }, silent, inks)
  }
}

/** The same fill as everywhere: a Pod fills up as it comes alive. */
function paintPod(sheet: Sheet, x: number, y: number, size: number, { fill, progress, terminating }: PodMark, silent: boolean, inks: Inks): void {
  const thin = Math.max(1, Math.round(size / 10))
  if (silent || fill === 'unknown') return paintHatch(sheet, x, y, size, Math.max(3, size >> 1), inks.base, inks.hatch)
  const ink = fill === 'ready' ? inks.ready : fill === 'failed' ? inks.failed : fill === 'creating' ? inks.creating : fill === 'running' ? inks.running : inks.hatch
  if (terminating) {
    paintHatch(sheet, x, y, size, Math.max(3, size >> 1), inks.base, ink)
    return paintFrame(sheet, x, y, size, thin, inks.cordon)
  }
  switch (fill) {
    case 'ready': return fillRect(sheet, x, y, size, size, ink)
    case 'failed': return paintCross(sheet, x, y, size, ink, inks.mark)
    case 'running': case 'creating': {
      const full = Math.round(size * (fill === 'running' ? .5 : Math.max(.15, Math.min(4, progress) / 5)))
      fillRect(sheet, x, y, size, size, inks.base)
      paintFrame(sheet, x, y, size, thin, ink)
      fillRect(sheet, x, y + size - full, size, full, ink)
      if (inks.plain === true && fill === 'creating') paintPattern(sheet, x + thin, y + size - full, size - 2 * thin, full - thin, STRIPED, inks.base)
      return
    }
    default: return paintFrame(sheet, x, y, size, thin, ink)
  }
}

function fillRect({ pixels, width, height }: Sheet, x: number, y: number, wide: number, high: number, ink: number): void {
  const from = Math.max(0, x)
  const to = Math.min(width, x + wide)
  if (to <= from) return
  for (let row = Math.max(0, y), end = Math.min(height, y + high); row < end; row++) pixels.fill(ink, row * width + from, row * width + to)
}

/** Lines from one corner to the other, `step` pixels apart. */
function paintHatch(sheet: Sheet, x: number, y: number, size: number, step: number, base: number, ink: number): void {
  fillRect(sheet, x, y, size, size, base)
  const { pixels, width, height } = sheet
  for (let row = Math.max(0, -y); row < size && y + row < height; row++) {
    for (let column = (step - (row % step)) % step; column < size; column += step) {
      const at = x + column
      if (at >= 0 && at < width) pixels[(y + row) * width + at] = ink
    }
  }
}

function paintCross(sheet: Sheet, x: number, y: number, size: number, ink: number, mark: number): void {
  fillRect(sheet, x, y, size, size, ink)
  const thick = (size >> 4) + 1
  for (let row = 1; row < size - 1; row++) {
    fillRect(sheet, x + row - (thick >> 1), y + row, thick, 1, mark)
    fillRect(sheet, x + size - 1 - row - (thick >> 1), y + row, thick, 1, mark)
  }
}

function paintFrame(sheet: Sheet, x: number, y: number, size: number, thick: number, ink: number): void {
  fillRect(sheet, x, y, size, thick, ink)
  fillRect(sheet, x, y + size - thick, size, thick, ink)
  fillRect(sheet, x, y + thick, thick, size - 2 * thick, ink)
  fillRect(sheet, x + size - thick, y + thick, thick, size - 2 * thick, ink)
}
