// NB: caches at module level, because texts and API values are never edited: the answer for one of them never changes, so no run can tell.

const TEXTS_MAX = 4096

/** A pure function of a text that comes again and again. */
export function rememberedByText<T>(work: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>()
  return (text) => {
    const found = known.get(text)
    if (found !== undefined) return found
    const result = work(text)
    if (known.size >= TEXTS_MAX) known.clear()
    known.set(text, result)
    return result
  }
}

const VALUES_MAX = 1 << 15

/** What is known of values. */
export interface Memo<K extends object, T> {
  get(value: K): T | undefined
  set(value: K, known: T): void
}

/**
 * Remembers the values asked for last, and forgets by halves. A WeakMap may not grow with a cluster: V8 gives objects 2^20 hashes,
 * and in a map of a million values every look-up probes thousands.
 */
export function memo<K extends object, T>(): Memo<K, T> {
  let recent = new WeakMap<K, T>()
  let older = new WeakMap<K, T>()
  let count = 0
  const set = (value: K, known: T): void => {
    if (++count > VALUES_MAX) {
      older = recent
      recent = new WeakMap()
      count = 1
    }
    recent.set(value, known)
  }
  return {
    get(value) {
      const found = recent.get(value)
      if (found !== undefined) return found
      const kept = older.get(value)
      if (kept !== undefined) set(value, kept)
      return kept
    },
    set,
  }
}

/** A pure function of a value that many objects share, such as the spec of a Pod template. */
export function rememberedByIdentity<K extends object, T extends object>(work: (value: K) => T): (value: K) => T {
  const known = memo<K, T>()
  return (value) => {
    const found = known.get(value)
    if (found !== undefined) return found
    const result = work(value)
    known.set(value, result)
    return result
  }
}
