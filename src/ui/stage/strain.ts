import type { Packet } from '../../protocol/index.ts'
import type { Shown } from './scene.ts'

/** How a device keeps up with what is drawn. `level` is how much is left out; the rest is counted in the present window of pictures. Milliseconds. */
export interface Strain { readonly level: number; readonly late: number; readonly seen: number; readonly calm: number; readonly best: number }

export const NO_STRAIN: Strain = { level: 0, late: 0, seen: 0, calm: 0, best: 40 }

/** What is left out from which level on, in the order of `ux.md` 7. Clock, order of events and input never are. */
export const WITHOUT = { trails: 1, labels: 2, easing: 3, single: 4, smooth: 5 } as const

const WINDOW = 30
const CALM_WINDOWS = 6
const PICTURE_MS = 1000 / 60

/** After a picture that came so long after the one before. A screen that shows only thirty a second is not late. */
export function strained({ level, late, seen, calm, best }: Strain, ms: number): Strain {
  const quickest = Math.min(best, ms)
  const now = { level, late: late + Number(ms > 1.7 * Math.max(PICTURE_MS, quickest)), seen: seen + 1, calm, best: quickest }
  if (now.seen < WINDOW) return now
  const next = { level, late: 0, seen: 0, calm: 0, best: quickest }
  if (now.late > WINDOW / 2) return { ...next, level: Math.min(WITHOUT.smooth, level + 1) }
  if (now.late > WINDOW / 10 || level === 0) return next
  return calm + 1 < CALM_WINDOWS ? { ...next, calm: calm + 1 } : { ...next, level: level - 1 }
}

/** What is drawn of it at a level. */
export function simplified(shown: Shown, level: number): Shown {
  if (level < WITHOUT.trails) return shown
  return { ...shown, trail: [], packets: level < WITHOUT.single ? shown.packets : gathered(shown.packets) }
}

function gathered(packets: readonly Packet[]): readonly Packet[] {
  const groups = new Map<string, Packet>()
  for (const packet of packets) {
    const key = `${packet.verb} ${packet.from} ${packet.to}`
    const group = groups.get(key)
    groups.set(key, group === undefined ? packet : { ...(packet.focus ? packet : group), count: group.count + packet.count })
  }
  return [...groups.values()]
}
