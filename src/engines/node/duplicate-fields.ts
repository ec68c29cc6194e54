/** Upstream's complaints about keys that a JSON text says twice in one object: 'duplicate field "spec.replicas"'. The text must be valid JSON. */
export function duplicateFields(json: string): string[] {
  const found = new Set<string>()
  const open: Level[] = []
  let at = 0
  while (at < json.length) {
    const char = json[at]!
    const level = open.at(-1)
    if (char === '"') {
      const end = endOfString(json, at)
      if (level?.keys && level.awaitsKey) {
        const key = JSON.parse(json.slice(at, end)) as string
        level.path = level.base === '' ? key : `${level.base}.${key}`
        if (level.keys.has(key)) found.add(`duplicate field ${JSON.stringify(level.path)}`)
        level.keys.add(key)
        level.awaitsKey = false
      }
      at = end
      continue
    }
    if (char === '{') open.push({ base: here(level), path: '', keys: new Set(), awaitsKey: true, index: 0 })
    else if (char === '[') open.push({ base: here(level), path: '', keys: undefined, awaitsKey: false, index: 0 })
    else if (char === '}' || char === ']') open.pop()
    else if (char === ',' && level) {
      if (level.keys) level.awaitsKey = true
      else level.index++
    }
    at++
  }
  return [...found]
}

/** An object (with keys) or a list (without) that is being read. */
interface Level { readonly base: string; path: string; readonly keys: Set<string> | undefined; awaitsKey: boolean; index: number }

const here = (level: Level | undefined): string => (!level ? '' : level.keys ? level.path : `${level.base}[${level.index}]`)

function endOfString(json: string, start: number): number {
  let at = start + 1
  while (json[at] !== '"') at += json[at] === '\\' ? 2 : 1
  return at + 1
}
