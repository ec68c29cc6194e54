import type { PlaceId } from '../../protocol/index.ts'
import { visibleControllers } from './controller-chips.ts'
import { nodeColumns, nodePlaces, rowsIn } from './node-places.ts'
import type { Box, BoxKind, LayoutClass, Line, Point, StageCast, StagePlan } from './plan.ts'

/**
 * The rule of the rail: those who decide stand above the API server, those who run below it, and each has its own line to it.
 * Nothing here depends on what happens, so nothing ever moves but by a new node or another window.
 */
export function layout(cast: StageCast, viewport: { readonly width: number; readonly height: number }, layoutClass: LayoutClass, firstNode = 0): StagePlan {
  const geometry = layoutClass === 'phone' ? phone(viewport) : desktop(viewport)
  const { margin, gap, topY, topHeight, railY, railHeight, trayY, trayHeight, nodeY } = geometry
  const narrow = Math.max(viewport.width, geometry.minWidth)
  const { width, nodeHeight } = layoutClass === 'phone' ? { width: narrow, nodeHeight: geometry.nodeHeight } : spread(cast.nodes, narrow, geometry, viewport)
  const inner = width - 2 * margin
  const boxes: Box[] = []
  const anchors = new Map<PlaceId, Point>()
  const lines: Line[] = []
  const railBottom = railY + railHeight

  const add = (id: PlaceId, kind: BoxKind, x: number, y: number, w: number, h: number): Box => {
    const box = { id, kind, x: Math.round(x), y: Math.round(y), width: Math.round(w), height: Math.round(h) }
    boxes.push(box)
    anchors.set(id, { x: box.x + box.width / 2, y: box.y + box.height / 2 })
    return box
  }
  const join = (place: PlaceId, kind: Line['kind'], x: number, fromY: number, toY: number) => {
    lines.push({ id: `${place}:${kind}:${lines.length}`, place, kind, from: { x: Math.round(x), y: fromY }, to: { x: Math.round(x), y: toY } })
  }

  const tops = topWidths(inner, gap, layoutClass)
  let x = margin
  const store = add('etcd', 'etcd', x, topY, tops.etcd, topHeight)
  x += tops.etcd + gap
  const controllers = add('controller-manager', 'controllers', x, topY, tops.controllers, topHeight)
  x += tops.controllers + gap
  const scheduler = add('scheduler', 'scheduler', x, topY, tops.scheduler, topHeight)
  x += tops.scheduler + gap
  const kubectl = add('kubectl', 'kubectl', x, topY, tops.kubectl, topHeight)
  anchors.set('user', { x: kubectl.x + kubectl.width / 2, y: topY - 8 })
  add('apiserver', 'rail', margin, railY, inner, railHeight)

  const under = topY + topHeight
  join('etcd', 'store', store.x + store.width / 2, under, railY)
  cast.etcd.forEach((member, row) => anchors.set(`etcd/${member}`, { x: store.x + store.width - 18, y: topY + (layoutClass === 'phone' ? 26 : 42 + row * 22) }))

  const chips = visibleControllers(cast.controllers, layoutClass === 'phone' ? 0 : 8)
  const columns = layoutClass === 'phone' ? 1 : 3
  const columnX = (index: number) => controllers.x + (controllers.width * ((index % columns) + .5)) / columns
  for (let column = 0; column < columns; column += 1) {
    join(`controller-manager/${column}`, 'watch', columnX(column) - 9, under, railY)
    join(`controller-manager/${column}`, 'call', columnX(column) + 9, under, railY)
  }
  cast.controllers.forEach(name => {
    const index = chips.includes(name) ? chips.indexOf(name) : chips.length
    anchors.set(`controller-manager/${name}`, { x: columnX(index), y: under })
  })
  const twin = layoutClass === 'phone' ? 9 : 20
  for (const box of [scheduler, kubectl]) {
    const middle = box.x + box.width / 2
    join(box.id, 'call', box === kubectl ? middle : middle - twin, under, railY)
    if (box === scheduler) join(box.id, 'watch', middle + twin, under, railY)
  }

  const registryWidth = layoutClass === 'phone' ? 40 : 116
  add('limbo', 'tray', margin, trayY, inner - registryWidth - 8, trayHeight)
  add('registry', 'registry', margin + inner - registryWidth, trayY, registryWidth, trayHeight)

  for (const { name, controlPlane, column, row, x: nodeX, width: nodeWidth } of nodeColumns(cast.nodes, inner, margin, layoutClass, firstNode)) {
    const y = nodeY + row * (nodeHeight + 10)
    const box = add(`node/${name}`, controlPlane ? 'plane' : 'node', nodeX, y, nodeWidth, nodeHeight)
    const places = nodePlaces(box, layoutClass)
    for (const [agent, at] of places) anchors.set(`node/${name}/${agent}`, at)
    const kubelet = places.get('kubelet') ?? { x: box.x, y: box.y }
    const proxy = places.get('proxy') ?? kubelet
    if (column >= 0) {
      join(`node/${name}/kubelet`, 'watch', kubelet.x - 6, railBottom, y)
      join(`node/${name}/kubelet`, 'call', kubelet.x + 6, railBottom, y)
      join(`node/${name}/proxy`, 'watch', proxy.x - 4, railBottom, y)
    }
  }
  const bottom = boxes.reduce((most, box) => Math.max(most, box.y + box.height), 0)
  return { layoutClass, width, height: Math.max(viewport.height, bottom + geometry.foot), boxes, anchors, lines, railTop: railY, railBottom, chips }
}

const FEW_ROWS = 2

interface Geometry { readonly margin: number; readonly nodeY: number; readonly nodeHeight: number; readonly foot: number }

/** A page of nodes that is much higher than the window would be drawn small: with many nodes the picture is made wider, as far as that makes it larger, and its cards as high as there is room. */
function spread(nodes: StageCast['nodes'], narrow: number, { margin, nodeY, nodeHeight, foot }: Geometry, viewport: { readonly width: number; readonly height: number }): { readonly width: number; readonly nodeHeight: number } {
  const room = viewport.height - CAPTION - FOOT
  const rowsOf = (width: number) => rowsIn(nodes, width - 2 * margin)
  const heightOf = (rows: number) => nodeY + rows * (nodeHeight + 10) - 10 + foot - CAPTION - FOOT
  const zoomOf = (width: number) => Math.min(1, viewport.width / width, room / heightOf(rowsOf(width)))
  // One row more changes nothing above it: who teaches with a few nodes keeps the picture that they know.
  if (rowsOf(narrow) <= FEW_ROWS) return { width: narrow, nodeHeight }
  let width = narrow
  for (let wider = narrow + 20; wider < 6 * narrow && zoomOf(width) < 1; wider += 20) if (zoomOf(wider) > zoomOf(width) * 1.02) width = wider
  const rows = rowsOf(width)
  const spare = Math.floor((room / zoomOf(width) - heightOf(rows)) / rows)
  return { width, nodeHeight: nodeHeight + Math.max(0, Math.min(spare, nodeHeight)) }
}

/** Kept free for the caption above the flow, and for the legend below. */
export const CAPTION = 80
export const FOOT = 40

function desktop({ height }: { readonly height: number }) {
  // Spare height goes to the flight lane above the rail, where messages are read, and to the node cards; a little is taken from them before all is drawn smaller.
  const spare = Math.max(-58, Math.min(200, height - 572))
  const lane = 58 + Math.round(spare * (spare < 0 ? .48 : .3))
  const topY = CAPTION, topHeight = 106, railHeight = 52, trayHeight = 28
  const railY = topY + topHeight + lane
  const trayY = railY + railHeight + 11
  const nodeY = trayY + trayHeight + 13
  const nodeHeight = 184 + Math.round(spare * (spare < 0 ? .52 : .7))
  return { margin: 14, gap: 14, topY, topHeight, railY, railHeight, trayY, trayHeight, nodeY, nodeHeight, foot: FOOT, minWidth: 660 }
}

/** The caption stands above the flow on a phone, so that a long sentence pushes nothing around. */
function phone(_: { readonly height: number }) {
  return { margin: 14, gap: 8, topY: 2, topHeight: 52, railY: 98, railHeight: 44, trayY: 152, trayHeight: 28, nodeY: 192, nodeHeight: 142, foot: 18, minWidth: 320 }
}

function topWidths(inner: number, gap: number, layoutClass: LayoutClass) {
  const room = inner - 3 * gap
  const share = layoutClass === 'phone' ? [92, 86, 78, 82] : [172, 270, 154, 126]
  const total = share.reduce((sum, one) => sum + one, 0)
  const [etcd = 0, controllers = 0, scheduler = 0, kubectl = 0] = share.map(one => Math.round((one * room) / total))
  return { etcd, controllers, scheduler, kubectl }
}
