import { NODE_BITS, type FleetCells } from '../../protocol/index.ts'
import { HEAD, type Grid } from '../fleet/grid.ts'
import { tag, token } from './markup.ts'

const CONDITIONS = ['none', 'ready', 'not-ready', 'unknown'] as const
const HATCH = 'hatched-cell'

/** The pattern of what nobody knows; once a document. */
export const cellDefs = (): string => tag('defs', {}, tag('pattern', { id: HATCH, width: 4, height: 4, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' }, tag('rect', { width: 4, height: 4, fill: token('--card2') }) + tag('rect', { width: 1.3, height: 4, fill: token('--s-none') })))

/** The cells as the canvas draws them: a path a state and a colour, so that five thousand nodes are a few shapes. `top` is where the room below the heads begins. */
export function cellsSvg({ x, y, cell }: Grid, cells: FleetCells, left: number, top: number): string {
  const size = cell - (cell > 9 ? 2 : 1)
  const paths = new Map<string, { readonly ink: string; readonly state: string; readonly d: string[] }>()
  const add = (state: string, ink: string, d: string) => {
    const path = paths.get(`${state} ${ink}`)
    if (path === undefined) paths.set(`${state} ${ink}`, { ink, state, d: [d] })
    else path.d.push(d)
  }
  const frames = new Map<string, string[]>()
  const crosses: string[] = []
  const box = (bx: number, by: number, width: number, height: number) => `M${round(bx)} ${round(by)}h${round(width)}v${round(height)}h${round(-width)}z`
  for (let node = 0; node < cells.state.length; node++) {
    const [cx, cy] = [left + x[node]!, top + y[node]! - HEAD]
    const bits = cells.state[node]!
    const state = CONDITIONS[bits & NODE_BITS.condition]!
    if (state === 'ready') {
      const all = Math.max(1, cells.pods[node]!)
      const isReady = (cells.ready[node]! * size) / 255
      const isStarting = Math.min(size - isReady, (cells.starting[node]! * size) / all)
      const isFailing = Math.min(size - isReady - isStarting, (cells.failing[node]! * size) / all)
      // The first of these paths has every Ready node once.
      add(state, '--card2', box(cx, cy, size, size))
      if (isReady > 0) add('pods-ready', '--s-ready', box(cx, cy + size - isReady, size, isReady))
      if (isStarting > 0) add('pods-starting', '--s-creating', box(cx, cy + size - isReady - isStarting, size, isStarting))
      if (isFailing > 0) add('pods-failing', '--s-failed', box(cx, cy + size - isReady - isStarting - isFailing, size, isFailing))
    } else if (state === 'not-ready') {
      add(state, '--s-failed', box(cx, cy, size, size))
      crosses.push(`M${round(cx + 1)} ${round(cy + 1)}l${round(size - 2)} ${round(size - 2)}m0 ${round(2 - size)}l${round(2 - size)} ${round(size - 2)}`)
    } else add(state, '', box(cx, cy, size, size))
    const frame = bits & NODE_BITS.noExecute ? '--s-notready' : bits & NODE_BITS.cordoned ? '--text' : state !== 'ready' && state !== 'not-ready' && bits & NODE_BITS.off ? '--s-none' : undefined
    if (frame !== undefined) frames.set(frame, [...(frames.get(frame) ?? []), box(cx + .6, cy + .6, size - 1.2, size - 1.2)])
  }
  return [
    ...[...paths.values()].map(({ ink, state, d }) => tag('path', { 'data-state': state, 'fill': ink === '' ? `url(#${HATCH})` : token(ink), 'd': d.join('') })),
    ...(crosses.length === 0 ? [] : [tag('path', { fill: 'none', stroke: token('--mark-ink2'), d: crosses.join('') })]),
    ...[...frames].map(([ink, d]) => tag('path', { 'data-frame': ink.slice(2), 'fill': 'none', 'stroke': token(ink), 'stroke-width': 1.2, 'd': d.join('') })),
  ].join('')
}

const round = (value: number): number => Math.round(value * 100) / 100
