import type { Packet, Verb } from '../../protocol/index.ts'
import { paintShape } from './paint-shape.ts'
import type { Line, Point, StagePlan } from './plan.ts'
import type { LitLine, Sprite } from './scene.ts'

/** Colours as the page's tokens say, read anew when the theme changes: a canvas knows no custom properties. */
export interface Palette { readonly write: string; readonly watch: string; readonly raft: string; readonly cri: string; readonly net: string; readonly bad: string; readonly stage: string; readonly ink: string; readonly text: string; readonly t2: string; readonly soft: string; readonly mono: string }

export function hueOf(palette: Palette, verb: Verb): string {
  switch (verb) {
    case 'write': case 'read': case 'reply': return palette.write
    case 'error': return palette.bad
    case 'watch': return palette.watch
    case 'raft': return palette.raft
    case 'cri': return palette.cri
    case 'packet': case 'timer': return palette.net
  }
}

const REST = .26

export function paintLines(ctx: CanvasRenderingContext2D, plan: StagePlan, lit: readonly LitLine[], palette: Palette, rests: (line: Line) => boolean = () => true): void {
  const bright = new Map(lit.map(one => [one.line.id, one]))
  for (const line of plan.lines) {
    const one = bright.get(line.id)
    if (one === undefined && !rests(line)) continue
    ctx.globalAlpha = one?.opacity ?? (line.kind === 'store' ? .5 : REST)
    strokeLine(ctx, line, one?.width ?? 1.6, palette)
  }
  ctx.globalAlpha = 1
}

function strokeLine(ctx: CanvasRenderingContext2D, line: Line, width: number, palette: Palette): void {
  ctx.strokeStyle = line.kind === 'watch' ? palette.watch : line.kind === 'store' ? palette.raft : palette.write
  ctx.lineWidth = line.kind === 'store' ? Math.max(2.2, width * .9) : width
  ctx.setLineDash(line.kind === 'watch' ? [4, 4] : [])
  for (const shift of line.kind === 'store' ? [-6, 6] : [0]) {
    ctx.beginPath()
    ctx.moveTo(line.from.x + shift, line.from.y)
    ctx.lineTo(line.to.x + shift, line.to.y)
    ctx.stroke()
  }
  ctx.setLineDash([])
}

export interface Paint { readonly palette: Palette; readonly plan: StagePlan; readonly dark: boolean }

export function paintSprite(ctx: CanvasRenderingContext2D, sprite: Sprite, paint: Paint): void {
  const { packet, at } = sprite
  const hue = hueOf(paint.palette, packet.verb)
  const local = packet.from !== 'apiserver' && packet.to !== 'apiserver'
  ctx.globalAlpha = sprite.opacity
  if (local) strokePath(ctx, sprite.path, hue, packet.verb)
  if (paint.dark && packet.focus) { ctx.shadowColor = hue; ctx.shadowBlur = 14 }
  paintShape(ctx, packet, at, hue, paint.palette, paint.plan.layoutClass === 'phone' ? 1.1 : 1, goesLeft(sprite))
  ctx.shadowBlur = 0
  if (packet.count > 1) paintCount(ctx, packet, at, paint.palette)
  ctx.globalAlpha = 1
}

export function strokePath(ctx: CanvasRenderingContext2D, path: readonly Point[], hue: string, verb: Verb): void {
  ctx.strokeStyle = hue
  ctx.lineWidth = verb === 'raft' ? 2.4 : 2
  ctx.setLineDash(verb === 'cri' ? [2, 3] : verb === 'watch' ? [4, 4] : [])
  ctx.beginPath()
  path.forEach((point, i) => (i === 0 ? ctx.moveTo(point.x, point.y) : ctx.lineTo(point.x, point.y)))
  ctx.stroke()
  ctx.setLineDash([])
}

/** Beside the packet, on the side that has the room: only the packet in focus says its name. */
export function paintPill(ctx: CanvasRenderingContext2D, sprite: Sprite, { palette, plan }: Paint): void {
  const { packet, at } = sprite
  if (packet.label === '') return
  const phone = plan.layoutClass === 'phone'
  ctx.font = `700 ${phone ? 12 : 11.5}px ${palette.mono}`
  const { text, wide } = fitted(ctx, packet.label, Math.min(plan.width - 90, 300))
  const width = wide + 24
  const height = phone ? 24 : 22
  const left = at.x - 18 - width
  const x = Math.round(left >= 8 ? left : Math.min(at.x + 18, plan.width - width - 8))
  const y = Math.round(Math.min(plan.height - height - 4, Math.max(2, at.y - height / 2)))
  const hue = hueOf(palette, packet.verb)
  const hollow = packet.verb === 'watch' || packet.verb === 'read' || packet.verb === 'reply'
  ctx.beginPath()
  ctx.roundRect(x, y, width, height, height / 2)
  ctx.fillStyle = hollow ? palette.stage : hue
  ctx.fill()
  if (hollow) { ctx.strokeStyle = hue; ctx.lineWidth = 1.6; ctx.stroke() }
  ctx.fillStyle = hollow ? hue : palette.ink
  ctx.textBaseline = 'middle'
  ctx.fillText(text, x + 12, y + height / 2 + .5)
}

/** For those who chose less motion: the whole way with an arrowhead, instead of a flight. */
export function paintArrow(ctx: CanvasRenderingContext2D, sprite: Sprite, { palette }: Paint): void {
  const hue = hueOf(palette, sprite.packet.verb)
  ctx.globalAlpha = sprite.opacity
  strokePath(ctx, sprite.path, hue, sprite.packet.verb)
  const end = sprite.path.at(-1), before = sprite.path.at(-2)
  if (end === undefined || before === undefined) return
  const angle = Math.atan2(end.y - before.y, end.x - before.x)
  ctx.beginPath()
  ctx.moveTo(end.x, end.y)
  ctx.lineTo(end.x - 9 * Math.cos(angle - .45), end.y - 9 * Math.sin(angle - .45))
  ctx.lineTo(end.x - 9 * Math.cos(angle + .45), end.y - 9 * Math.sin(angle + .45))
  ctx.closePath()
  ctx.fillStyle = hue
  ctx.fill()
  ctx.globalAlpha = 1
}

function paintCount(ctx: CanvasRenderingContext2D, packet: Packet, at: Point, palette: Palette): void {
  ctx.font = `700 11px ${palette.mono}`
  ctx.textBaseline = 'middle'
  ctx.fillStyle = palette.text
  ctx.fillText(`×${packet.count}`, at.x + 13, at.y + 13)
}

const FITTED_MAX = 300
const FITTED = new Map<string, { readonly text: string; readonly wide: number }>()

/** A label flies for many pictures: it is measured at the first. */
function fitted(ctx: CanvasRenderingContext2D, label: string, most: number): { readonly text: string; readonly wide: number } {
  const key = `${ctx.font} ${most} ${label}`
  const known = FITTED.get(key)
  if (known !== undefined) return known
  const found = cut(ctx, label, most)
  if (FITTED.size >= FITTED_MAX) FITTED.clear()
  FITTED.set(key, found)
  return found
}

function cut(ctx: CanvasRenderingContext2D, label: string, most: number): { readonly text: string; readonly wide: number } {
  const whole = ctx.measureText(label).width
  if (whole <= most) return { text: label, wide: whole }
  let short = label
  while (short.length > 4 && ctx.measureText(`${short}…`).width > most) short = short.slice(0, -1)
  return { text: `${short}…`, wide: ctx.measureText(`${short}…`).width }
}

const goesLeft = ({ path }: Sprite) => (path.at(-1)?.y ?? 0) < (path[0]?.y ?? 0)
