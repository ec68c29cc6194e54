import type { ApiObject, Pod } from '../api/index.ts'
import { heardSince, objectsOf } from '../cluster/index.ts'
import { isSystemPod } from '../protocol/index.ts'
import { isStatic } from './objects.ts'

/**
 * Fixed places for Pods: a tile keeps its slot on a node until its Pod is gone, so that a teacher can point and a learner can remember. They are given out as the API
 * server hears of Pods, while a branch is lived through for the first time, and remembered for good: who looked when decides nothing, and rewinding puts every tile back.
 */
export interface Slots {
  readonly pods: Map<string, Standing>
  /** The slots that are taken on a node at the end of the branch: 'own node', or 'system node'. */
  readonly taken: Map<string, Set<number>>
  /** Pods that came so far. */
  count: number
  /** Up to which revision the watch cache was heard; -1 for not at all. */
  upTo: number
}

/** `order`: how many Pods came before. `slot`: among the system's Pods of its node, or among all others. Places are in the order of handling. */
interface Standing { readonly order: number; readonly came: number; readonly row: string; readonly slot: number; readonly bound: number; gone: number }

type ServerState = Parameters<typeof heardSince>[0]

export const createSlots = (): Slots => ({ pods: new Map(), taken: new Map(), count: 0, upTo: -1 })

/** Takes in what the API server has heard of Pods by this place. */
export function giveSlots(slots: Slots, server: ServerState, place: number): void {
  const { ready, revision, changes } = heardSince(server, '', 'pods', slots.upTo)
  if (!ready || revision === slots.upTo) return
  if (changes && slots.upTo >= 0) for (const { event, object } of changes) {
    if (event === 'DELETED') leave(slots, object.metadata.uid!, place)
    else stand(slots, object as unknown as Pod, place)
  }
  else recount(slots, [...objectsOf(server, '', 'pods')], place)
  slots.upTo = revision
}

/** The past that a new branch shares with its parent; `server` is the API server where it begins. */
export function slotsUpTo({ pods }: Slots, server: ServerState, place: number): Slots {
  const shared: Slots = { ...createSlots(), upTo: heardSince(server, '', 'pods', -1).revision }
  for (const [uid, one] of pods) {
    if (one.came > place) continue
    const gone = one.gone > place ? Infinity : one.gone
    const kept = one.bound > place ? { ...one, row: '', slot: 0, bound: Infinity, gone } : { ...one, gone }
    shared.pods.set(uid, kept)
    shared.count = Math.max(shared.count, one.order + 1)
    if (kept.row !== '' && gone === Infinity) takenIn(shared, kept.row).add(kept.slot)
  }
  return shared
}

/** Lets go of Pods that were gone before the kept history begins. */
export function forgetSlots({ pods }: Slots, place: number): void {
  for (const [uid, { gone }] of pods) if (gone < place) pods.delete(uid)
}

/** Where a Pod stands: `order` among all, `slot` on its node. */
export const standingOf = ({ pods, count }: Slots, uid: string): { readonly order: number; readonly slot: number } => pods.get(uid) ?? { order: count, slot: 0 }

/** The cache was filled anew. */
function recount(slots: Slots, present: readonly ApiObject[], place: number): void {
  const here = new Set(present.map(({ metadata }) => metadata.uid!))
  for (const uid of slots.pods.keys()) if (!here.has(uid)) leave(slots, uid, place)
  for (const pod of present) stand(slots, pod as unknown as Pod, place)
}

function stand(slots: Slots, pod: Pod, place: number): void {
  const { metadata: { uid, namespace }, spec: { nodeName = '' } } = pod
  const before = slots.pods.get(uid!)
  if (before && (before.row !== '' || nodeName === '')) return
  const row = nodeName === '' ? '' : `${isSystemPod(namespace!, isStatic(pod)) ? 'system' : 'own'} ${nodeName}`
  slots.pods.set(uid!, { order: before?.order ?? slots.count++, came: before?.came ?? place, row, slot: row === '' ? 0 : lowestIn(takenIn(slots, row)), bound: row === '' ? Infinity : place, gone: Infinity })
}

function leave(slots: Slots, uid: string, place: number): void {
  const one = slots.pods.get(uid)
  if (!one || one.gone < Infinity) return
  one.gone = place
  if (one.row !== '') takenIn(slots, one.row).delete(one.slot)
}

function lowestIn(taken: Set<number>): number {
  let slot = 0
  while (taken.has(slot)) slot++
  taken.add(slot)
  return slot
}

function takenIn({ taken }: Slots, row: string): Set<number> {
  let found = taken.get(row)
  if (!found) taken.set(row, (found = new Set()))
  return found
}
