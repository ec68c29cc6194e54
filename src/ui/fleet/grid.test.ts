import { expect, test } from 'vitest'
import { NODE_BITS, type FleetPlan } from '../../protocol/index.ts'
import { gridOf, HEAD, neighbour, nodeAt } from './grid.ts'
import { inkOf, paintCells } from './paint-cells.ts'

const planOf = (nodes: number, zones = 3): FleetPlan => ({
  nodes: Array.from({ length: nodes }, (_, index) => `n-${index}`), blocks: ['zone-a', 'zone-b', 'zone-c'].slice(0, zones), zone: Uint8Array.from({ length: nodes }, (_, index) => Math.floor((index * zones) / nodes)), zones,
})

test.each([[41, 792, 420], [400, 792, 420], [5000, 792, 420], [5000, 1440, 640], [5000, 362, 300]])('%i cells in %i x %i: every node is found where it is drawn', (nodes, width, height) => {
  const grid = gridOf(planOf(nodes), width, height)
  expect(grid.cell).toBeGreaterThanOrEqual(6)
  const places = new Set<string>()
  for (let node = 0; node < nodes; node++) {
    const [x, y] = [grid.x[node]!, grid.y[node]!]
    places.add(`${x} ${y}`)
    expect(nodeAt(grid, x + 1, y + 1)).toBe(node)
    expect(x + grid.cell <= width && y + grid.cell <= grid.height).toBe(true)
  }
  expect(places.size).toBe(nodes)
  expect(nodeAt(grid, 2, HEAD + 1)).toBe(-1)
})

test('arrows walk through a block and over into the next one', () => {
  const grid = gridOf(planOf(400), 792, 420)
  const [first, second] = [grid.zones[0]!, grid.zones[1]!]
  expect(neighbour(grid, first.nodes[0]!, 'ArrowRight')).toBe(first.nodes[1])
  expect(neighbour(grid, first.nodes[0]!, 'ArrowUp')).toBe(first.nodes[0])
  expect(neighbour(grid, first.nodes[first.columns - 1]!, 'ArrowRight')).toBe(second.nodes[0])
  expect(neighbour(grid, second.nodes[0]!, 'ArrowLeft')).toBe(first.nodes[first.columns - 1])
  expect(neighbour(grid, first.nodes[0]!, 'End')).toBe(first.nodes.at(-1))
})

const inks = { base: 1, ready: 2, creating: 3, failed: 4, hatch: 5, taint: 6, cordon: 7, mark: 8, card: 9, edge: 10, running: 11 }
const column = (...numbers: number[]) => Uint16Array.from(numbers)

test('a cell is filled from below by the share of its Pods that are Ready', () => {
  const grid = gridOf(planOf(3, 1), 120, 120)
  const pixels = new Uint32Array(120 * 120)
  paintCells({ pixels, width: 120, height: 120, ratio: 1 }, grid, { scale: 1, x: 0, y: 0 }, { state: Uint8Array.from([1, 3, 1 | 8]), ready: Uint8Array.from([128, 0, 255]), pods: column(10, 10, 10), starting: column(5, 0, 0), failing: column(0, 0, 0) }, inks, () => undefined)
  const at = (node: number, row: number) => pixels[(grid.y[node]! - HEAD + row) * 120 + grid.x[node]! + 2]
  expect([at(0, 1), at(0, 18)]).toEqual([3, 2])
  expect(new Set(Array.from({ length: 18 }, (_, row) => at(1, row)))).toEqual(new Set([inks.base, inks.hatch]))
  expect([at(2, 0), at(2, 9)]).toEqual([6, 2])
  expect(inkOf('#45e3ae')).toBe(0xffaee345)
})

test('a cell that is large enough shows a tile a Pod, in the numbers of its states; near enough, each Pod as it is', () => {
  const grid = gridOf(planOf(1, 1), 120, 120)
  const cells = { state: Uint8Array.from([1]), ready: Uint8Array.from([128]), pods: column(4), starting: column(1), failing: column(1) }
  const paint = (scale: number, podsOf: Parameters<typeof paintCells>[5]) => {
    const pixels = new Uint32Array(400 * 400)
    paintCells({ pixels, width: 400, height: 400, ratio: 1 }, grid, { scale, x: 0, y: 0 }, cells, inks, podsOf)
    return new Set(pixels)
  }
  expect(paint(50 / grid.cell, () => undefined)).toEqual(new Set([0, inks.card, inks.edge, inks.base, inks.ready, inks.creating, inks.failed, inks.mark]))
  const pod = { slot: 0, fill: 'running', progress: 0, terminating: false } as const
  expect(paint(50 / grid.cell, () => [pod]).has(inks.running)).toBe(false)
  expect(paint(150 / grid.cell, () => [pod])).toEqual(new Set([0, inks.card, inks.edge, inks.base, inks.running]))
})

test('in two colours the states of nodes and Pods are still told apart, by their patterns', () => {
  const two = { base: 1, card: 1, mark: 1, ready: 2, creating: 2, failed: 2, hatch: 2, taint: 2, cordon: 2, edge: 2, running: 2 }
  const different = (states: readonly { readonly state: number; readonly ready?: number; readonly starting?: number; readonly failing?: number }[], plain: boolean) => {
    const grid = gridOf(planOf(states.length, 1), 400, 400)
    const pixels = new Uint32Array(400 * 400)
    const cells = { state: Uint8Array.from(states, ({ state }) => state), ready: Uint8Array.from(states, ({ ready = 255 }) => ready), pods: column(...states.map(() => 10)), starting: column(...states.map(({ starting = 0 }) => starting)), failing: column(...states.map(({ failing = 0 }) => failing)) }
    paintCells({ pixels, width: 400, height: 400, ratio: 1 }, grid, { scale: 1, x: 0, y: 0 }, cells, { ...two, plain }, () => undefined)
    expect(new Set(pixels)).toEqual(new Set([0, 1, 2]))
    const size = Math.floor(grid.cell) - 2
    return new Set(states.map((_, node) => Array.from({ length: size }, (_row, row) => pixels.slice((grid.y[node]! - HEAD + row) * 400 + grid.x[node]!, (grid.y[node]! - HEAD + row) * 400 + grid.x[node]! + size).join('')).join('|'))).size
  }
  const states = [{ state: 1 }, { state: 2 }, { state: 3 }, { state: 1 | NODE_BITS.noExecute }, { state: 1 | NODE_BITS.cordoned }, { state: 1, ready: 128 }, { state: 1, ready: 128, starting: 5 }, { state: 1, ready: 128, failing: 5 }, { state: 1, ready: 0 }]
  expect(different(states, true)).toBe(states.length)
  expect(different(states, false)).toBeLessThan(states.length)
})
