/**
 * Fixed places for Pods: a tile keeps its slot on a node until its Pod is gone, so that a teacher can point and a learner can remember.
 * Slots are remembered by uid for good, so rewinding puts every tile back where it stood.
 */
export interface Slots {
  /** 'uid node' → slot. */
  readonly known: Map<string, number>
  /** node → slots of the Pods that are on the stage now. */
  readonly taken: Map<string, Set<number>>
}

export const createSlots = (): Slots => ({ known: new Map(), taken: new Map() })

/** Tells which Pods are on the stage, by node ('' is the limbo tray), before slots are asked for. */
export function keepSlots(slots: Slots, present: ReadonlyMap<string, readonly string[]>): void {
  slots.taken.clear()
  for (const [node, uids] of present) {
    const taken = new Set<number>()
    for (const uid of uids) {
      const slot = slots.known.get(`${uid} ${node}`)
      if (slot !== undefined) taken.add(slot)
    }
    slots.taken.set(node, taken)
  }
}

export function slotOf(slots: Slots, uid: string, node: string): number {
  const key = `${uid} ${node}`
  const known = slots.known.get(key)
  if (known !== undefined) return known
  let taken = slots.taken.get(node)
  if (!taken) slots.taken.set(node, (taken = new Set()))
  let slot = 0
  while (taken.has(slot)) slot++
  taken.add(slot)
  slots.known.set(key, slot)
  return slot
}
