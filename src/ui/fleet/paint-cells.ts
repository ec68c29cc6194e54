import { NODE_BITS, type FleetCells } from '../../protocol/index.ts'
import type { Grid } from './grid.ts'

/** Colours as the canvas keeps them: alpha, blue, green, red in one number. */
export interface Inks { readonly base: number; readonly ready: number; readonly creating: number; readonly failed: number; readonly hatch: number; readonly taint: number; readonly cordon: number; readonly mark: number }

export function readInks(): Inks {
  const style = getComputedStyle(document.documentElement)
  const ink = (name: string) => inkOf(style.getPropertyValue(name).trim())
  return { base: ink('--card2'), ready: ink('--s-ready'), creating: ink('--s-creating'), failed: ink('--s-failed'), hatch: ink('--s-none'), taint: ink('--s-notready'), cordon: ink('--text'), mark: ink('--mark-ink2') }
}

export function inkOf(hex: string): number {
  const long = hex.length === 4 ? [...hex.slice(1)].map(digit => digit + digit).join('') : hex.slice(1, 7)
  const value = Number.parseInt(long, 16) || 0
  return ((255 << 24) | ((value & 255) << 16) | (value & 0xff00) | (value >> 16)) >>> 0
}

/** Draws all cells: fill from below is the share of Pods that are Ready, hatching means that nobody knows, a frame is a taint or a cordon. */
export function paintCells(pixels: Uint32Array, stride: number, { x, y, cell }: Grid, cells: FleetCells, inks: Inks, ratio: number): void {
  pixels.fill(0)
  const size = Math.max(3, Math.round((cell - (cell > 9 ? 2 : 1)) * ratio))
  for (let node = 0; node < cells.state.length; node++) {
    const at = Math.round(y[node]! * ratio) * stride + Math.round(x[node]! * ratio)
    const state = cells.state[node]!
    const condition = state & NODE_BITS.condition
    if (condition === 1) paintFill(pixels, at, stride, size, cells, node, inks)
    else if (condition === 2) paintCross(pixels, at, stride, size, inks)
    else paintHatch(pixels, at, stride, size, (state & NODE_BITS.off) !== 0, inks)
    if (state & NODE_BITS.noExecute) paintFrame(pixels, at, stride, size, inks.taint)
    else if (state & NODE_BITS.cordoned) paintFrame(pixels, at, stride, size, inks.cordon)
  }
}

function paintFill(pixels: Uint32Array, at: number, stride: number, size: number, { ready, pods, starting, failing }: FleetCells, node: number, inks: Inks): void {
  const all = Math.max(1, pods[node]!)
  const readyFrom = size - Math.round((ready[node]! * size) / 255)
  const startingFrom = Math.max(0, readyFrom - Math.ceil((starting[node]! * size) / all))
  const failedFrom = Math.max(0, startingFrom - Math.ceil((failing[node]! * size) / all))
  for (let row = 0; row < size; row++) {
    const ink = row >= readyFrom ? inks.ready : row >= startingFrom ? inks.creating : row >= failedFrom ? inks.failed : inks.base
    const begin = at + row * stride
    pixels.fill(ink, begin, begin + size)
  }
}

function paintHatch(pixels: Uint32Array, at: number, stride: number, size: number, off: boolean, inks: Inks): void {
  const step = Math.max(3, size >> 1)
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const edge = off && (row === 0 || column === 0 || row === size - 1 || column === size - 1)
      pixels[at + row * stride + column] = edge || (row + column) % step === 0 ? inks.hatch : inks.base
    }
  }
}

function paintCross(pixels: Uint32Array, at: number, stride: number, size: number, inks: Inks): void {
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const crossed = Math.abs(row - column) <= size >> 4 || Math.abs(row + column - size + 1) <= size >> 4
      pixels[at + row * stride + column] = crossed && row > 0 && row < size - 1 ? inks.mark : inks.failed
    }
  }
}

function paintFrame(pixels: Uint32Array, at: number, stride: number, size: number, ink: number): void {
  const thick = size > 12 ? 2 : 1
  for (let ring = 0; ring < thick; ring++) {
    for (let i = ring; i < size - ring; i++) {
      pixels[at + ring * stride + i] = ink
      pixels[at + (size - 1 - ring) * stride + i] = ink
      pixels[at + i * stride + ring] = ink
      pixels[at + i * stride + size - 1 - ring] = ink
    }
  }
}
