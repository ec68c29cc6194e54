import { NODE_BITS, type AgentView, type FleetCells } from '../../protocol/index.ts'
import type { Entities } from '../store/entities.ts'
import { CARDS_FROM, cellOn, NAMES_FROM, placeOn, type Camera, type Sight } from './camera.ts'
import { HEAD } from './grid.ts'
import { gapOf } from './paint-cells.ts'

/** How the names on the cells look, and what the page calls the states of a node. */
export interface Hand { readonly mono: string; readonly sans: string; readonly text: string; readonly quiet: string; readonly bad: string; readonly good: string; /** Pixels: Chinese needs one more. */ readonly size: number; readonly states: readonly [string, string, string, string] }

const AGENTS: readonly (readonly [AgentView['agent'], string])[] = [['kubelet', 'kubelet'], ['runtime', 'containerd'], ['cni', 'cni'], ['proxy', 'proxy']]
const SIZE = 11

/** The names of the nodes that are near enough; nearer still, their state and their agents. One that does not run is crossed out. */
export function writeNames(ctx: CanvasRenderingContext2D, sight: Sight, camera: Camera, nodes: readonly string[], cells: FleetCells, { views }: Pick<Entities, 'views'>, hand: Hand): void {
  const cell = cellOn(sight.grid, camera)
  if (cell < NAMES_FROM) return
  const room = cell - gapOf(cell) - 10
  ctx.textBaseline = 'alphabetic'
  for (let node = 0; node < nodes.length; node++) {
    const { x, y } = placeOn(sight.grid, camera, node)
    if (x >= sight.width || y >= sight.height - HEAD || x + cell <= 0 || y + cell <= 0) continue
    const name = nodes[node]!
    ctx.font = `640 ${SIZE}px ${hand.mono}`
    ctx.fillStyle = hand.text
    const letters = Math.floor(room / (SIZE * .61))
    ctx.fillText(name.length > letters ? `…${name.slice(1 - letters)}` : name, x + 5, y + 14)
    if (cell < CARDS_FROM) continue
    const condition = cells.state[node]! & NODE_BITS.condition
    ctx.font = `600 ${hand.size}px ${hand.sans}`
    ctx.textAlign = 'right'
    ctx.fillStyle = condition === 1 ? hand.good : hand.bad
    ctx.fillText(hand.states[condition]!, x + 5 + room, y + 14)
    ctx.textAlign = 'left'
    writeAgents(ctx, name, x + 5, y + cell - gapOf(cell) - 6, room, views, hand)
  }
}

function writeAgents(ctx: CanvasRenderingContext2D, node: string, x: number, y: number, room: number, views: Entities['views'], hand: Hand): void {
  ctx.font = `500 ${SIZE}px ${hand.sans}`
  const end = x + room
  for (const [agent, title] of AGENTS) {
    const view = views.get(`agent/${node}/${agent}`)
    if (view?.kind !== 'agent') return
    const { width } = ctx.measureText(title)
    if (x + width > end) return
    ctx.fillStyle = view.up ? hand.quiet : hand.bad
    ctx.fillText(title, x, y)
    if (!view.up) ctx.fillRect(x, y - SIZE * .32, width, 1)
    x += width + 7
  }
}
