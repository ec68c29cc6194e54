import type { Outcome } from './database.ts'
import type { Entry } from './raft/types.ts'

const SIZE = 1 << 13

/**
 * What an entry comes to is a function of the log up to it, so the first member that applies it tells the others. Not state: with or
 * without it a run is the same, only the objects are shared. An entry is recognised by identity, which implies the same log before it.
 */
export interface ApplyCache {
  readonly entries: (Entry | undefined)[]
  readonly outcomes: (Outcome | undefined)[]
}

export const createApplyCache = (): ApplyCache => ({ entries: new Array(SIZE).fill(undefined), outcomes: new Array(SIZE).fill(undefined) })

export const known = (cache: ApplyCache, entry: Entry): Outcome | undefined =>
  cache.entries[entry.index % SIZE] === entry ? cache.outcomes[entry.index % SIZE] : undefined

export function learn(cache: ApplyCache, entry: Entry, outcome: Outcome): void {
  cache.entries[entry.index % SIZE] = entry
  cache.outcomes[entry.index % SIZE] = outcome
}
