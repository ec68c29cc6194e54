import { assert } from '../../../kernel/index.ts'
import { Pages } from '../pages.ts'
import type { Entry, HardState, Snapshot } from './types.ts'

/** The log after the last snapshot's place. Everything up to `offset` is known only by its term. */
export interface RaftLog {
  entries: Pages<Entry>
  offset: number
  offsetTerm: number
  commit: number
  applied: number
  /** The last index handed to the disk, and the last one known to be on it. */
  handed: number
  stable: number
  /** The newest snapshot of the state: for a follower whose next entry is no longer in the log. */
  snapshot: Snapshot | undefined
  /** A snapshot received, not yet handed to the disk. */
  received: Snapshot | undefined
}

export function createLog(hardState: HardState, snapshot: Snapshot | undefined, entries: readonly Entry[]): RaftLog {
  const offset = snapshot?.index ?? 0
  const log: RaftLog = {
    entries: Pages.from(offset + 1), offset, offsetTerm: snapshot?.term ?? 0,
    commit: Math.max(hardState.commit, offset), applied: offset, handed: offset, stable: offset, snapshot, received: undefined,
  }
  for (const entry of entries) {
    assert(entry.index === lastIndex(log) + 1, 'a disk returns a log without holes')
    log.entries.push(entry)
  }
  log.handed = log.stable = lastIndex(log)
  assert(log.commit <= log.stable, 'what was committed here is on this disk')
  return log
}

export const lastIndex = (log: RaftLog): number => log.entries.length - 1

export const lastTerm = (log: RaftLog): number => termAt(log, lastIndex(log))!

/** The term of the entry at `index`; undefined where the log no longer or not yet reaches. */
export function termAt(log: RaftLog, index: number): number | undefined {
  if (index === log.offset) return log.offsetTerm
  return index > log.offset ? log.entries.get(index)?.term : undefined
}

export const matchesTerm = (log: RaftLog, index: number, term: number): boolean => termAt(log, index) === term

/** Whether a log that ends at (index, term) is at least as complete as this one: the later term wins, then the longer log. */
export function isUpToDate(log: RaftLog, index: number, term: number): boolean {
  const own = lastTerm(log)
  return term > own || (term === own && index >= lastIndex(log))
}

/** The last index at or before `index` whose term is not above `term`: where a conflicting follower and its leader may agree. */
export function findConflictByTerm(log: RaftLog, index: number, term: number): number {
  let at = index
  while (at > log.offset && (termAt(log, at) ?? 0) > term) at--
  return at
}

/** Takes what follows (prevIndex, prevTerm), dropping own entries that disagree. The last agreed index, or undefined if the log does not match there. */
export function maybeAppend(log: RaftLog, prevIndex: number, prevTerm: number, entries: readonly Entry[], commit: number): number | undefined {
  if (!matchesTerm(log, prevIndex, prevTerm)) return undefined
  for (const entry of entries) {
    if (matchesTerm(log, entry.index, entry.term)) continue
    if (entry.index <= lastIndex(log)) truncate(log, entry.index)
    log.entries.push(entry)
  }
  const last = prevIndex + entries.length
  commitTo(log, Math.min(commit, last))
  return last
}

function truncate(log: RaftLog, index: number): void {
  assert(index > log.commit, 'a committed entry is never replaced')
  log.entries.truncate(index)
  log.handed = Math.min(log.handed, index - 1)
  log.stable = Math.min(log.stable, index - 1)
}

export function commitTo(log: RaftLog, index: number): boolean {
  if (index <= log.commit) return false
  assert(index <= lastIndex(log), 'only entries of the log are committed')
  log.commit = index
  return true
}

/** Entries from `from`, as many as fit into `maxBytes`, at least one. */
export function entriesFrom(log: RaftLog, from: number, maxBytes: number): readonly Entry[] {
  const entries: Entry[] = []
  let bytes = 0
  for (let index = from; index <= lastIndex(log); index++) {
    const entry = log.entries.get(index)!
    bytes += entry.bytes
    if (entries.length > 0 && bytes > maxBytes) break
    entries.push(entry)
  }
  return entries
}

/** The log starts over from a snapshot that the leader sent. */
export function restoreLog(log: RaftLog, snapshot: Snapshot): void {
  log.entries = Pages.from(snapshot.index + 1)
  log.offset = snapshot.index
  log.offsetTerm = snapshot.term
  log.commit = log.handed = log.stable = snapshot.index
  log.snapshot = snapshot
  log.received = snapshot
}

/** Forgets entries up to `index`; what a slow follower still needs of them it gets as a snapshot. */
export function compactLog(log: RaftLog, index: number): void {
  if (index <= log.offset) return
  assert(index <= log.applied, 'only applied entries are forgotten')
  log.offsetTerm = termAt(log, index)!
  log.offset = index
  log.entries.dropBefore(index + 1)
}
