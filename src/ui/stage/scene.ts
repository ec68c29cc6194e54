import type { Frame, Packet } from '../../protocol/index.ts'
import { lineOf, pathOf, pointAlong } from './packet-path.ts'
import type { Line, Point, StagePlan } from './plan.ts'

/** A packet as it stands at one instant of wall time. */
export interface Sprite { readonly packet: Packet; readonly at: Point; readonly path: readonly Point[]; readonly opacity: number; readonly moving: boolean }

/** How brightly a line is drawn; a resting one is not listed. */
export interface LitLine { readonly line: Line; readonly opacity: number; readonly width: number }

export interface Shown { readonly packets: readonly Packet[]; readonly trail: readonly Packet[]; readonly since: number }

export const TRAIL = [.62, .45, .3] as const
/** How long reduced motion shows a message instead of flying it, in wall milliseconds. */
export const STILL_MILLIS = 600

export const nothingShown = (): Shown => ({ packets: [], trail: [], since: 0 })

/** Position is virtual progress, and that is linear in wall time from the moment the frame is shown. */
export function progressAt(packet: Packet, since: number, now: number): number {
  if (packet.flightMs === undefined || packet.held) return packet.progress
  if (packet.flightMs <= 0) return 1
  return Math.min(1, packet.progress + ((1 - packet.progress) * Math.max(0, now - since)) / packet.flightMs)
}

export function sprites(plan: StagePlan, shown: Shown, now: number, still: boolean): readonly Sprite[] {
  const seen: Sprite[] = []
  for (const packet of shown.packets) {
    const path = pathOf(plan, packet)
    if (path.length === 0) continue
    const progress = still ? (packet.flightMs === undefined ? packet.progress : .5) : progressAt(packet, shown.since, now)
    seen.push({ packet, path, at: pointAlong(path, progress), opacity: 1, moving: !still && packet.flightMs !== undefined && progress < 1 })
  }
  return seen
}

export function litLines(plan: StagePlan, shown: Shown): readonly LitLine[] {
  const lit = new Map<string, LitLine>()
  const light = (packet: Packet, opacity: number, width: number) => {
    for (const place of [packet.from, packet.to]) {
      const line = place === 'apiserver' ? undefined : lineOf(plan, place, packet.verb)
      if (line !== undefined && (lit.get(line.id)?.opacity ?? 0) < opacity && crossesRail(packet)) lit.set(line.id, { line, opacity, width })
    }
  }
  shown.trail.slice(0, TRAIL.length).forEach((packet, i) => light(packet, TRAIL[i] ?? .3, 2.2))
  for (const packet of shown.packets) light(packet, packet.focus ? 1 : .8, packet.focus ? 3 : 2.2)
  return [...lit.values()]
}

export const sameShown = (old: Shown, frame: Frame): boolean =>
  old.packets.length === 0 && frame.packets.length === 0 && old.trail.length === frame.trail.length && old.trail.every((packet, i) => packet.id === frame.trail[i]?.id)

const crossesRail = ({ from, to }: Packet) => from === 'apiserver' || to === 'apiserver'
