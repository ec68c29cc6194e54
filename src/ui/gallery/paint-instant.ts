import type { PodFill, Verb } from '../../protocol/index.ts'
import { hueOf, paintLines, type Palette } from '../stage/paint.ts'
import { readPalette } from '../stage/palette.ts'
import type { Box } from '../stage/plan.ts'
import { tokensOf } from '../styles/drawn.ts'
import type { Instant } from './recording.ts'

export interface Inks extends Palette { readonly panel: string; readonly line: string; readonly card: string; readonly k8s: string; readonly ready: string; readonly half: string; readonly creating: string; readonly failed: string; readonly none: string; readonly mark: string }

/** The stage as a stamp: boxes, Pods by fill and hue, and the messages that are on their way. */
export function paintInstant(ctx: CanvasRenderingContext2D, instant: Instant, inks: Inks, width: number, height: number): void {
  const { plan } = instant
  const top = 70
  const zoom = Math.min(width / plan.width, height / (plan.height - top - 30))
  ctx.clearRect(0, 0, width, height)
  ctx.save()
  ctx.translate((width - plan.width * zoom) / 2, -top * zoom)
  ctx.scale(zoom, zoom)
  paintLines(ctx, plan, [], inks)
  for (const box of plan.boxes) paintBox(ctx, box, instant, inks)
  for (const { at, packet } of instant.sprites) paintMessage(ctx, at.x, at.y, packet.verb, inks)
  ctx.restore()
}

function paintBox(ctx: CanvasRenderingContext2D, box: Box, instant: Instant, inks: Inks): void {
  const name = box.id.startsWith('node/') ? box.id.slice('node/'.length) : ''
  const off = instant.dark.includes(name)
  ctx.globalAlpha = off ? .45 : 1
  ctx.fillStyle = box.kind === 'rail' ? inks.k8s : inks.panel
  ctx.strokeStyle = box.kind === 'etcd' ? inks.raft : inks.line
  ctx.lineWidth = 2.5
  ctx.setLineDash(off || box.kind === 'tray' ? [9, 7] : [])
  ctx.beginPath()
  ctx.roundRect(box.x, box.y, box.width, box.height, 12)
  ctx.fill()
  ctx.stroke()
  ctx.setLineDash([])
  const tiles = box.kind === 'tray' ? Array.from({ length: instant.limbo }, () => ({ fill: 'pending' as PodFill, leaving: false })) : name === '' ? [] : instant.pods.filter(({ node }) => node === name)
  const size = box.kind === 'tray' ? 20 : 30
  const columns = Math.max(1, Math.floor((box.width - 16) / (size + 8)))
  tiles.slice(0, columns * 3).forEach(({ fill, leaving }, index) => {
    const x = box.x + 12 + (index % columns) * (size + 8)
    const y = box.y + (box.kind === 'tray' ? 4 : 46) + Math.floor(index / columns) * (size + 8)
    paintPod(ctx, x, y, size, fill, leaving, inks)
  })
  ctx.globalAlpha = 1
}

function paintPod(ctx: CanvasRenderingContext2D, x: number, y: number, size: number, fill: PodFill, leaving: boolean, inks: Inks): void {
  const hue = hueOfFill(fill, inks)
  ctx.beginPath()
  ctx.roundRect(x, y, size, size, 7)
  ctx.strokeStyle = hue
  ctx.lineWidth = 3
  ctx.setLineDash(fill === 'pending' || fill === 'unknown' ? [5, 4] : [])
  ctx.stroke()
  ctx.setLineDash([])
  if (leaving) ctx.globalAlpha *= .35
  ctx.fillStyle = hue
  if (fill === 'ready' || fill === 'failed') ctx.fill()
  else if (fill === 'running') ctx.fillRect(x, y + size / 2, size, size / 2)
  else if (fill === 'creating') ctx.fillRect(x, y + size * .75, size, size * .25)
  if (fill === 'failed') paintCross(ctx, x, y, size, inks.mark)
  if (leaving) ctx.globalAlpha /= .35
}

/** Failed is told from Ready by more than its hue. */
function paintCross(ctx: CanvasRenderingContext2D, x: number, y: number, size: number, ink: string): void {
  ctx.beginPath()
  for (const way of [1, -1]) {
    ctx.moveTo(x + size * .28, y + size * (.5 - way * .22))
    ctx.lineTo(x + size * .72, y + size * (.5 + way * .22))
  }
  ctx.strokeStyle = ink
  ctx.stroke()
}

function hueOfFill(fill: PodFill, inks: Inks): string {
  switch (fill) {
    case 'ready': return inks.ready
    case 'running': return inks.half
    case 'creating': return inks.creating
    case 'failed': return inks.failed
    default: return inks.none
  }
}

function paintMessage(ctx: CanvasRenderingContext2D, x: number, y: number, verb: Verb, inks: Inks): void {
  ctx.fillStyle = hueOf(inks, verb)
  ctx.beginPath()
  if (verb === 'watch') ctx.arc(x, y, 11, 0, 2 * Math.PI)
  else ctx.roundRect(x - 14, y - 10, 28, 20, 6)
  ctx.fill()
}

export function readInks(canvas: HTMLCanvasElement): Inks {
  const token = tokensOf(canvas)
  return { ...readPalette(canvas), panel: token('--panel'), line: token('--edge'), card: token('--card'), k8s: token('--k8s'), ready: token('--s-ready'), half: token('--s-notready'), creating: token('--s-creating'), failed: token('--s-failed'), none: token('--s-none'), mark: token('--mark-ink2') }
}
