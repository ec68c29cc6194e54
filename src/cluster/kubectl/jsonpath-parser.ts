// kubectl's JSONPath dialect: text outside braces, {.a.b[0]['c']}, [*], slices, unions, filters, .., {range}{end} and quoted literals. Models client-go's util/jsonpath.

export type PathNode =
  | { readonly node: 'literal'; readonly value: string | number | boolean }
  | { readonly node: 'field'; readonly name: string }
  | { readonly node: 'wildcard' }
  | { readonly node: 'recursive' }
  | { readonly node: 'array'; readonly from: number; readonly to: number | undefined; readonly step: number | undefined; readonly single: boolean }
  | { readonly node: 'union'; readonly lists: readonly PathList[] }
  | { readonly node: 'filter'; readonly left: PathList; readonly op: string; readonly right: PathList }
  | { readonly node: 'range' }
  | { readonly node: 'end' }

export type PathList = readonly PathNode[]

/** One list for each text and each pair of braces. */
export function parseTemplate(template: string): readonly PathList[] | { readonly problem: string } {
  const lists: PathList[] = []
  let rest = template
  while (rest !== '') {
    const brace = rest.indexOf('{')
    if (brace !== 0) lists.push([{ node: 'literal', value: brace < 0 ? rest : rest.slice(0, brace) }])
    if (brace < 0) break
    const action = parseAction(rest.slice(brace + 1))
    if ('problem' in action) return action
    lists.push(action.list)
    rest = action.rest
  }
  return lists
}

interface Parsed { readonly list: PathList; readonly rest: string }
type Problem = { readonly problem: string }

/** From behind a brace to behind the one that closes it. */
function parseAction(text: string): Parsed | Problem {
  const list: PathNode[] = []
  let rest = text
  for (;;) {
    if (rest.startsWith('}')) return { list, rest: rest.slice(1) }
    const next = oneNode(rest, list.at(-1))
    if ('problem' in next) return next
    list.push(...next.list)
    rest = next.rest
  }
}

const FIELD = /^((?:\\.|[^\\\s.,[\]$@{}])*)/

function oneNode(rest: string, before: PathNode | undefined): Parsed | Problem {
  let match: RegExpExecArray | null
  if (rest.startsWith('[?(')) return filter(rest)
  if (rest.startsWith('..')) {
    if (before?.node === 'recursive') return { problem: 'invalid multiple recursive descent' }
    const field = /^[\p{L}\p{N}_]/u.test(rest.slice(2)) ? fieldAt(rest.slice(2)) : { list: [], rest: rest.slice(2) }
    return { list: [{ node: 'recursive' }, ...field.list], rest: field.rest }
  }
  if (rest === '' || /^[\r\n]/.test(rest)) return { problem: 'unclosed action' }
  if (/^[ @$]/.test(rest)) return { list: [], rest: rest.slice(1) }
  if (rest.startsWith('[')) return brackets(rest)
  if (rest.startsWith('.')) return fieldAt(rest.slice(1))
  if (/^["']/.test(rest)) {
    match = /^("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')/.exec(rest)
    return match ? { list: [{ node: 'literal', value: unquoted(match[0]) }], rest: rest.slice(match[0].length) } : { problem: 'unterminated quoted string' }
  }
  if ((match = /^[+-]?[\d.]+/.exec(rest))) return Number.isNaN(Number(match[0])) ? { problem: `cannot parse number ${match[0]}` } : { list: [{ node: 'literal', value: Number(match[0]) }], rest: rest.slice(match[0].length) }
  if (/^[\p{L}_]/u.test(rest)) {
    const [word] = FIELD.exec(rest)!
    const behind = rest.slice(word.length)
    if (word === 'true' || word === 'false') return { list: [{ node: 'literal', value: word === 'true' }], rest: behind }
    return word === 'range' || word === 'end' ? { list: [{ node: word }], rest: behind } : { problem: `unrecognized identifier ${word}` }
  }
  return { problem: `unrecognized character in action: U+${rest.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')} '${rest[0]}'` }
}

function fieldAt(text: string): Parsed {
  const [name] = FIELD.exec(text)!
  return { list: [name === '*' ? { node: 'wildcard' } : { node: 'field', name: name.replaceAll('\\', '') }], rest: text.slice(name.length) }
}

const unquoted = (quoted: string): string => quoted.slice(1, -1).replace(/\\(.)/g, (_, char: string) => ({ n: '\n', t: '\t', r: '\r' })[char] ?? char)

function brackets(text: string): Parsed | Problem {
  const end = text.search(/[\]\n]/)
  if (end < 0 || text[end] === '\n') return { problem: 'unterminated array' }
  const inside = text.slice(1, end) === '*' ? ':' : text.slice(1, end)
  const rest = text.slice(end + 1)
  const parts = inside.split(',')
  if (parts.length > 1) {
    const lists: PathList[] = []
    for (const part of parts) {
      const parsed = brackets(`[${part.trim()}]`)
      if ('problem' in parsed) return parsed
      lists.push(parsed.list)
    }
    return { list: [{ node: 'union', lists }], rest }
  }
  const key = /^'([^']*)'$/.exec(inside)
  if (key) {
    const parsed = parseAction(`.${key[1]}}`)
    return 'problem' in parsed ? parsed : { list: parsed.list, rest }
  }
  const slice = /^(-?\d*)(:-?\d*)?(:-?\d*)?$/.exec(inside)
  if (!slice) return { problem: `invalid array index ${inside}` }
  const number = (part: string | undefined): number | undefined => (part === undefined || part === '' || part === ':' ? undefined : Number(part.replace(':', '')))
  const from = number(slice[1]) ?? 0
  return { list: [{ node: 'array', from, to: slice[2] === undefined ? from + 1 : number(slice[2]), step: number(slice[3]), single: slice[2] === undefined }], rest }
}

function filter(text: string): Parsed | Problem {
  const match = /^\[\?\(((?:[^"')\n]|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')*)\)/.exec(text)
  if (!match) return { problem: 'unterminated filter' }
  const rest = text.slice(match[0].length)
  if (!rest.startsWith(']')) return { problem: 'unclosed array expect ]' }
  const [, left = match[1]!, op = 'exists', right = ''] = /^([^!<>=]+)([!<>=]+)(.+?)$/.exec(match[1]!) ?? []
  const sides = [parseAction(`${left}}`), parseAction(`${right}}`)] as const
  for (const side of sides) if ('problem' in side) return side
  return { list: [{ node: 'filter', left: (sides[0] as Parsed).list, op, right: (sides[1] as Parsed).list }], rest: rest.slice(1) }
}
