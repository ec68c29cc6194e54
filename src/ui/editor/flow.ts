import type { Lines } from './lines.ts'

/** A `{` or `[` that is open around the cursor. `pairs` are those of a `{` with a value, also behind the cursor; `depth` is the length of the path to what it holds. */
interface Frame { readonly open: '{' | '['; readonly pairs: Pair[]; key?: Token; depth: number }
interface Pair { readonly key: Token; readonly value: string }
/** A word as it is written, without its quotes; `column` is where it begins behind them. */
interface Token { readonly line: number; readonly column: number; readonly quote: string; text: string }

/** Where the cursor stands in a flow collection: `path` leads from the value that the outermost bracket begins. */
export interface FlowPlace {
  /** The line of the outermost bracket, and the column where its value begins. */
  readonly line: number
  readonly column: number
  readonly path: readonly string[]
  /** The name whose value is being written; none while a name is. */
  readonly key?: string
  readonly frames: readonly Frame[]
  readonly typed: Token
}

/** Where the value of a line begins, if that is a flow collection, and the column of its name or dash: what stands no further in belongs to it no more. */
export interface Opening { readonly column: number; readonly indent: number }

const AHEAD_MAX = 200

/** Reads from the first line of a document on, as whoever types has not closed every bracket. Undefined outside of flow collections, and in their comments. */
export function flowAt(lines: Lines, first: number, number: number, column: number, openingOf: (text: string) => Opening | 'text' | undefined, isEnd: (text: string) => boolean): FlowPlace | undefined {
  const reader: Reader = { stack: [], token: { line: first, column: 0, quote: '', text: '' } }
  const { stack } = reader
  let at: { readonly line: number; readonly opening: Opening } | undefined
  let found: FlowPlace | undefined
  let textBelow = -1
  for (let line = first; line <= Math.min(lines.count, number + AHEAD_MAX) && (line <= number || (found && stack.length > 0)); line++) {
    const text = lines.line(line)
    if (line > first && isEnd(text)) break
    const indent = text.search(/\S/)
    if (textBelow >= 0 && (indent < 0 || indent > textBelow)) continue
    textBelow = -1
    // A bracket that nobody closed ends where a line stands as far out as the name before it.
    if (at && stack.length > 0 && indent >= 0 && indent <= at.opening.indent && !/[}\]]/.test(text[indent]!)) stack.length = 0
    let from = 0
    if (stack.length === 0) {
      const opening = openingOf(text)
      if (opening === 'text') textBelow = Math.max(0, text.search(/[^\s-]/))
      if (opening === undefined || opening === 'text') continue
      at = { line, opening }
      from = opening.column
      reader.token = { line, column: from, quote: '', text: '' }
    }
    found = scanLine(reader, text, line, from, line === number ? column : -1, () => placeIn(stack, at!.line, at!.opening.column)) ?? found
    if (line === number && !found) return undefined
  }
  return found
}

/** The open brackets and the word that is being read; a word may end on a line below. */
interface Reader { readonly stack: Frame[]; token: Token }

/** Reads one line on, and takes the place where the cursor is. */
function scanLine(reader: Reader, text: string, line: number, from: number, cursor: number, place: () => Omit<FlowPlace, 'typed'> | undefined): FlowPlace | undefined {
  const { stack } = reader
  let quoted = false
  let found: FlowPlace | undefined
  const fresh = (column: number): void => { reader.token = { line, column, quote: '', text: '' } }
  const endPair = (): void => {
    const top = stack.at(-1)
    if (top?.open === '{' && top.key) top.pairs.push({ key: top.key, value: reader.token.text })
    if (top) top.key = undefined
  }
  for (let column = from; column <= text.length; column++) {
    const { token } = reader
    if (column === cursor) {
      const around = place()
      if (!around) return undefined
      const begun = quoted || (token.text !== '' && token.line === line)
      found = { ...around, typed: begun ? { ...token } : { line, column, quote: '', text: '' } }
    }
    const letter = text[column]
    if (letter === undefined) break
    if (quoted) {
      if (letter === token.quote) quoted = false
      else token.text += letter
    } else if (letter === '#' && /^$|\s/.test(text[column - 1] ?? '')) return cursor > column ? undefined : found
    else if (/\s/.test(letter)) { if (token.text !== '' && token.quote === '') token.text += letter }
    else if ((letter === '"' || letter === '\'') && token.text === '') {
      reader.token = { line, column: column + 1, quote: letter, text: '' }
      quoted = true
    } else if (letter === '{' || letter === '[') {
      stack.push({ open: letter, pairs: [], depth: 0 })
      fresh(column + 1)
    } else if (letter === '}' || letter === ']') {
      endPair()
      stack.pop()
      fresh(column + 1)
      if (stack.length === 0) return found
    } else if (letter === ',') {
      endPair()
      fresh(column + 1)
    } else if (letter === ':' && stack.at(-1)?.open === '{' && stack.at(-1)!.key === undefined && (token.quote !== '' || /^[\s,{}[\]]?$/.test(text[column + 1] ?? ''))) {
      stack.at(-1)!.key = { ...token, text: token.text.trimEnd() }
      fresh(column + 1)
    } else if (token.text === '') reader.token = { line, column, quote: '', text: letter }
    else token.text += letter
  }
  return found
}

function placeIn(stack: readonly Frame[], line: number, column: number): Omit<FlowPlace, 'typed'> | undefined {
  if (stack.length === 0) return undefined
  const path: string[] = []
  for (const [index, frame] of stack.entries()) {
    if (frame.open === '[') path.push('[]')
    frame.depth = path.length
    if (frame.open === '{' && index < stack.length - 1) path.push(frame.key?.text ?? '')
  }
  const key = stack.at(-1)!.key?.text
  return { line, column, path, frames: [...stack], ...(key === undefined ? {} : { key }) }
}
