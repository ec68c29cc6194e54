import { HEAD, nodeAt, type Grid } from './grid.ts'

/** How the cells are looked at. A point of the grid below its heads stands at `scale` times its place, moved by `x` and `y`, in CSS pixels of the room below the heads. */
export interface Camera { readonly scale: number; readonly x: number; readonly y: number }
/** The cells, and the room in which they are seen. */
export interface Sight { readonly grid: Grid; readonly width: number; readonly height: number }

/** From these sizes of a cell on, in CSS pixels: Pods are tiles; a node has its name; each Pod shows its own state, and the agents stand below. */
export const TILES_FROM = 28
export const NAMES_FROM = 58
export const CARDS_FROM = 132
const LARGEST_CELL = 230
/** Where double click and Enter stop on the way in. */
const STOPS = [76, 184]
/** Two sizes that differ less are one. */
const SAME = 1.06

export const cellOn = ({ cell }: Grid, { scale }: Camera): number => cell * scale
const roomBelow = ({ height }: Sight): number => height - HEAD
const bodyOf = ({ height }: Grid): number => height - HEAD

/** All of it, as large as it fits. */
export function whole(sight: Sight): Camera {
  return held(sight, { scale: smallest(sight), x: 0, y: 0 })
}

const smallest = (sight: Sight): number => Math.min(1, roomBelow(sight) / bodyOf(sight.grid))
export const isWhole = (sight: Sight, { scale }: Camera): boolean => scale <= smallest(sight) * 1.005
export const isNearest = ({ grid }: Sight, camera: Camera): boolean => cellOn(grid, camera) * 1.005 >= LARGEST_CELL

/** Never smaller than the whole, nor beyond its edges. */
export function held(sight: Sight, camera: Camera): Camera {
  const scale = Math.min(Math.max(camera.scale, smallest(sight)), LARGEST_CELL / sight.grid.cell)
  const spare = sight.width - sight.grid.width * scale
  return { scale, x: spare >= 0 ? spare / 2 : Math.min(0, Math.max(spare, camera.x)), y: Math.min(0, Math.max(Math.min(0, roomBelow(sight) - bodyOf(sight.grid) * scale), camera.y)) }
}

/** What is under the point stays under it. `x` and `y` are of the room below the heads. */
export function zoomed(sight: Sight, camera: Camera, factor: number, x: number, y: number): Camera {
  const scale = held(sight, { ...camera, scale: camera.scale * factor }).scale
  const grown = scale / camera.scale
  return held(sight, { scale, x: x - (x - camera.x) * grown, y: y - (y - camera.y) * grown })
}

export const moved = (sight: Sight, camera: Camera, dx: number, dy: number): Camera => held(sight, { ...camera, x: camera.x + dx, y: camera.y + dy })

/** A node in the middle, its cell as large as told. */
export function facing(sight: Sight, node: number, cell: number): Camera {
  const { grid } = sight
  const { scale } = held(sight, { scale: cell / grid.cell, x: 0, y: 0 })
  const half = grid.cell / 2
  return held(sight, { scale, x: sight.width / 2 - (grid.x[node]! + half) * scale, y: roomBelow(sight) / 2 - (grid.y[node]! - HEAD + half) * scale })
}

/** The next larger size of a cell to stop at; undefined where only the inside of a node is nearer. */
export const stopNearer = (grid: Grid, camera: Camera): number | undefined => STOPS.find(stop => stop > cellOn(grid, camera) * SAME)

/** The next smaller one; undefined for the whole. */
export function stopFarther(sight: Sight, camera: Camera): number | undefined {
  const stop = STOPS.findLast(one => one * SAME < cellOn(sight.grid, camera))
  return stop !== undefined && stop > sight.grid.cell * smallest(sight) * SAME ? stop : undefined
}

/** Where a node's cell is drawn, in the room below the heads. */
export const placeOn = ({ x, y }: Grid, camera: Camera, node: number): { readonly x: number; readonly y: number } => ({ x: x[node]! * camera.scale + camera.x, y: (y[node]! - HEAD) * camera.scale + camera.y })

export const nodeUnder = (grid: Grid, camera: Camera, x: number, y: number): number => nodeAt(grid, (x - camera.x) / camera.scale, (y - camera.y) / camera.scale + HEAD)

/** Moves as little as shows all of a node's cell. */
export function showing(sight: Sight, camera: Camera, node: number): Camera {
  const { x, y } = placeOn(sight.grid, camera, node)
  const cell = cellOn(sight.grid, camera)
  const into = (at: number, room: number): number => (at < 0 ? -at : at + cell > room ? room - at - cell : 0)
  const [dx, dy] = [into(x, sight.width), into(y, roomBelow(sight))]
  return dx === 0 && dy === 0 ? camera : moved(sight, camera, dx, dy)
}

/** The nodes that are seen, those nearest to the middle first. */
export function nodesSeen(sight: Sight, camera: Camera): readonly number[] {
  const cell = cellOn(sight.grid, camera)
  const [width, height] = [sight.width, roomBelow(sight)]
  const seen: { readonly node: number; readonly away: number }[] = []
  for (let node = 0; node < sight.grid.x.length; node++) {
    const { x, y } = placeOn(sight.grid, camera, node)
    if (x + cell > 0 && y + cell > 0 && x < width && y < height) seen.push({ node, away: Math.hypot(x + (cell - width) / 2, y + (cell - height) / 2) })
  }
  return seen.sort((a, b) => a.away - b.away).map(({ node }) => node)
}

/** The seen part of a zone's block, in CSS pixels of the room; undefined where none of it is. */
export function zoneSeen({ grid, width }: Sight, { scale, x }: Camera, zone: number): { readonly x: number; readonly width: number; readonly left: number; readonly right: number } | undefined {
  const box = grid.zones[zone]!
  const from = box.x * scale + x
  const to = from + box.width * scale
  const [left, right] = [Math.max(0, from), Math.min(width, to)]
  return right - left < 1 ? undefined : { x: from, width: to - from, left, right }
}

/** Where the Pods of a cell stand: pixels from its corner. */
export interface Tiles { readonly left: number; readonly top: number; readonly columns: number; readonly pitch: number }

export function tilesIn(size: number, pods: number): Tiles {
  const pad = size >= NAMES_FROM ? 5 : 2
  const top = size >= NAMES_FROM ? 20 : pad
  const room = { width: size - 2 * pad, height: size - top - (size >= CARDS_FROM ? 20 : pad) }
  let pitch = Math.min(24, Math.floor(Math.min(room.width, room.height)))
  while (pitch > 2 && Math.floor(room.width / pitch) * Math.floor(room.height / pitch) < pods) pitch--
  return { left: pad, top, columns: Math.max(1, Math.floor(room.width / pitch)), pitch }
}
