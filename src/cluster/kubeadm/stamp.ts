type Fields = Readonly<Record<string, unknown>>
type Stamp = (texts: readonly string[]) => unknown

/**
 * Copies of a value in which some texts are others: `stampOf(pod, ['web-1'])(['web-2'])`. What holds none of the texts is shared by all copies, so that 150,000 Pods
 * cost what differs between them. Only whole texts are replaced.
 */
export function stampOf<T>(value: T, texts: readonly string[]): (replacements: readonly string[]) => T {
  const stamp = compile(value, texts)
  return (replacements) => (stamp ? stamp(replacements) as T : value)
}

/** Undefined where nothing is to be replaced. */
function compile(value: unknown, texts: readonly string[]): Stamp | undefined {
  if (typeof value === 'string') {
    const index = texts.indexOf(value)
    return index < 0 ? undefined : (replacements) => replacements[index]
  }
  if (Array.isArray(value)) return compileList(value, texts)
  return typeof value === 'object' && value !== null ? compileFields(value as Fields, texts) : undefined
}

function compileList(list: readonly unknown[], texts: readonly string[]): Stamp | undefined {
  const stamps = list.map((item) => compile(item, texts))
  if (stamps.every((stamp) => stamp === undefined)) return undefined
  return (replacements) => list.map((item, index) => stamps[index]?.(replacements) ?? item)
}

function compileFields(fields: Fields, texts: readonly string[]): Stamp | undefined {
  const stamps = Object.entries(fields).flatMap(([name, item]) => {
    const stamp = compile(item, texts)
    return stamp ? [[name, stamp] as const] : []
  })
  if (stamps.length === 0) return undefined
  return (replacements) => {
    const copy: Record<string, unknown> = { ...fields }
    for (const [name, stamp] of stamps) copy[name] = stamp(replacements)
    return copy
  }
}
