import type { Kernel } from '../../kernel/index.ts'
import { CONTROL_PLANE } from '../../cluster/index.ts'
import { NODE_BITS, type FleetCells } from '../../protocol/index.ts'
import type { Fleet } from './fleet.ts'

/** A copy of the columns for a page, which takes it over. The machine's own state is added: what the API server cannot know. */
export function cellsOf({ tally, plan }: Fleet, kernel: Kernel): FleetCells {
  const workers = tally.state.length - 1
  const cells = { state: tally.state.slice(0, workers), ready: new Uint8Array(workers), pods: new Uint16Array(workers), starting: new Uint16Array(workers), failing: new Uint16Array(workers) }
  const cut = new Set(kernel.faults().flatMap(({ from, to, down }) => (down && from === CONTROL_PLANE ? [to] : [])))
  for (let column = 0; column < workers; column++) {
    const pods = tally.pods[column]!
    cells.ready[column] = pods === 0 ? 255 : Math.floor((tally.ready[column]! * 255) / pods)
    cells.pods[column] = pods
    cells.starting[column] = tally.starting[column]!
    cells.failing[column] = tally.failing[column]!
  }
  for (const { name, controlPlane } of plan.nodes) {
    if (controlPlane) continue
    const column = tally.column.get(name)!
    if (kernel.isOff(name)) cells.state[column]! |= NODE_BITS.off
    if (cut.has(name)) cells.state[column]! |= NODE_BITS.cut
  }
  return cells
}
