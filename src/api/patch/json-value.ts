/** A JSON object, loosely. */
export interface JsonMap { readonly [key: string]: unknown }
export type JsonKind = 'null' | 'map' | 'list' | 'string' | 'number' | 'boolean'

export function isMap(value: unknown): value is JsonMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function kindOf(value: unknown): JsonKind {
  if (value === null || value === undefined) return 'null'
  if (Array.isArray(value)) return 'list'
  switch (typeof value) {
    case 'object': return 'map'
    case 'string': return 'string'
    case 'number': return 'number'
    default: return 'boolean'
  }
}

/** A copy without one key; the map itself if it has none. */
export function without(map: JsonMap, key: string): JsonMap {
  if (!(key in map)) return map
  const { [key]: _, ...rest } = map
  return rest
}

/** A value as Go's `%v` prints it: `map[a:1 b:[x y]]`. Upstream's messages show values so. */
export function goText(value: unknown): string {
  if (value === null || value === undefined) return '<nil>'
  if (Array.isArray(value)) return `[${value.map(goText).join(' ')}]`
  if (isMap(value)) return `map[${Object.keys(value).sort().map((key) => `${key}:${goText(value[key])}`).join(' ')}]`
  return String(value)
}

/** A new object without the fields that are undefined. Deleting them instead would turn the object into a hash table, many times its size. */
export function withoutUndefined(map: JsonMap): JsonMap {
  const kept: Record<string, unknown> = {}
  for (const key in map) if (map[key] !== undefined) kept[key] = map[key]
  return kept
}
