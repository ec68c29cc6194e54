/** `next`, but with all of `old` that says the same: who shows an unchanged part stays asleep. For plain data. */
export function kept<T>(old: unknown, next: T): T {
  if (old === next || typeof old !== 'object' || typeof next !== 'object' || old === null || next === null || Array.isArray(old) !== Array.isArray(next)) return next
  const before = old as Readonly<Record<string, unknown>>
  const after = next as Readonly<Record<string, unknown>>
  const keys = Object.keys(after)
  let same = keys.length === Object.keys(before).length
  const merged = keys.map(key => {
    const value = kept(before[key], after[key])
    same &&= key in before && value === before[key]
    return [key, value] as const
  })
  if (same) return old as T
  return (Array.isArray(next) ? merged.map(([, value]) => value) : Object.fromEntries(merged)) as T
}
