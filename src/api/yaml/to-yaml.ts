import { compareKeys } from './key-order.ts'
import { scalarText } from './scalar-text.ts'

/** Writes a value as `kubectl get -o yaml` prints it: keys sorted, lists not indented. Ends with a newline. */
export function toYaml(value: unknown): string {
  const lines: string[] = []
  if (isFilled(value)) writeBlock(lines, value, 0, '')
  else lines.push(inline(value, 0, 0))
  return `${lines.join('\n')}\n`
}

const SIMPLE_KEY = 128

/** Writes a list or map whose entries stand at `indent`. `lead` is what the first line begins with: the dashes of the lists around it. */
function writeBlock(lines: string[], value: object, indent: number, lead: string): void {
  const pad = ' '.repeat(indent)
  let start = lead === '' ? pad : lead
  if (Array.isArray(value)) {
    for (const item of value) {
      if (isFilled(item)) writeBlock(lines, item, indent + 2, `${start}- `)
      else lines.push(`${start}- ${inline(item, indent + 2, indent + 2)}`)
      start = pad
    }
    return
  }
  const map = value as { readonly [key: string]: unknown }
  for (const key of Object.keys(map).filter((name) => map[name] !== undefined).sort(compareKeys)) {
    const name = scalarText(key, { column: indent, indent: indent + 2, key: true })
    const field = map[key]
    const complex = name.length > SIMPLE_KEY
    if (complex) lines.push(`${start}? ${name}`)
    const head = complex ? `${pad}:` : `${start}${name}:`
    if (!isFilled(field)) lines.push(`${head} ${inline(field, head.length + 1, indent + 2)}`)
    else {
      lines.push(head)
      writeBlock(lines, field, Array.isArray(field) ? indent : indent + 2, '')
    }
    start = pad
  }
}

function inline(value: unknown, column: number, indent: number): string {
  if (Array.isArray(value)) return '[]'
  return typeof value === 'object' && value !== null ? '{}' : scalarText(value, { column, indent, key: false })
}

function isFilled(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false
  return Array.isArray(value) ? value.length > 0 : Object.values(value).some((field) => field !== undefined)
}
