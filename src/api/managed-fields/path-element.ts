import type { Shape } from '../schema/shape.ts'
import { goText, isMap } from '../patch/json-value.ts'

/** How a list's item is called in a FieldsV1 tree: by its keys, or as a plain value. Undefined: it lacks every key. */
export function elementOf(item: unknown, list: Shape): string | undefined {
  if (list.keys.length === 0) return `v:${JSON.stringify(item)}`
  const parts: string[] = []
  let found = false
  for (const key of list.keys) {
    const own = isMap(item) ? item[key] : undefined
    const value = own ?? list.keyDefaults[key]
    if (value === undefined || value === null) continue
    found = true
    parts.push(`${JSON.stringify(key)}:${JSON.stringify(value)}`)
  }
  return found ? `k:{${parts.join(',')}}` : undefined
}

/** A path as upstream prints it: `.spec.template.spec.containers[name="web"].image`. */
export function pathText(elements: readonly string[]): string {
  return elements.map(elementText).join('')
}

export function elementText(element: string): string {
  const content = element.slice(2)
  switch (element.slice(0, 2)) {
    case 'f:': return `.${content}`
    case 'k:': return `[${Object.entries(JSON.parse(content) as object).map(([key, value]) => `${key}=${quoted(value)}`).join(',')}]`
    case 'v:': return `[=${quoted(JSON.parse(content))}]`
    default: return `[${content}]`
  }
}

function quoted(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value) : goText(value)
}
