import { flowAt, type FlowPlace, type Opening } from './flow.ts'
import type { Lines } from './lines.ts'

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
  /** Between brackets, where everything may stand on one line; and the quote before a name, where one is. */
  readonly flow?: true
  readonly quote?: string
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

/** `column` counts from 0. Undefined inside of comments and blocks of text, where nothing can be completed. */
export function cursorPlace(lines: Lines, number: number, column: number): CursorPlace | undefined {
  const text = lines.line(number)
  const before = text.slice(0, column)
  if (isSeparator(text)) return undefined
  const first = firstLine(lines, number)
  const flow = flowAt(lines, first, number, column, openingOf, isSeparator)
  if (flow) return flowPlace(lines, number, flow)
  if (/(^|\s)#/.test(before)) return undefined
  const own = ownPlace(before)
  if (own === undefined) return undefined
  const steps = stepsAbove(lines, number, own.dashes, own.indent)
  if (steps === undefined) return undefined
  return { ...inObject(lines, number, steps), at: own.at, key: own.key, typed: own.typed, column: column - own.typed.length, siblings: siblingsAt(lines, number, own.indent) }
}

function openingOf(text: string): Opening | 'text' | undefined {
  const line = parsed(text)
  const value = line && /^(?:[&!]\S*\s+)*([|>{[].*)$/.exec(line.rest)?.[1]
  if (line === undefined || value === undefined) return undefined
  if (/^[|>]/.test(value)) return 'text'
  return { column: text.trimEnd().length - value.length, indent: line.dashes[0] ?? (line.key === undefined ? -1 : line.column) }
}

function flowPlace(lines: Lines, number: number, { line, column, path, key: named, frames, typed }: FlowPlace): CursorPlace | undefined {
  const opened = parsed(lines.line(line))
  const above = opened && stepsAbove(lines, line, opened.dashes, opened.key === undefined && opened.dashes.length === 0 ? column : opened.column)
  if (!opened || !above) return undefined
  const base = opened.key === undefined ? above : [...above, { step: opened.key, line, column: opened.column }]
  const steps = [...base, ...path.map((step) => ({ step, line, column: -1 }))]
  const told = (depth: number): Head | undefined => {
    const pairs = frames.find((frame) => frame.open === '{' && frame.depth === depth - base.length)?.pairs
    return pairs && { apiVersion: valueOf(pairs, 'apiVersion'), kind: valueOf(pairs, 'kind') }
  }
  const top = frames.at(-1)!
  const beside = top.pairs.filter(({ key }) => key.line !== typed.line || key.column !== typed.column).map(({ key }) => key.text)
  const inside = inObject(lines, number, steps, told)
  const word = typed.line === number ? typed.text : ''
  const key = top.open === '[' ? '[]' : named ?? ''
  return { ...inside, path: top.open === '[' ? inside.path.slice(0, -1) : inside.path, at: key === '' ? 'key' : 'value', key, typed: word, column: typed.column, siblings: beside, flow: true, ...(typed.quote === '' ? {} : { quote: typed.quote }) }
}

const valueOf = (pairs: FlowPlace['frames'][number]['pairs'], name: string): string => pairs.find(({ key }) => key.text === name)?.value.trim() ?? ''

type Head = Pick<CursorPlace, 'apiVersion' | 'kind'>

/** The object that a path leads into: that of the document, or an item of its List. `told` knows what brackets say of an object at a depth. */
function inObject(lines: Lines, number: number, steps: readonly Step[], told?: (depth: number) => Head | undefined): Head & Pick<CursorPlace, 'path'> {
  const path = steps.map(({ step }) => step)
  const head = told?.(0) ?? objectAt(lines, number)
  if (head.kind !== 'List' || path[0] !== 'items' || path[1] !== '[]') return { ...head, path }
  const { line, column } = steps[1]!
  return { ...(told?.(2) ?? (column < 0 ? { apiVersion: '', kind: '' } : itemAt(lines, line, column))), path: path.slice(2) }
}

/** The kind of an item of a List, whose dash stands at a column of a line. */
function itemAt(lines: Lines, from: number, dash: number): Head {
  let [apiVersion, kind, column] = ['', '', -1]
  for (let number = from; number <= lines.count; number++) {
    const text = lines.line(number)
    const line = parsed(text)
    if (number > from && (isSeparator(text) || (line && (line.dashes[0] ?? line.column) <= dash))) break
    if (line?.key === undefined) continue
    if (column < 0) column = line.dashes.at(-1) === dash || line.dashes.length === 0 ? line.column : -1
    if (line.column !== column) continue
    const value = /^["']?([^\s"'#]*)/.exec(line.rest)?.[1] ?? ''
    if (line.key === 'apiVersion') apiVersion ||= value
    else if (line.key === 'kind') kind ||= value
  }
  return { apiVersion, kind }
}

function firstLine(lines: Lines, number: number): number {
  let first = number
  while (first > 1 && !isSeparator(lines.line(first - 1))) first--
  return first
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

/** A field or a list on the way, and where its name or dash stands; -1 between brackets. */
interface Step { readonly step: string; readonly line: number; readonly column: number }

/** Goes up line by line to ever smaller columns. Undefined inside a block of text. */
function stepsAbove(lines: Lines, from: number, dashes: readonly number[], indent: number): readonly Step[] | undefined {
  const path: Step[] = []
  let bound = indent
  // The dashes of a list may stand as far left as the name of the list.
  let behindDash = false
  const enter = (columns: readonly number[], line: number): void => {
    for (const column of [...columns].reverse()) {
      if (column >= bound) continue
      path.unshift({ step: '[]', line, column })
      bound = column
      behindDash = true
    }
  }
  enter(dashes, from)
  for (let number = from - 1; number >= 1 && (bound > 0 || behindDash); number--) {
    const text = lines.line(number)
    if (isSeparator(text)) break
    const line = parsed(text)
    if (line === undefined) continue
    if (line.key !== undefined && (line.column < bound || (behindDash && line.column === bound && line.rest === '' && line.dashes.length === 0))) {
      if (/^[|>]/.test(line.rest)) return undefined
      // What has a value on its own line holds no fields: the indentation is a slip, or the value goes on.
      if (line.rest !== '' && !/^[&!#]/.test(line.rest)) return undefined
      path.unshift({ step: line.key, line: number, column: line.column })
      bound = line.column
      behindDash = false
    } else if (line.key === undefined && line.dashes.length === 0 && line.column < bound) continue
    enter(line.dashes, number)
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
function objectAt(lines: Lines, number: number): Head {
  let [apiVersion, kind] = ['', '']
  const read = (text: string): void => {
    const [, name, value] = /^(apiVersion|kind):\s*["']?([^\s"'#]*)/.exec(text) ?? []
    if (name === 'kind') kind ||= value!
    else if (name === 'apiVersion') apiVersion ||= value!
  }
  const start = firstLine(lines, number)
  for (let at = start; at <= lines.count && (at === start || !isSeparator(lines.line(at))) && (apiVersion === '' || kind === ''); at++) read(lines.line(at))
  return { apiVersion, kind }
}
