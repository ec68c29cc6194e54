/** Where a scalar is written: the column it begins at and the indent of lines that continue it. */
export interface Place { readonly column: number; readonly indent: number; readonly key: boolean }

const BEST_WIDTH = 80

/** A scalar as go-yaml writes it: plain where that reads back as the same string, else quoted; literal where it has several lines. */
export function scalarText(value: unknown, place: Place): string {
  if (value === null || value === undefined) return 'null'
  if (typeof value === 'number') return numberText(value)
  if (typeof value !== 'string') return String(value)
  const { plain, single, literal } = stylesOf(value)
  if (value.includes('\n')) return literal && !place.key ? literalText(value, place.indent) : doubleQuoted(value, place)
  if (readsAsOther(value)) return doubleQuoted(value, place)
  if (plain) return folded(value, place, '')
  return single ? folded(value.replaceAll("'", "''"), place, "'") : doubleQuoted(value, place)
}

/** Go's shortest 'g' format for what is no integer. */
function numberText(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 2 ** 63) return String(value)
  const [digits, power] = value.toExponential().split('e') as [string, string]
  const exponent = Number(power)
  if (exponent >= -4 && exponent < 6) return String(value)
  return `${digits}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`
}

const WORDS = /^(?:y|Y|yes|Yes|YES|n|N|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF|~|null|Null|NULL|)$/
const SPECIAL_NUMBERS = /^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/
const INTEGER = /^[-+]?(?:0[xX][0-9a-fA-F]+|0[oO]?[0-7]+|0[bB][01]+|[0-9]+)$/
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/
const SEXAGESIMAL = /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/
const TIMESTAMP = /^\d{4}-(\d{1,2})-(\d{1,2})(?:[Tt]\d{1,2}:\d{1,2}:\d{1,2}(?:\.\d+)?(?:Z|[-+]\d\d:\d\d)| \d{1,2}:\d{1,2}:\d{1,2}(?:\.\d+)?)?$/

/** Whether a plain scalar of this text would be read as something else than a string. */
function readsAsOther(text: string): boolean {
  if (WORDS.test(text) || SPECIAL_NUMBERS.test(text) || SEXAGESIMAL.test(text)) return true
  if (!/^[-+.0-9]/.test(text)) return false
  const digits = text.startsWith('.') ? text : text.replaceAll('_', '')
  if (INTEGER.test(digits) || FLOAT.test(digits)) return true
  const [, month, day] = TIMESTAMP.exec(text) ?? []
  return month !== undefined && Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= 31
}

// Everything that libyaml calls printable: characters outside the basic plane are not, and neither is a tab.
const UNPRINTABLE = /[^\n\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd]/
const BREAK = '[\\n\\x85\\u2028\\u2029]'
const SPACE_THEN_BREAK = new RegExp(` ${BREAK}`)
const BREAK_THEN_SPACE = new RegExp(`${BREAK} `)
const EDGE_BREAK = new RegExp(`^[ ]|^${BREAK}|[ ]$|${BREAK}$`)
const ANY_BREAK = new RegExp(BREAK)

interface Styles { readonly plain: boolean; readonly single: boolean; readonly literal: boolean }

/** Which styles can write this text. */
function stylesOf(text: string): Styles {
  if (UNPRINTABLE.test(text) || SPACE_THEN_BREAK.test(text)) return { plain: false, single: false, literal: false }
  const indicators = /^(?:---|\.\.\.)/.test(text) || /^[#,[\]{}&*!|>'"%@`]/.test(text) || /^[?:-](?:\s|$)/.test(text) || /:(?:\s|$)/.test(text) || /\s#/.test(text)
  return {
    plain: !indicators && !EDGE_BREAK.test(text) && !ANY_BREAK.test(text),
    single: !BREAK_THEN_SPACE.test(text),
    literal: !text.endsWith(' '),
  }
}

/** A long line goes on in the next one, broken at a single space after column 80. */
function folded(text: string, { column, indent, key }: Place, quote: string): string {
  if (key || column + text.length <= BEST_WIDTH) return quote + text + quote
  let written = quote
  let at = column + quote.length
  for (let i = 0; i < text.length; i += 1) {
    const breaks = text[i] === ' ' && text[i - 1] !== ' ' && text[i + 1] !== ' ' && at > BEST_WIDTH && (quote === '' || (i > 0 && i < text.length - 1))
    written += breaks ? `\n${' '.repeat(indent)}` : text[i]
    at = breaks ? indent : at + 1
  }
  return written + quote
}

/** `|` with what says how to read its indent and its end. */
function literalText(text: string, indent: number): string {
  const trimmed = text.replace(/\n+$/, '')
  const chomping = trimmed === text ? '-' : text.length - trimmed.length > 1 || trimmed === '' ? '+' : ''
  const lines = (trimmed === text ? text : text.slice(0, -1)).split('\n')
  return `|${/^[ \n]/.test(text) ? '2' : ''}${chomping}\n${lines.map((line) => (line === '' ? '' : ' '.repeat(indent) + line)).join('\n')}`
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\0': '\\0', '\x07': '\\a', '\b': '\\b', '\t': '\\t', '\n': '\\n', '\v': '\\v', '\f': '\\f', '\r': '\\r', '\x1b': '\\e', '"': '\\"', '\\': '\\\\',
  '\x85': '\\N', '\xa0': '\\_', '\u2028': '\\L', '\u2029': '\\P',
}

function doubleQuoted(text: string, { column, indent, key }: Place): string {
  const characters = [...text]
  let written = '"'
  let at = column + 1
  let spaces = false
  for (let i = 0; i < characters.length; i += 1) {
    const character = characters[i]!
    if (character === ' ') {
      if (!key && !spaces && at > BEST_WIDTH && i > 0 && i < characters.length - 1) {
        written += `\n${' '.repeat(indent)}${characters[i + 1] === ' ' ? '\\' : ''}`
        at = indent
      } else {
        written += ' '
        at += 1
      }
      spaces = true
      continue
    }
    const escaped = ESCAPES[character] ?? (UNPRINTABLE.test(character) ? hexEscape(character.codePointAt(0)!) : character)
    written += escaped
    at += [...escaped].length
    spaces = false
  }
  return `${written}"`
}

function hexEscape(code: number): string {
  const hex = code.toString(16).toUpperCase()
  if (code <= 0xff) return `\\x${hex.padStart(2, '0')}`
  return code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`
}
