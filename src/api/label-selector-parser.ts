import { aggregateText, fieldErrorText, invalid } from './validation/field-error.ts'
import type { FieldError } from './validation/field-error.ts'
import { labelValue, qualifiedName } from './validation/formats.ts'
import type { Requirement, SelectorOperator } from './selectors.ts'

type Failure = { readonly error: string }

interface Token {
  readonly kind: 'word' | 'symbol' | 'end' | 'error'
  readonly text: string
}

interface Cursor {
  readonly tokens: readonly Token[]
  at: number
}

const SYMBOLS: ReadonlySet<string> = new Set([')', ',', '!', '==', '=', '>', '<', '!=', '('])
const BINARY: Readonly<Record<string, SelectorOperator>> = {
  in: 'in',
  notin: 'notin',
  '=': '=',
  '==': '==',
  '!=': '!=',
  '>': 'gt',
  '<': 'lt',
}

/** The set-based grammar of label selectors, with the words of labels.Parse for what it refuses. */
export function parseRequirements(text: string): readonly Requirement[] | Failure {
  const cursor: Cursor = { tokens: tokensOf(text), at: 0 }
  const requirements: Requirement[] = []
  for (;;) {
    const first = peek(cursor)
    if (first.kind === 'end') return requirements
    if (!isWord(first) && !isSymbol(first, '!')) return { error: `found '${first.text}', expected: !, identifier, or 'end of string'` }
    const requirement = parseRequirement(cursor)
    if ('error' in requirement) return { error: `unable to parse requirement: ${requirement.error}` }
    requirements.push(requirement)
    const separator = take(cursor)
    if (separator.kind === 'end') return requirements
    if (!isSymbol(separator, ',')) return { error: `found '${separator.text}', expected: ',' or 'end of string'` }
    const next = peek(cursor)
    if (!isWord(next) && !isSymbol(next, '!')) return { error: `found '${next.text}', expected: identifier after ','` }
  }
}

function parseRequirement(cursor: Cursor): Requirement | Failure {
  let word = take(cursor)
  const negated = isSymbol(word, '!')
  if (negated) word = take(cursor)
  if (!isWord(word)) return { error: `found '${word.text}', expected: identifier` }
  const key = word.text
  const complaints = qualifiedName(key)
  if (complaints.length > 0) return { error: fieldErrorText(invalid('<nil>', key, complaints.join('; '))) }
  const next = peek(cursor)
  if (negated) return { key, operator: '!', values: [] }
  if (next.kind === 'end' || isSymbol(next, ',')) return { key, operator: 'exists', values: [] }
  take(cursor)
  const operator =
    next.kind === 'word' || next.kind === 'symbol' ? (Object.hasOwn(BINARY, next.text) ? BINARY[next.text] : undefined) : undefined
  if (!operator) return { error: `found '${next.text}', expected: in, notin, =, ==, !=, gt, lt` }
  const values = operator === 'in' || operator === 'notin' ? parseSet(cursor) : parseExact(cursor)
  if ('error' in values) return values
  return checkedRequirement(key, operator, [...new Set(values)].sort())
}

/** '(a, b)'; empty places stand for the empty value. */
function parseSet(cursor: Cursor): readonly string[] | Failure {
  const open = take(cursor)
  if (!isSymbol(open, '(')) return { error: `found '${open.text}' expected: '('` }
  const first = peek(cursor)
  if (isSymbol(first, ')')) {
    take(cursor)
    return ['']
  }
  if (!isWord(first) && !isSymbol(first, ',')) return { error: `found '${first.text}', expected: ',', ')' or identifier` }
  const values: string[] = []
  for (;;) {
    const token = take(cursor)
    if (isWord(token)) {
      values.push(token.text)
      const next = peek(cursor)
      if (isSymbol(next, ',')) continue
      if (!isSymbol(next, ')')) return { error: `found '${next.text}', expected: ',' or ')'` }
    } else if (isSymbol(token, ',')) {
      if (values.length === 0) values.push('')
      const next = peek(cursor)
      if (isSymbol(next, ',')) values.push('')
      if (!isSymbol(next, ')')) continue
      values.push('')
    } else return { error: `found '${token.text}', expected: ',', or identifier` }
    take(cursor)
    return values
  }
}

function parseExact(cursor: Cursor): readonly string[] | Failure {
  const next = peek(cursor)
  if (next.kind === 'end' || isSymbol(next, ',')) return ['']
  const token = take(cursor)
  return isWord(token) ? [token.text] : { error: `found '${token.text}', expected: identifier` }
}

function checkedRequirement(key: string, operator: SelectorOperator, values: readonly string[]): Requirement | Failure {
  const errors: FieldError[] = []
  if ((operator === 'gt' || operator === 'lt') && !/^[+-]?\d+$/.test(values[0] ?? '')) {
    errors.push(invalid('values[0]', values[0], "for 'Gt', 'Lt' operators, the value must be an integer"))
  }
  values.forEach((value, i) => {
    const complaints = labelValue(value)
    if (complaints.length > 0) errors.push(invalid(`values[${i}][${key}]`, value, complaints.join('; ')))
  })
  return errors.length > 0 ? { error: aggregateText(errors.map(fieldErrorText)) } : { key, operator, values }
}

function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = []
  let at = 0
  while (at < text.length) {
    const char = text[at]!
    if (/[ \t\r\n]/.test(char)) {
      at++
      continue
    }
    if (/[=!(),><]/.test(char)) {
      const two = text.slice(at, at + 2)
      const symbol = SYMBOLS.has(two) ? two : char
      tokens.push({ kind: 'symbol', text: symbol })
      at += symbol.length
      continue
    }
    const word = /^[^=!(),><\s]+/.exec(text.slice(at))?.[0] ?? char
    tokens.push({ kind: 'word', text: word })
    at += word.length
  }
  tokens.push({ kind: 'end', text: '' })
  return tokens
}

function peek(cursor: Cursor): Token {
  return cursor.tokens[Math.min(cursor.at, cursor.tokens.length - 1)]!
}

function take(cursor: Cursor): Token {
  const token = peek(cursor)
  cursor.at++
  return token
}

function isWord(token: Token): boolean {
  return token.kind === 'word'
}

function isSymbol(token: Token, text: string): boolean {
  return token.kind === 'symbol' && token.text === text
}
