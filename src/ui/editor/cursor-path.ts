/** A text by its lines, counted from 1, so that a large one is never joined. */
export interface Lines { readonly count: number; readonly line: (number: number) => string }

/** Where a cursor stands in a manifest: in which object, at which field. A list on the way is `[]`. It is read from the indentation, because whoever types has not finished yet. */
export interface CursorPlace {
  readonly apiVersion: string
  readonly kind: string
  /** The fields around the cursor, the outermost first. */
  readonly path: readonly string[]
  /** Typing the name of a field, or the value of the field `key`. */
  readonly at: 'key' | 'value'
  readonly key: string
  /** What is typed so far of it, and the column where that begins. */
  readonly typed: string
  readonly column: number
  /** Names of fields beside it that are there already. */
  readonly siblings: readonly string[]
}

/** The dashes that a line begins with, its key and what stands behind it; columns from 0. */
interface Parsed { readonly dashes: readonly number[]; readonly column: number; readonly key?: string; readonly rest: string }

const LEAD = /^(\s*(?:-\s+)*)/
const KEY = /^("[^"]*"|'[^']*'|[^\s:#'"[\]{},&*!|>%@-][^:#]*?|-[^\s:#][^:#]*?)\s*:(?=\s|$)/

function parsed(text: string): Parsed | undefined {
  if (/^\s*(#|$)/.test(text)) return undefined
  const bare = /^(\s*)-\s*$/.exec(text)
  const lead = bare ? text : LEAD.exec(text)![1]!
  const dashes = [...lead].flatMap((letter, index) => (letter === '-' ? [index] : []))
  const after = text.slice(lead.length)
  const key = KEY.exec(after)
  return { dashes, column: bare ? bare[1]!.length + 2 : lead.length, ...(key ? { key: plain(key[1]!) } : {}), rest: after.slice(key?.[0].length ?? 0).trim() }
}

const plain = (key: string): string => key.replace(/^(["'])(.*)\1$/, '$2')
const isSeparator = (text: string): boolean => /^(---|\.\.\.)(\s|$)/.test(text)

/** `column` counts from 0. Undefined inside of comments, flow collections and blocks of text, where nothing can be completed. */
export function cursorPlace(lines: Lines, number: number, column: number): CursorPlace | undefined {
  const text = lines.line(number)
  const before = text.slice(0, column)
  if (isSeparator(text) || /(^|\s)#/.test(before)) return undefined
  const own = ownPlace(before)
  if (own === undefined) return undefined
  const path = pathAbove(lines, number, own.dashes, own.indent)
  if (path === undefined) return undefined
  return { ...objectAt(lines, number), path, at: own.at, key: own.key, typed: own.typed, column: column - own.typed.length, siblings: siblingsAt(lines, number, own.indent) }
}

/** The field whose name a line tells, with the fields around it. */
export function fieldOnLine(lines: Lines, number: number): { readonly place: CursorPlace; readonly from: number; readonly until: number } | undefined {
  const line = parsed(lines.line(number))
  if (line?.key === undefined) return undefined
  const place = cursorPlace(lines, number, line.column)
  return place && { place: { ...place, key: line.key }, from: line.column, until: line.column + line.key.length }
}

function ownPlace(before: string): (Pick<CursorPlace, 'at' | 'key' | 'typed'> & { readonly dashes: readonly number[]; readonly indent: number }) | undefined {
  const lead = LEAD.exec(before)![1]!
  const dashes = [...lead].flatMap((letter, index) => (letter === '-' ? [index] : []))
  const after = before.slice(lead.length)
  const key = KEY.exec(after)
  const place = { dashes, indent: lead.length }
  if (!key) return /^[\w./$-]*$/.test(after) ? { ...place, at: 'key', key: '', typed: after } : undefined
  const value = after.slice(key[0].length).replace(/^\s+/, '')
  if (/^\s/.test(after.slice(key[0].length)) && /^["']?[^\s"'[{|>&*!#][^"'#]*$|^["']?$/.test(value)) return { ...place, at: 'value', key: plain(key[1]!), typed: value.replace(/^["']/, '') }
  return undefined
}

/** Goes up line by line to ever smaller columns. Undefined inside a block of text. */
function pathAbove(lines: Lines, from: number, dashes: readonly number[], indent: number): readonly string[] | undefined {
  const path: string[] = []
  let bound = indent
  // The dashes of a list may stand as far left as the name of the list.
  let behindDash = false
  const enter = (columns: readonly number[]): void => {
    for (const column of [...columns].reverse()) {
      if (column >= bound) continue
      path.unshift('[]')
      bound = column
      behindDash = true
    }
  }
  enter(dashes)
  for (let number = from - 1; number >= 1 && (bound > 0 || behindDash); number--) {
    const text = lines.line(number)
    if (isSeparator(text)) break
    const line = parsed(text)
    if (line === undefined) continue
    if (line.key !== undefined && (line.column < bound || (behindDash && line.column === bound && line.rest === '' && line.dashes.length === 0))) {
      if (/^[|>]/.test(line.rest)) return undefined
      // What has a value on its own line holds no fields: the indentation is a slip, or the value goes on.
      if (line.rest !== '' && !/^[&!#]/.test(line.rest)) return undefined
      path.unshift(line.key)
      bound = line.column
      behindDash = false
    } else if (line.key === undefined && line.dashes.length === 0 && line.column < bound) continue
    enter(line.dashes)
  }
  return path
}

function siblingsAt(lines: Lines, number: number, indent: number): readonly string[] {
  const siblings: string[] = []
  const look = (step: 1 | -1): void => {
    for (let at = number; at >= 1 && at <= lines.count; at += step) {
      if (at !== number && isSeparator(lines.line(at))) return
      const line = parsed(lines.line(at))
      if (line === undefined || (at === number && step === 1)) continue
      if (at !== number && step === 1 && line.dashes.some(dash => dash < indent)) return
      if (at !== number && line.column < indent && line.dashes.length === 0) return
      if (line.key !== undefined && line.column === indent && at !== number) siblings.push(line.key)
      if (step === -1 && line.dashes.some(dash => dash < indent)) return
    }
  }
  look(-1)
  look(1)
  return siblings
}

/** The kind of the object that a line belongs to. */
function objectAt(lines: Lines, number: number): { readonly apiVersion: string; readonly kind: string } {
  let [apiVersion, kind] = ['', '']
  const read = (text: string): void => {
    const [, name, value] = /^(apiVersion|kind):\s*["']?([^\s"'#]*)/.exec(text) ?? []
    if (name === 'kind') kind ||= value!
    else if (name === 'apiVersion') apiVersion ||= value!
  }
  let start = number
  while (start > 1 && !isSeparator(lines.line(start - 1))) start--
  for (let at = start; at <= lines.count && (at === start || !isSeparator(lines.line(at))) && (apiVersion === '' || kind === ''); at++) read(lines.line(at))
  return { apiVersion, kind }
}
