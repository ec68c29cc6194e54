// Replacing without copying what stays: every function gives back its argument when nothing changes.

/** Sets the fields that are undefined. */
export function withMissing<T extends object>(value: T, defaults: Partial<T>): T {
  let next: T | undefined
  for (const key in defaults) {
    if (value[key] !== undefined || defaults[key] === undefined) continue
    next ??= { ...value }
    next[key] = defaults[key]!
  }
  return next ?? value
}

/** Sets the fields that are undefined, '' or 0: what Go cannot tell from absent. */
export function withEmpty<T extends object>(value: T, defaults: Partial<T>): T {
  let next: T | undefined
  for (const key in defaults) {
    if (value[key] || value[key] === defaults[key]) continue
    next ??= { ...value }
    next[key] = defaults[key]!
  }
  return next ?? value
}

/** Sets these fields; undefined removes one. */
export function withFields<T extends object>(value: T, fields: Partial<T>): T {
  let next: T | undefined
  for (const key in fields) {
    if (value[key] === fields[key]) continue
    next ??= { ...value }
    if (fields[key] === undefined) delete next[key]
    else next[key] = fields[key]!
  }
  return next ?? value
}

/** Maps a list that may be absent. */
export function eachOf<T>(items: readonly T[] | undefined, change: (item: T) => T): readonly T[] | undefined {
  if (!items) return items
  let next: T[] | undefined
  for (let i = 0; i < items.length; i++) {
    const item = change(items[i]!)
    if (item === items[i]) continue
    next ??= [...items]
    next[i] = item
  }
  return next ?? items
}

/** Changes one optional field by a function. */
export function withChanged<T extends object, K extends keyof T>(value: T, key: K, change: (field: NonNullable<T[K]>) => T[K]): T {
  const field = value[key]
  if (field === undefined || field === null) return value
  const next = change(field)
  return next === field ? value : { ...value, [key]: next }
}
