import { expect, test } from 'vitest'
import type { FleetPlan } from '../../protocol/index.ts'
import { CARDS_FROM, cellOn, facing, isNearest, isWhole, moved, nodesSeen, nodeUnder, placeOn, showing, stopFarther, stopNearer, tilesIn, whole, zoomed, zoneSeen, type Camera, type Sight } from './camera.ts'
import { gridOf } from './grid.ts'

const plan: FleetPlan = { nodes: Array.from({ length: 5_000 }, (_, index) => `n-${index}`), blocks: ['zone-a', 'zone-b', 'zone-c'], zone: Uint8Array.from({ length: 5_000 }, (_, index) => index % 3), zones: 3 }
const sightOf = (width: number, height: number): Sight => ({ grid: gridOf(plan, width, height), width, height })
const desk = sightOf(1040, 560)
const middle = (sight: Sight, camera: Camera, node: number) => { const { x, y } = placeOn(sight.grid, camera, node); const half = cellOn(sight.grid, camera) / 2; return [x + half, y + half] as const }

test.each([[1040, 560], [792, 420], [366, 360]])('the whole is seen at once in %i x %i, and nothing is farther away', (width, height) => {
  const sight = sightOf(width, height)
  const all = whole(sight)
  expect(nodesSeen(sight, all).length).toBe(5_000)
  expect(zoomed(sight, all, .5, 100, 100)).toEqual(all)
  expect(isWhole(sight, all)).toBe(true)
})

test('what is under the pointer stays under it, however near', () => {
  let camera = whole(desk)
  const node = 2_500
  const [x, y] = middle(desk, camera, node)
  for (let turn = 0; turn < 60; turn++) {
    camera = zoomed(desk, camera, 1.1, x, y)
    expect(nodeUnder(desk.grid, camera, x, y)).toBe(node)
  }
  expect(isNearest(desk, camera)).toBe(true)
})

test('the picture is not dragged beyond its edges', () => {
  const near = facing(desk, 2_500, 90)
  const corner = moved(desk, near, 1e6, 1e6)
  expect([corner.x, corner.y]).toEqual([0, 0])
  const other = moved(desk, near, -1e6, -1e6)
  expect(other.x + desk.grid.width * other.scale).toBeCloseTo(desk.width)
})

test('the way in has stops, the last of which shows each Pod; the way out has the same', () => {
  const stops: number[] = []
  let camera = whole(desk)
  for (let stop = stopNearer(desk.grid, camera); stop !== undefined; stop = stopNearer(desk.grid, camera)) {
    stops.push(stop)
    camera = facing(desk, 1_234, stop)
    const [x, y] = middle(desk, camera, 1_234)
    expect(nodeUnder(desk.grid, camera, x, y)).toBe(1_234)
  }
  expect(stops.at(-1)).toBeGreaterThan(CARDS_FROM)
  expect(stopFarther(desk, camera)).toBe(stops[0])
  expect(stopFarther(desk, facing(desk, 1_234, stops[0]!))).toBeUndefined()
})

test('a node that the arrows lead to is brought into sight', () => {
  const near = facing(desk, desk.grid.zones[0]!.nodes[0]!, 90)
  const far = desk.grid.zones[2]!.nodes.at(-1)!
  expect(nodesSeen(desk, near)).not.toContain(far)
  expect(nodesSeen(desk, showing(desk, near, far))).toContain(far)
  expect(showing(desk, near, nodesSeen(desk, near)[0]!)).toBe(near)
})

test('a zone out of sight has no head, one half in sight has its head in the seen half', () => {
  const near = facing(desk, desk.grid.zones[0]!.nodes[0]!, 90)
  expect(zoneSeen(desk, near, 2)).toBeUndefined()
  expect(zoneSeen(desk, moved(desk, near, -100, 0), 0)).toMatchObject({ left: 0 })
})

test.each([[28, 30], [58, 30], [76, 110], [172, 30], [230, 110]])('in a cell of %i pixels all of %i Pods have a tile of their own', (size, pods) => {
  const { left, top, columns, pitch } = tilesIn(size, pods)
  const rows = Math.ceil(pods / columns)
  expect(pitch).toBeGreaterThanOrEqual(3)
  expect(left + columns * pitch).toBeLessThanOrEqual(size)
  expect(top + rows * pitch).toBeLessThanOrEqual(size)
})
