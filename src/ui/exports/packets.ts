import type { Packet, Verb } from '../../protocol/index.ts'
import type { LitLine, Sprite } from '../stage/scene.ts'
import type { Line, Point, StagePlan } from '../stage/plan.ts'
import { escaped, font, tag, token } from './markup.ts'

/** The messages that a legend explains. */
export const VERBS = ['write', 'read', 'reply', 'error', 'watch', 'raft', 'cri', 'packet'] as const satisfies readonly Verb[]

const HUES: Readonly<Record<Verb, string>> = { write: '--v-write', read: '--v-write', reply: '--v-write', error: '--s-failed', watch: '--v-watch', raft: '--v-raft', cri: '--v-cri', packet: '--v-net', timer: '--v-net' }
export const hueOfVerb = (verb: Verb): string => token(HUES[verb])

const REST = .26

/** The lines to the rail, resting or lit, as the stage paints them. */
export function linesSvg(plan: StagePlan, lit: readonly LitLine[]): string {
  const bright = new Map(lit.map(one => [one.line.id, one]))
  return plan.lines.map(line => {
    const one = bright.get(line.id)
    return strokes(line, one?.width ?? 1.6, one?.opacity ?? (line.kind === 'store' ? .5 : REST))
  }).join('')
}

function strokes({ kind, from, to }: Line, width: number, opacity: number): string {
  const stroke = token(kind === 'watch' ? '--v-watch' : kind === 'store' ? '--v-raft' : '--v-write')
  return (kind === 'store' ? [-6, 6] : [0]).map(shift =>
    tag('line', { 'x1': from.x + shift, 'y1': from.y, 'x2': to.x + shift, 'y2': to.y, stroke, 'stroke-width': kind === 'store' ? Math.max(2.2, width * .9) : width, 'stroke-opacity': opacity, 'stroke-dasharray': kind === 'watch' ? '4 4' : undefined })).join('')
}

/** A message with the shape of its verb; what does not touch the rail shows its way, and the one in focus its name. */
export function spriteSvg({ packet, at, path }: Sprite, named: boolean, plan: StagePlan): string {
  const hue = hueOfVerb(packet.verb)
  const local = packet.from !== 'apiserver' && packet.to !== 'apiserver'
  const way = local ? tag('path', { 'd': path.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${Math.round(x)} ${Math.round(y)}`).join(''), 'fill': 'none', 'stroke': hue, 'stroke-width': 2, 'stroke-dasharray': packet.verb === 'cri' ? '2 3' : undefined }) : ''
  const upwards = (path.at(-1)?.y ?? 0) < (path[0]?.y ?? 0)
  const count = packet.count > 1 ? tag('text', { 'x': 13, 'y': 17, 'font-family': font('--mono'), 'font-size': '11px', 'font-weight': 700, 'fill': token('--text') }, `×${packet.count}`) : ''
  return `${way}${tag('g', { transform: `translate(${at.x.toFixed(1)} ${at.y.toFixed(1)})` }, `<title>${escaped(packet.label)}</title>${shape(packet, hue, upwards)}${count}`)}${named ? pill(packet, at, hue, plan) : ''}`
}

function shape(packet: Packet, hue: string, upwards: boolean): string {
  const solid = { fill: hue }
  const hollow = { 'fill': token('--stage'), 'stroke': hue, 'stroke-width': 2.4, 'stroke-linejoin': 'round' }
  switch (packet.verb) {
    case 'write': return tag('rect', { x: -10, y: -7.5, width: 20, height: 15, rx: 3.75, ...solid })
    case 'read': return tag('rect', { x: -9, y: -6.5, width: 18, height: 13, rx: 3.2, ...hollow })
    case 'reply': return tag('path', { d: upwards ? 'M-9 6H9V-3L0-9L-9-3z' : 'M-9-6H9V3L0 9L-9 3z', ...hollow })
    case 'error': return tag('path', { d: 'M-10-7.5H-4L0-2L4-7.5H10V7.5H-10z', ...solid })
    case 'watch': return tag('circle', { r: 7.2, ...hollow }) + tag('circle', { r: 2.8, ...solid })
    case 'raft': return tag('path', { d: 'M0-8.5L8.5 0L0 8.5L-8.5 0z', ...(/ack|resp|reply/i.test(packet.label) ? hollow : solid) })
    case 'cri': return tag('path', { d: 'M-9 0L-4.5-7.8H4.5L9 0L4.5 7.8H-4.5z', ...solid })
    case 'packet': return tag('rect', { x: -9, y: -6.5, width: 18, height: 13, rx: 2, ...solid }) + tag('path', { 'd': 'M-7.5-4.5L0 1.2L7.5-4.5', 'fill': 'none', 'stroke': token('--stage'), 'stroke-width': 1.8 })
    case 'timer': return tag('circle', { r: 7, ...hollow }) + tag('path', { 'd': 'M0-3.5V0L2.6 1.8', 'fill': 'none', 'stroke': hue, 'stroke-width': 1.8 })
  }
}

function pill({ label, verb }: Packet, at: Point, hue: string, plan: StagePlan): string {
  if (label === '') return ''
  const words = label.length > 42 ? `${label.slice(0, 41)}…` : label
  const width = words.length * 7 + 24
  const x = at.x - 18 - width >= 8 ? at.x - 18 - width : Math.min(at.x + 18, plan.width - width - 8)
  const hollow = verb === 'watch' || verb === 'read' || verb === 'reply'
  return tag('rect', { x, 'y': at.y - 11, width, 'height': 22, 'rx': 11, 'fill': hollow ? token('--stage') : hue, 'stroke': hue, 'stroke-width': 1.6 }) +
    tag('text', { 'x': x + width / 2, 'y': at.y + 4, 'text-anchor': 'middle', 'font-family': font('--mono'), 'font-size': '11.5px', 'font-weight': 700, 'fill': hollow ? hue : token('--accent-ink'), 'textLength': width - 24, 'lengthAdjust': 'spacingAndGlyphs' }, escaped(words))
}
