import type { FleetPlan } from '../../protocol/index.ts'

/** Where each node's cell is drawn: zones are blocks side by side, a cell keeps its place for good. Lengths are CSS pixels. */
export interface Grid {
  readonly zones: readonly ZoneBox[]
  readonly cell: number
  readonly x: Int16Array
  readonly y: Int16Array
  readonly width: number
  readonly height: number
}
export interface ZoneBox { readonly name: string; readonly x: number; readonly width: number; readonly columns: number; readonly nodes: readonly number[] }

const CELL_LEAST = 6
const CELL_MOST = 22
const GAP = 7
const PAD = 8
/** A zone's name and counts stand above its cells. */
export const HEAD = 38

export function gridOf(plan: FleetPlan, width: number, height: number): Grid {
  const members: number[][] = Array.from({ length: plan.zones }, () => [])
  plan.zone.forEach((zone, node) => { members[zone]?.push(node) })
  const blockWidth = Math.floor((width - GAP * (plan.zones - 1)) / plan.zones)
  const most = Math.max(1, ...members.map(nodes => nodes.length))
  const cell = cellFor(most, blockWidth - 2 * PAD, height - HEAD - PAD)
  const columns = Math.max(1, Math.floor((blockWidth - 2 * PAD) / cell))
  const x = new Int16Array(plan.nodes.length)
  const y = new Int16Array(plan.nodes.length)
  const zones = members.map((nodes, zone): ZoneBox => {
    const left = zone * (blockWidth + GAP)
    nodes.forEach((node, place) => {
      x[node] = left + PAD + (place % columns) * cell
      y[node] = HEAD + Math.floor(place / columns) * cell
    })
    return { name: plan.blocks[zone] ?? '', x: left, width: blockWidth, columns, nodes }
  })
  return { zones, cell, x, y, width, height: Math.max(height, HEAD + PAD + Math.ceil(most / columns) * cell) }
}

/** The largest cell with which all of a zone fits; where even the smallest does not, the picture scrolls. */
function cellFor(count: number, width: number, height: number): number {
  for (let cell = CELL_MOST; cell > CELL_LEAST; cell--) if (Math.ceil(count / Math.max(1, Math.floor(width / cell))) * cell <= height) return cell
  return CELL_LEAST
}

/** The node whose cell is at a point; -1 where there is none. */
export function nodeAt({ zones, cell }: Grid, x: number, y: number): number {
  const zone = zones.find(one => x >= one.x && x < one.x + one.width)
  if (zone === undefined) return -1
  const column = Math.floor((x - zone.x - PAD) / cell)
  const row = Math.floor((y - HEAD) / cell)
  return column < 0 || row < 0 || column >= zone.columns ? -1 : zone.nodes[row * zone.columns + column] ?? -1
}

/** The node that an arrow key leads to; at the side of a block its neighbour goes on. */
export function neighbour({ zones }: Grid, node: number, key: string): number {
  const at = zones.findIndex(one => one.nodes.includes(node))
  const zone = zones[at]
  if (zone === undefined) return zones[0]?.nodes[0] ?? -1
  const place = zone.nodes.indexOf(node)
  const row = Math.floor(place / zone.columns)
  switch (key) {
    case 'ArrowUp': return zone.nodes[place - zone.columns] ?? node
    case 'ArrowDown': return zone.nodes[place + zone.columns] ?? node
    case 'ArrowLeft': return place % zone.columns > 0 ? zone.nodes[place - 1]! : edge(zones[at - 1], row, 'last') ?? node
    case 'ArrowRight': return place % zone.columns < zone.columns - 1 && zone.nodes[place + 1] !== undefined ? zone.nodes[place + 1]! : edge(zones[at + 1], row, 'first') ?? node
    case 'Home': return zone.nodes[0]!
    case 'End': return zone.nodes.at(-1)!
    default: return node
  }
}

function edge(zone: ZoneBox | undefined, row: number, side: 'first' | 'last'): number | undefined {
  if (zone === undefined) return undefined
  const first = Math.min(row, Math.floor((zone.nodes.length - 1) / zone.columns)) * zone.columns
  return zone.nodes[side === 'first' ? first : Math.min(first + zone.columns, zone.nodes.length) - 1]
}
