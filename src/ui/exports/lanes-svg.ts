import type { AnswerTo, Verb } from '../../protocol/index.ts'
import type { Translate } from '../i18n/text.ts'
import { laneTimes } from '../panels/dock/lane-times.ts'
import { placeName, seconds } from '../panels/names.ts'
import { escaped, font, svgDocument, tag, token } from './markup.ts'
import { hueOfVerb, VERBS } from './packets.ts'
import type { Picture } from './save.ts'

export interface LanesWords { readonly t: Translate; readonly title: string; readonly caption: string }

const NAMES = 168
const ROOM = 46
const TOP = 66
const LANE = 30
const FOOT = 62
const ZOOM = 1.9
const LEAST = 900
const TICK_ROOM = 84

/** The swimlanes as a picture of its own: all of the conversation, with its times and what the lines mean. */
export function lanesSvg({ lanes, arrows, bars }: AnswerTo<'swimlanes'>, head: number, { t, title, caption }: LanesWords): Picture {
  const moments = [...arrows.flatMap(arrow => [arrow.sentAt, arrow.at]), ...bars.flatMap(bar => [bar.from, bar.until])]
  const plain = laneTimes(moments).width
  const times = laneTimes(moments, Math.max(ZOOM, (LEAST - NAMES - ROOM) / Math.max(1, plain)))
  const width = Math.ceil(NAMES + times.width + ROOM)
  const bottom = TOP + LANE * lanes.length
  const height = bottom + FOOT
  const sans = font('--sans')
  const mono = font('--mono')
  const rows = new Map(lanes.map((lane, row) => [lane, TOP + LANE * (row + .5)]))
  const y = (lane: string) => rows.get(lane) ?? TOP
  const x = (at: number) => NAMES + times.x(at)
  const write = (text: string, at: Readonly<Record<string, string | number>>) => tag('text', { 'font-family': sans, 'font-size': '12px', 'fill': token('--t2'), ...at }, escaped(text))
  const used = VERBS.filter(verb => arrows.some(arrow => arrow.verb === verb))

  const parts = [
    tag('rect', { width, height, fill: token('--panel') }),
    write(title, { 'x': 16, 'y': 24, 'font-size': '14px', 'font-weight': 660, 'fill': token('--text') }), write(caption, { x: 16, y: 44 }),
    ...lanes.map(lane => write(lane === 'kubectl' || lane === 'user' ? t('lanes.you') : placeName(lane), { 'x': NAMES - 14, 'y': y(lane) + 4, 'text-anchor': 'end' }) + tag('line', { 'x1': NAMES, 'x2': width, 'y1': y(lane), 'y2': y(lane), 'stroke': token('--line') })),
    ...ticks(moments, x).map(at => tag('line', { 'x1': x(at), 'x2': x(at), 'y1': TOP, 'y2': bottom, 'stroke': token('--soft') }) + write(`${seconds(at)} s`, { 'x': x(at), 'y': bottom + 16, 'text-anchor': 'middle', 'font-family': mono, 'font-size': '10.5px' })),
    ...times.breaks.map(at => tag('path', { 'd': `M${NAMES + at - 3} ${bottom}l6 ${TOP - bottom}M${NAMES + at + 3} ${bottom}l6 ${TOP - bottom}`, 'stroke': token('--edge'), 'fill': 'none', 'stroke-opacity': .7 })),
    ...bars.map(bar => tag('rect', { x: x(bar.from), width: Math.max(5, x(bar.until) - x(bar.from)), 'y': y(bar.lane) - 5, 'height': 10, 'rx': 5, 'fill': token('--v-cri'), 'fill-opacity': .75 }, `<title>${escaped(bar.label)}</title>`)),
    ...arrows.map(arrow => arrowSvg(arrow, { x1: x(arrow.sentAt), y1: y(arrow.from), x2: x(arrow.at), y2: y(arrow.to) })),
    ...(arrows.some(({ future }) => future) ? [tag('line', { 'x1': x(head), 'x2': x(head), 'y1': TOP - 8, 'y2': bottom, 'stroke': token('--text'), 'stroke-width': 1.6 })] : []),
    ...legend(used, t, bottom + 42, write),
  ]
  return { svg: svgDocument(width, height, title, parts.join('')), width, height }
}

type Arrow = AnswerTo<'swimlanes'>['arrows'][number]

function arrowSvg({ event, from, to, at, verb, label, future }: Arrow, line: { readonly x1: number; readonly y1: number; readonly x2: number; readonly y2: number }): string {
  const hue = hueOfVerb(verb)
  const faint = verb === 'reply' || verb === 'read'
  const turn = Math.round((Math.atan2(line.y2 - line.y1, line.x2 - line.x1) * 180) / Math.PI)
  return tag('g', { 'data-event': event, 'data-verb': verb, 'opacity': future ? .35 : undefined },
    `<title>${escaped(`${placeName(from)} → ${placeName(to)}: ${label}, ${seconds(at)} s`)}</title>` +
    tag('line', { ...line, 'stroke': hue, 'stroke-width': faint ? 1.3 : 1.7, 'stroke-opacity': faint ? .75 : undefined, 'stroke-dasharray': dashOf(verb) }) +
    tag('path', { d: 'M0 0L-7-3.2V3.2z', fill: hue, transform: `translate(${line.x2.toFixed(1)} ${line.y2.toFixed(1)}) rotate(${turn})` }))
}

const dashOf = (verb: Verb): string | undefined => (verb === 'watch' ? '4 2.5' : verb === 'cri' ? '1.5 2.5' : undefined)

/** Times that have room beside each other. */
function ticks(moments: readonly number[], x: (at: number) => number): readonly number[] {
  const kept: number[] = []
  for (const at of [...new Set(moments)].sort((a, b) => a - b)) if (kept.length === 0 || x(at) - x(kept.at(-1)!) >= TICK_ROOM) kept.push(at)
  return kept
}

function legend(verbs: readonly (typeof VERBS)[number][], t: Translate, y: number, write: (text: string, at: Readonly<Record<string, string | number>>) => string): readonly string[] {
  let x = 16
  return verbs.map(verb => {
    const words = t(`signs.verb.${verb}`)
    const part = tag('line', { 'x1': x, 'x2': x + 26, 'y1': y - 4, 'y2': y - 4, 'stroke': hueOfVerb(verb), 'stroke-width': 2, 'stroke-dasharray': dashOf(verb), 'stroke-opacity': verb === 'read' || verb === 'reply' ? .75 : undefined }) + write(words, { x: x + 33, y })
    x += 33 + 18 + [...words].reduce((sum, letter) => sum + (letter > '\u2e80' ? 12.5 : 6.6), 0)
    return part
  })
}
