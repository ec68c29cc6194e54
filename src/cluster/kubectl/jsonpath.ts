import { parseTemplate, type PathList, type PathNode } from './jsonpath-parser.ts'

/** What a template makes of a value. Models client-go's util/jsonpath with missing keys allowed; where Go's maps have no order, keys are sorted. */
export function jsonPath(template: string, value: unknown): { readonly text: string } | { readonly problem: string } {
  const found = find(template, value)
  return 'problem' in found ? found : { text: found.results.map((values) => values.map(textOf).join(' ')).join('') }
}

/** `-o jsonpath-as-json`. */
export function jsonPathAsJson(template: string, value: unknown): { readonly text: string } | { readonly problem: string } {
  const found = find(template, value)
  return 'problem' in found ? found : { text: found.results.map((values) => `${goJson(values, 4)}\n`).join('') }
}

/** 'metadata.name', '.metadata.name', '{metadata.name}' and '{.metadata.name}' are the same where only a path is wanted. */
export function relaxed(path: string): string | undefined {
  const match = /^(?:\{\.?([^{}]+)\}|\.?([^{}]+))$/.exec(path)
  return match ? `{.${match[1] ?? match[2]}}` : undefined
}

export function valuesAt(template: string, value: unknown): readonly unknown[] {
  const found = find(template, value)
  return 'problem' in found ? [] : found.results.flat()
}

function find(template: string, value: unknown): { readonly results: readonly (readonly unknown[])[] } | { readonly problem: string } {
  const lists = parseTemplate(template)
  if ('problem' in lists) return { problem: `error parsing jsonpath ${template}, ${lists.problem}` }
  try {
    return run(lists, 0, value, false)
  } catch (error) {
    if (!(error instanceof PathError)) throw error
    return { problem: `error executing jsonpath ${JSON.stringify(template)}: Error executing template: ${error.message}. Printing more information for debugging the template:\n\ttemplate was:\n\t\t${template}\n\tobject given to jsonpath engine was:\n\t\t${goSyntax(value)}\n\n\n` }
  }
}

class PathError extends Error {}

interface Results { readonly results: (readonly unknown[])[]; readonly end: number | undefined }

/** From a list on; inside a range to its end. Without an end, what follows a range is in it and behind it. */
function run(lists: readonly PathList[], from: number, value: unknown, inRange: boolean): Results {
  const results: (readonly unknown[])[] = []
  for (let i = from; i < lists.length; i++) {
    const list = lists[i]!
    const found = walk(list, [value])
    if (list.some(({ node }) => node === 'end')) {
      if (!inRange) throw new PathError('not in range, nothing to end')
      return { results, end: i }
    }
    if (!list.some(({ node }) => node === 'range')) {
      results.push(found)
      continue
    }
    let end: number | undefined
    for (const one of found.length > 0 ? found : [undefined]) {
      const inner = run(lists, i + 1, one, true)
      if (found.length > 0) results.push(...inner.results)
      end = inner.end
    }
    i = end ?? i
  }
  return { results, end: undefined }
}

function walk(list: PathList, start: readonly unknown[]): readonly unknown[] {
  let values = start
  for (const node of list) values = step(node, values)
  return values
}

function step(node: PathNode, values: readonly unknown[]): readonly unknown[] {
  switch (node.node) {
    case 'literal': return typeof node.value === 'string' ? [node.value] : values.map(() => node.value)
    case 'field': return values.flatMap((value) => (isMap(value) && Object.hasOwn(value, node.name) && value[node.name] !== undefined ? [value[node.name]] : []))
    case 'wildcard': return values.flatMap(childrenOf)
    case 'recursive': return values.flatMap(withDescendants)
    case 'array': return values.flatMap((value) => elements(node, value))
    case 'union': return node.lists.flatMap((list) => walk(list, values))
    case 'filter': return values.flatMap((value) => filtered(node, value))
    case 'range': return values
    case 'end': return []
  }
}

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value)

function childrenOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value
  return isMap(value) ? Object.keys(value).sort().filter((key) => value[key] !== undefined).map((key) => value[key]) : []
}

function withDescendants(value: unknown): readonly unknown[] {
  const children = childrenOf(value)
  return children.length === 0 ? (typeof value === 'string' && value !== '' ? [value] : []) : [value, ...children.flatMap(withDescendants)]
}

function elements({ from, to, step: by, single }: Extract<PathNode, { node: 'array' }>, value: unknown): readonly unknown[] {
  if (value === null || value === undefined) return []
  if (!Array.isArray(value)) throw new PathError(`${goType(value)} is not array or slice`)
  const first = from < 0 ? from + value.length : from
  const end = to === undefined ? value.length : to < 0 || (to === 0 && single) ? to + value.length : to
  if (first === end) return []
  if (first >= value.length || first < 0) throw new PathError(`array index out of bounds: index ${first}, length ${value.length}`)
  if (end > value.length || end < 0) throw new PathError(`array index out of bounds: index ${end - 1}, length ${value.length}`)
  if (first > end) throw new PathError(`starting index ${first} is greater than ending index ${end}`)
  if (by !== undefined && by <= 0) throw new PathError('step must be > 0')
  return value.slice(first, end).filter((_, index) => index % (by ?? 1) === 0)
}

function filtered({ left, op, right }: Extract<PathNode, { node: 'filter' }>, value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new PathError(`${goText(value)} is not array or slice and cannot be filtered`)
  return value.filter((one) => {
    const lefts = walk(left, [one])
    if (op === 'exists') return lefts.length > 0
    if (lefts.length === 0) return false
    const rights = walk(right, [one])
    if (lefts.length > 1 || rights.length > 1) throw new PathError('can only compare one element at a time')
    return rights.length > 0 && compares(lefts[0], op, rights[0])
  })
}

function compares(a: unknown, op: string, b: unknown): boolean {
  const kinds = [a, b].map((value) => (typeof value === 'number' ? (Number.isInteger(value) ? 'int' : 'float') : typeof value))
  if (kinds.some((kind) => kind === 'object' || kind === 'undefined')) throw new PathError('invalid type for comparison')
  if (kinds[0] !== kinds[1]) throw new PathError('incompatible types for comparison')
  const [left, right] = [a, b] as [number, number]
  switch (op) {
    case '==': return left === right
    case '!=': return left !== right
    case '<': return left < right
    case '<=': return left <= right
    case '>': return left > right
    case '>=': return left >= right
    default: throw new PathError(`unrecognized filter operator ${op}`)
  }
}

export const textOf = (value: unknown): string => (typeof value === 'string' ? value : value === undefined ? '' : goJson(value))

/** encoding/json: keys in order, and no letters that HTML would read. */
function goJson(value: unknown, indent?: number): string {
  const json = JSON.stringify(value, (_, one: unknown) => (isMap(one) ? Object.fromEntries(Object.keys(one).sort().map((key) => [key, one[key]])) : one), indent)
  return json.replace(/[<>&\u2028\u2029]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

function goType(value: unknown): string {
  if (isMap(value)) return 'map[string]interface {}'
  return typeof value === 'number' ? (Number.isInteger(value) ? 'int64' : 'float64') : typeof value === 'boolean' ? 'bool' : typeof value
}

/** %v */
export function goText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(goText).join(' ')}]`
  return isMap(value) ? `map[${Object.keys(value).sort().map((key) => `${key}:${goText(value[key])}`).join(' ')}]` : value === null || value === undefined ? '<nil>' : String(value)
}

/** %#v */
function goSyntax(value: unknown): string {
  if (Array.isArray(value)) return `[]interface {}{${value.map(goSyntax).join(', ')}}`
  if (isMap(value)) return `map[string]interface {}{${Object.keys(value).filter((key) => value[key] !== undefined).sort().map((key) => `${JSON.stringify(key)}:${goSyntax(value[key])}`).join(', ')}}`
  return value === null || value === undefined ? 'interface {}(nil)' : JSON.stringify(value)
}
