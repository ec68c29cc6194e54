export type Steps = readonly (string | number)[]

/** `rest` is what of the path is not in the value: a field that is missing. */
export interface Found { readonly steps: Steps; readonly rest: string }

/**
 * Where in a value a path of the API server leads: `spec.containers[0].image`, `metadata.labels[app.kubernetes.io/name]`, the
 * `.spec.containers[name="web"].image` of managed fields, and Go's `spec.containers.image`, which names no item and so may mean several.
 */
export function fieldSteps(value: unknown, path: string): readonly Found[] {
  const found = walk(value, path.replace(/^\./, ''), [])
  const least = Math.min(...found.map(({ rest }) => rest.length))
  return found.filter(({ rest }) => rest.length === least)
}

function walk(value: unknown, rest: string, steps: Steps): readonly Found[] {
  if (rest === '' || typeof value !== 'object' || value === null) return [{ steps, rest }]
  return Array.isArray(value) ? walkList(value, rest, steps) : walkMap(value as Readonly<Record<string, unknown>>, rest, steps)
}

function walkList(items: readonly unknown[], rest: string, steps: Steps): readonly Found[] {
  const [whole, inside] = /^\[([^\]]*)\]\.?/.exec(rest) ?? []
  if (whole === undefined) {
    const found = items.flatMap((item, index) => walk(item, rest, [...steps, index]))
    return found.length === 0 ? [{ steps, rest }] : found
  }
  const index = /^\d+$/.test(inside!) ? Number(inside) : items.findIndex((item) => isNamed(item, inside!))
  return index >= 0 && index < items.length ? walk(items[index], rest.slice(whole.length), [...steps, index]) : [{ steps, rest }]
}

function walkMap(fields: Readonly<Record<string, unknown>>, rest: string, steps: Steps): readonly Found[] {
  const [whole, inside] = /^\[([^\]]*)\]\.?/.exec(rest) ?? []
  const bracketed = inside?.replace(/^"(.*)"$/, '$1')
  if (whole !== undefined && bracketed !== undefined && Object.hasOwn(fields, bracketed)) return walk(fields[bracketed], rest.slice(whole.length), [...steps, bracketed])
  // Keys may have dots of their own: the longest that fits is meant.
  const key = Object.keys(fields).filter((one) => rest.startsWith(one) && /^(?:$|[.[])/.test(rest.slice(one.length))).sort((a, b) => b.length - a.length)[0]
  return key === undefined ? [{ steps, rest }] : walk(fields[key], rest.slice(key.length).replace(/^\./, ''), [...steps, key])
}

/** `name="web",protocol="TCP"` of a list whose items have keys, `="a"` of a set. */
function isNamed(item: unknown, inside: string): boolean {
  const names = [...inside.matchAll(/(\w*)=("(?:[^"\\]|\\.)*"|[^,]+)/g)]
  return names.length > 0 && names.every(([, key, text]) => {
    const own = key === '' ? item : (item as Readonly<Record<string, unknown>> | null)?.[key!]
    return typeof own === 'string' ? JSON.stringify(own) === text : String(own) === text
  })
}
