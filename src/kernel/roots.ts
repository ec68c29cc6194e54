import type { EventId } from './component.ts'

/** Causes may wait in a queue for this many events, in pages. */
const PAGE = 1 << 10
const PAGES = 1 << 10

/**
 * What recent events go back to, and which of them are noise. Each future of a run has its own: checkpoints share the pages until one of them is written again.
 * An entry is the root of the event, below zero for noise.
 */
export interface Roots { pages: (Int32Array | undefined)[]; readonly own: Uint8Array }

export type SavedRoots = Roots['pages']

export const createRoots = (): Roots => ({ pages: [], own: new Uint8Array(PAGES) })

/** The root of an event; 0 for one that nobody remembers. */
export const rootOf = (roots: Roots, id: EventId): EventId => Math.abs(entryOf(roots, id))

export const isNoise = (roots: Roots, id: EventId): boolean => entryOf(roots, id) < 0

export function setRoot(roots: Roots, id: EventId, root: EventId, noise: boolean): void {
  const at = Math.floor(id / PAGE) % PAGES
  if (roots.own[at] === 0) {
    roots.pages[at] = roots.pages[at]?.slice() ?? new Int32Array(PAGE)
    roots.own[at] = 1
  }
  roots.pages[at]![id % PAGE] = noise ? -root : root
}

export function saveRoots(roots: Roots): SavedRoots {
  roots.own.fill(0)
  return roots.pages.slice()
}

export function restoreRoots(roots: Roots, saved: SavedRoots): void {
  roots.pages = saved.slice()
  roots.own.fill(0)
}

const entryOf = ({ pages }: Roots, id: EventId): number => pages[Math.floor(id / PAGE) % PAGES]?.[id % PAGE] ?? 0
