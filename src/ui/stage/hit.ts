import { sprites, type Shown } from './scene.ts'
import type { Point, StagePlan } from './plan.ts'

const MESSAGE_REACH = 18
const LINE_REACH = 9

/** What stands at a point of the stage where no card is: a message in flight, or else a line. */
export function hit(plan: StagePlan, shown: Shown, now: number, still: boolean, at: Point): string | undefined {
  let nearest: { readonly id: number; readonly away: number } | undefined
  for (const { packet, at: place } of sprites(plan, shown, now, still)) {
    const away = Math.hypot(place.x - at.x, place.y - at.y)
    if (away <= MESSAGE_REACH && away < (nearest?.away ?? Infinity)) nearest = { id: packet.id, away }
  }
  if (nearest !== undefined) return `message/${nearest.id}`
  const lines = plan.lines.filter(({ from, to }) => Math.abs(from.x - at.x) <= LINE_REACH && at.y >= Math.min(from.y, to.y) && at.y <= Math.max(from.y, to.y))
  const line = lines.reduce<typeof lines[number] | undefined>((best, one) => (best === undefined || Math.abs(one.from.x - at.x) < Math.abs(best.from.x - at.x) ? one : best), undefined)
  return line === undefined ? undefined : `line/${line.place}`
}
