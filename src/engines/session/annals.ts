import { memo, podReady, type Pod } from '../../api/index.ts'
import type { Kernel } from '../../kernel/index.ts'
import type { Lesson } from '../../lessons/index.ts'
import type { Flag, TimelineMark } from '../../protocol/index.ts'
import { createSlots, createStory, deliveredRecord, factRecords, factsOf, forgetSlots, isPast, isShown, look, objectsNow, placeOf, rowOf, storyUpTo, slotsUpTo, summaryOf, type Done, type HopHit, type Slots, type Story } from '../../projection/index.ts'
import { writesUpTo, type FleetWrites } from './fleet-writes.ts'
import { IDLE_MARK_US } from './fold.ts'
import { isNotable } from './notable.ts'
import type { Branch, Happened, Timeline } from './timeline.ts'

/** What the visitor broke, and when it was taken back. */
export interface PlacedFlag extends Flag, Done { undone?: Done | undefined }

/** Whether a flag stands at a moment: what was broken before, and not taken back until then. */
export const isBrokenAt = (flag: PlacedFlag, handled: number, at: number): boolean => isPast(flag, handled, at) && !(flag.undone && isPast(flag.undone, handled, at))

/** What is worth finding again on one branch, written once while it is lived through for the first time. Places are in the order of handling. */
export interface Annals {
  story: Story | undefined
  marks: TimelineMark[]
  /** Deliveries worth a packet, and the root that each belongs to. */
  notables: { readonly place: number; readonly at: number; readonly root: number; readonly event: number }[]
  writes: { readonly place: number; readonly key: string; readonly revision: number; readonly event: number }[]
  /** Where the objects began to show what was written: a moment after the write, when the API server has heard of it. */
  changes: { readonly place: number; readonly key: string }[]
  unheard: { readonly key: string; readonly revision: number }[]
  reconciles: number[]
  hits: HopHit[]
  flags: PlacedFlag[]
  ready: { readonly place: number; readonly at: number; readonly ready: number }[]
  lastNotableAt: number
  /** Where each Pod stands on the stage. */
  slots: Slots
  /** Of a fleet, instead of all these lists: the last writes of each key. */
  byKey?: FleetWrites
  /** When something that goes back to a command last happened, by the command's event. */
  heardOf: Map<number, number>
}

export const createAnnals = (lesson: Lesson | undefined): Annals => ({
  story: lesson ? createStory(lesson) : undefined, marks: [], notables: [], writes: [], changes: [], unheard: [], reconciles: [], hits: [], flags: [], ready: [], lastNotableAt: Infinity, slots: createSlots(), heardOf: new Map(),
})

/** The past that a new branch shares with its parent. */
export function annalsUpTo(annals: Annals, kernel: Kernel, place: number, at: number, branch: number): Annals {
  return {
    story: annals.story ? storyUpTo(annals.story, place, at) : undefined,
    marks: annals.marks.filter((mark) => mark.at <= at).map((mark) => ({ ...mark, branch })),
    notables: annals.notables.filter((one) => one.place <= place),
    writes: annals.writes.filter((one) => one.place <= place),
    changes: annals.changes.filter((one) => one.place <= place),
    unheard: writesUnheard(annals, place),
    reconciles: annals.reconciles.filter((one) => one <= place),
    hits: annals.hits.filter((hit) => hit.handled <= place),
    flags: annals.flags.filter((flag) => isPast(flag, place, at)).map((flag) => (flag.undone && !isPast(flag.undone, place, at) ? { ...flag, undone: undefined } : { ...flag })),
    ready: annals.ready.filter((one) => one.place <= place),
    lastNotableAt: at,
    slots: slotsUpTo(annals.slots, kernel.inspect('apiserver') as never, place),
    ...(annals.byKey ? { byKey: writesUpTo(annals.byKey, place) } : {}),
    heardOf: new Map([...annals.heardOf].map(([command, last]) => [command, Math.min(last, at)])),
  }
}

/** Lets go of what lies before the kept history, but for the story and for the last write of every key, whose writer may still be asked for. */
export function forget(annals: Annals, place: number, at: number): void {
  const before = annals.writes.filter((one) => one.place < place && !one.key.startsWith('/registry/events/'))
  const last = new Map(before.map((one) => [one.key, one]))
  // That it was heard of is kept with it, or it would seem to be under way.
  const heard = new Map(annals.changes.filter((one) => one.place < place && one.place >= (last.get(one.key)?.place ?? Infinity)).map((one) => [one.key, one]))
  annals.writes = [...last.values(), ...annals.writes.filter((one) => one.place >= place)]
  annals.changes = [...heard.values(), ...annals.changes.filter((one) => one.place >= place)]
  annals.marks = annals.marks.filter((mark) => (mark.mark === 'idle' ? mark.until : mark.at) >= at)
  annals.notables = annals.notables.filter((one) => one.place >= place)
  annals.reconciles = annals.reconciles.filter((one) => one >= place)
  forgetSlots(annals.slots, place)
  // The number at the beginning still counts.
  annals.ready = annals.ready.filter((one, i) => one.place >= place || (annals.ready[i + 1]?.place ?? Infinity) > place)
}

/** Writes down what one event, handled for the first time, means for the page. Returns the hops that happened. */
export function chronicle(annals: Annals, timeline: Timeline, branch: Branch, { delivery, facts }: Happened): readonly HopHit[] {
  if (!delivery) return []
  const { kernel } = timeline
  const place = kernel.handled
  const row = rowOf(branch.trace, delivery.id)
  if (!row) return []
  const at = delivery.at
  if (annals.heardOf.has(row.root)) annals.heardOf.set(row.root, at)
  for (const { fact } of facts) {
    if (fact.fact === 'stored') recordWrite(annals, timeline, branch, place, at, delivery.id, String(fact.key), Number(fact.revision))
    else if (fact.fact === 'reconcile-end') annals.reconciles.push(place)
  }
  const following = annals.story?.chapters.some(({ root }) => root !== 0 && root === row.root)
  if (row.to === 'apiserver' && annals.unheard.length > 0) recordChanges(annals, timeline, place)
  if (row.noise && !following) return []
  const summary = summaryOf(branch.trace, row)
  if (isNotable(branch.trace, row, summary, 'all')) {
    if (at - annals.lastNotableAt > IDLE_MARK_US) annals.marks.push({ mark: 'idle', branch: branch.id, at: annals.lastNotableAt, until: at })
    annals.lastNotableAt = at
    annals.notables.push({ place, at, root: row.root, event: row.id })
  }
  if (!following || !annals.story) return []
  const records = [...(row.from === row.to ? [] : [deliveredRecord(summary)]), ...factRecords(factsOf(branch.trace, row.id).map((fact) => ({ fact })), placeOf(row.to))]
  const hits = look(annals.story, row.root, row.id, place, at, records)
  for (const hit of hits) {
    annals.hits.push(hit)
    annals.marks.push({ mark: 'milestone', branch: branch.id, at, hop: hit.hop, event: hit.event })
  }
  return hits
}

function recordWrite(annals: Annals, { kernel }: Timeline, branch: Branch, place: number, at: number, event: number, key: string, revision: number): void {
  annals.writes.push({ place, key, revision, event })
  annals.unheard.push({ key, revision })
  annals.marks.push({ mark: 'write', branch: branch.id, at, revision, bytes: 0 })
  if (!key.startsWith('/registry/pods/default/')) return
  const ready = objectsNow(kernel).list<Pod>('', 'pods').filter((pod) => pod.metadata.namespace === 'default' && isReady(pod)).length
  if (annals.ready.at(-1)?.ready === ready) return
  annals.ready.push({ place, at, ready })
  annals.marks.push({ mark: 'ready', branch: branch.id, at, ready })
}

// NB: a cache at module level, because API values are never edited: each Pod's conditions are read once, not at every write of another.
const READY = memo<Pod, boolean>()

function isReady(pod: Pod): boolean {
  const known = READY.get(pod)
  if (known !== undefined) return known
  const ready = podReady(pod)
  READY.set(pod, ready)
  return ready
}

function recordChanges(annals: Annals, { kernel }: Timeline, place: number): void {
  const waiting = annals.unheard
  annals.unheard = waiting.filter(({ key, revision }) => !isShown(kernel, key, revision))
  for (const one of waiting) if (!annals.unheard.includes(one)) annals.changes.push({ place, key: one.key })
}

/** Each write of a key is heard of in its turn: those without a change of their own were under way. */
function writesUnheard(annals: Annals, place: number): Annals['unheard'] {
  const heard = new Map<string, number>()
  for (const one of annals.changes) if (one.place <= place) heard.set(one.key, (heard.get(one.key) ?? 0) + 1)
  return annals.writes.filter((one) => {
    if (one.place > place) return false
    const left = heard.get(one.key) ?? 0
    heard.set(one.key, left - 1)
    return left <= 0
  }).map(({ key, revision }) => ({ key, revision }))
}

/** The keys whose objects show something else from this place on. */
export function changedAt({ changes }: Annals, place: number): readonly string[] {
  const keys: string[] = []
  for (let i = changes.length - 1; i >= 0 && changes[i]!.place >= place; i--) if (changes[i]!.place === place) keys.push(changes[i]!.key)
  return keys
}

/** The last entry whose place is at most `place`; the entries are in order. */
export function lastAt<T>(entries: readonly T[], place: number, placeOfEntry: (entry: T) => number): T | undefined {
  let low = 0
  let high = entries.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (placeOfEntry(entries[middle]!) <= place) low = middle + 1
    else high = middle
  }
  return low > 0 ? entries[low - 1] : undefined
}
