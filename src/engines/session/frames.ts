import { sameValue } from '../../api/index.ts'
import type { Packet, View } from '../../protocol/index.ts'

/** What the page was told already, so that a frame carries only what changed. */
export interface Shown { views: Map<string, View> }

export const createShown = (): Shown => ({ views: new Map() })

export function difference(shown: Shown, views: readonly View[]): { readonly upserts: View[]; readonly removes: string[] } {
  const upserts: View[] = []
  const next = new Map<string, View>()
  for (const view of views) {
    const before = shown.views.get(view.id)
    if (before && sameValue(before, view)) {
      next.set(view.id, before)
      continue
    }
    next.set(view.id, view)
    upserts.push(view)
  }
  const removes: string[] = []
  for (const id of shown.views.keys()) if (!next.has(id)) removes.push(id)
  shown.views = next
  return { upserts, removes }
}

/** Packets with the same ends and verb are drawn as one with a count, the first keeps its label. */
export function bundled(packets: readonly Packet[], most: number): Packet[] {
  if (packets.length <= most) return [...packets]
  const groups = new Map<string, Packet>()
  for (const packet of packets) {
    const key = `${packet.verb} ${packet.from} ${packet.to}`
    const group = groups.get(key)
    groups.set(key, group ? { ...group, count: group.count + 1, focus: group.focus || packet.focus } : packet)
  }
  return [...groups.values()]
}

/** What a page was told of a fleet. */
export interface FleetShown { cells: number; faults: number; branch: number; second: number }
export const nothingShown = (): FleetShown => ({ cells: -1, faults: -1, branch: -1, second: -Infinity })
