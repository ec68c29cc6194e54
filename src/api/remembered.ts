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

/** A pure function of a value that many objects share, such as the spec of a Pod template. */
export function rememberedByIdentity<K extends object, T extends object>(work: (value: K) => T): (value: K) => T {
  const known = new WeakMap<K, T>()
  return (value) => {
    const found = known.get(value)
    if (found !== undefined) return found
    const result = work(value)
    known.set(value, result)
    return result
  }
}
