import type { Box, LayoutClass, Point, StageCast } from './plan.ts'

const GAP = 10
const PLANE_WIDTH = 112
const LEAST_WIDTH = 178
const PHONE_WIDTH = 256

interface NodeColumn { readonly name: string; readonly controlPlane: boolean; readonly column: number; readonly row: number; readonly x: number; readonly width: number }

/** Workers share the row; a control-plane node is slimmer, because what it runs is drawn above. A phone shows a row that is swiped. */
export function nodeColumns(nodes: StageCast['nodes'], inner: number, margin: number, layoutClass: LayoutClass, firstNode: number): readonly NodeColumn[] {
  if (layoutClass === 'phone') {
    return nodes.map((node, index) => ({ ...node, column: index, row: 0, x: margin + (index - firstNode) * (PHONE_WIDTH + GAP), width: PHONE_WIDTH }))
  }
  const planes = nodes.filter(node => node.controlPlane)
  const workers = nodes.filter(node => !node.controlPlane)
  const planeWidth = planeWidthOf(planes.length)
  const perRow = perRowIn(workers.length, planes.length, inner)
  const width = (inner - planeWidth - (perRow - 1) * GAP) / perRow
  const placed = workers.map((node, index) => {
    const column = index % perRow
    return { ...node, column, row: Math.floor(index / perRow), x: margin + column * (width + GAP), width }
  })
  return [...placed, ...planes.map((node, index) => ({ ...node, column: perRow + index, row: 0, x: margin + inner - (planes.length - index) * (PLANE_WIDTH + GAP) + GAP, width: PLANE_WIDTH }))]
}

const planeWidthOf = (planes: number): number => planes * (PLANE_WIDTH + GAP)
const perRowIn = (workers: number, planes: number, inner: number): number => Math.max(1, Math.min(workers, Math.floor((inner - planeWidthOf(planes) + GAP) / (LEAST_WIDTH + GAP))))

/** How many rows the workers fill where there is so much room from side to side. */
export function rowsIn(nodes: StageCast['nodes'], inner: number): number {
  const planes = nodes.filter(node => node.controlPlane).length
  const workers = nodes.length - planes
  return Math.ceil(workers / perRowIn(workers, planes, inner))
}

/** The agents that speak to the API server stand in the upper row, below them those that only the machine knows. */
export function nodePlaces(box: Box, layoutClass: LayoutClass): ReadonlyMap<string, Point> {
  const padding = layoutClass === 'phone' ? 10 : 9
  const column = (box.width - 2 * padding) / 2
  const left = box.x + padding + (box.kind === 'plane' || layoutClass === 'phone' ? column / 2 : Math.min(28, column / 2))
  const right = box.x + padding + column + (box.kind === 'plane' || layoutClass === 'phone' ? column / 2 : Math.min(28, column / 2))
  const upper = box.y + (layoutClass === 'phone' ? 50 : 46)
  const lower = upper + (layoutClass === 'phone' ? 26 : 25)
  return new Map([
    ['kubelet', { x: left, y: upper }], ['proxy', { x: right, y: upper }],
    ['runtime', { x: left, y: lower }], ['cni', { x: right, y: lower }],
  ])
}
