// A useful subset of the POSIX shell, compiled to a flat list so that a running script is a position in it: plain data that can be saved and rewound.

/** A word is a list of pieces; quoted pieces are not split at spaces. */
export interface Piece { readonly kind: 'text' | 'variable' | 'command' | 'arithmetic'; readonly text: string; readonly quoted: boolean; readonly fallback?: string }
export type Word = readonly Piece[]

export interface SimpleCommand {
  readonly assignments: readonly { readonly name: string; readonly value: Word }[]
  readonly words: readonly Word[]
  readonly redirects: readonly { readonly from: 1 | 2; readonly to: Word; readonly append: boolean }[]
  readonly input?: Word
}

export type Instruction =
  | { readonly op: 'run'; readonly pipeline: readonly SimpleCommand[]; readonly background: boolean; readonly not: boolean }
  | { readonly op: 'jump'; to: number }
  | { readonly op: 'jump-if-failed'; to: number }
  | { readonly op: 'jump-if-ok'; to: number }
  | { readonly op: 'for'; readonly slot: number; readonly words: readonly Word[] }
  | { readonly op: 'for-next'; readonly slot: number; readonly name: string; to: number }
  | { readonly op: 'status'; readonly value: number }

interface JumpOnStatus { readonly op: 'jump-if-failed' | 'jump-if-ok'; to: number }

export type Compiled = { readonly code: readonly Instruction[] } | { readonly error: string }

export function compileShell(script: string): Compiled {
  const tokens = tokenize(script)
  if (typeof tokens === 'string') return { error: tokens }
  const compiler: Compiler = { tokens, at: 0, code: [], slots: 0, error: '', loops: [] }
  list(compiler, [])
  if (!compiler.error && compiler.at < tokens.length) compiler.error = `syntax error: unexpected "${shown(tokens[compiler.at]!)}"`
  return compiler.error ? { error: compiler.error } : { code: compiler.code }
}

type Token = { readonly operator: string } | { readonly word: Word; readonly plain: string }

interface Compiler {
  readonly tokens: readonly Token[]
  at: number
  readonly code: Instruction[]
  slots: number
  error: string
  readonly loops: { readonly breaks: { to: number }[]; readonly again: number }[]
}

const shown = (token: Token): string => ('operator' in token ? token.operator : token.plain)
const OPERATORS = ['&&', '||', ';;', '>>', '2>&1', '2>', ';', '&', '|', '>', '<', '(', ')', '\n']

function tokenize(script: string): Token[] | string {
  const tokens: Token[] = []
  let at = 0
  while (at < script.length) {
    const c = script[at]!
    if (c === ' ' || c === '\t' || c === '\r') { at++; continue }
    if (c === '\\' && script[at + 1] === '\n') { at += 2; continue }
    if (c === '#') { while (at < script.length && script[at] !== '\n') at++; continue }
    const operator = OPERATORS.find((candidate) => script.startsWith(candidate, at))
    if (operator) { tokens.push({ operator }); at += operator.length; continue }
    const word = readWord(script, at)
    if (typeof word === 'string') return word
    tokens.push({ word: word.pieces, plain: word.plain })
    at = word.end
  }
  return tokens
}

function readWord(script: string, start: number): { pieces: Piece[]; plain: string; end: number } | string {
  const pieces: Piece[] = []
  let at = start
  let text = ''
  let plain = ''
  let quoted = false
  const flush = (): void => {
    if (text !== '' || quoted) pieces.push({ kind: 'text', text, quoted })
    text = ''
    quoted = false
  }
  while (at < script.length) {
    const c = script[at]!
    if (' \t\r\n;&|<>()'.includes(c)) break
    if (c === '\'') {
      const end = script.indexOf('\'', at + 1)
      if (end < 0) return 'syntax error: unterminated quoted string'
      flush()
      pieces.push({ kind: 'text', text: script.slice(at + 1, end), quoted: true })
      plain = '\u0000'
      at = end + 1
    } else if (c === '"') {
      flush()
      const end = readQuoted(script, at + 1, pieces)
      if (end < 0) return 'syntax error: unterminated quoted string'
      plain = '\u0000'
      at = end
    } else if (c === '\\') {
      text += script[at + 1] ?? ''
      plain = '\u0000'
      at += 2
    } else if (c === '$' || c === '`') {
      flush()
      const end = readExpansion(script, at, false, pieces)
      if (end < 0) return 'syntax error: unterminated substitution'
      if (end === at) { text += c; at++ } else at = end
      plain = '\u0000'
    } else {
      text += c
      if (plain !== '\u0000') plain += c
      at++
    }
  }
  flush()
  return { pieces, plain: plain === '\u0000' ? '' : plain, end: at }
}

function readQuoted(script: string, start: number, pieces: Piece[]): number {
  let at = start
  let text = ''
  while (at < script.length) {
    const c = script[at]!
    if (c === '"') {
      pieces.push({ kind: 'text', text, quoted: true })
      return at + 1
    }
    if (c === '\\' && '"\\$`\n'.includes(script[at + 1] ?? 'x')) {
      if (script[at + 1] !== '\n') text += script[at + 1]
      at += 2
      continue
    }
    if (c === '$' || c === '`') {
      if (text) pieces.push({ kind: 'text', text, quoted: true })
      text = ''
      const end = readExpansion(script, at, true, pieces)
      if (end < 0) return -1
      if (end === at) { text += c; at++ } else at = end
      continue
    }
    text += c
    at++
  }
  return -1
}

/** Returns the position behind the expansion, `at` itself if it is only a dollar sign, or -1 if it has no end. */
function readExpansion(script: string, at: number, quoted: boolean, pieces: Piece[]): number {
  if (script[at] === '`') {
    const end = script.indexOf('`', at + 1)
    if (end >= 0) pieces.push({ kind: 'command', text: script.slice(at + 1, end), quoted })
    return end < 0 ? -1 : end + 1
  }
  if (script.startsWith('$((', at)) {
    const end = script.indexOf('))', at)
    if (end >= 0) pieces.push({ kind: 'arithmetic', text: script.slice(at + 3, end), quoted })
    return end < 0 ? -1 : end + 2
  }
  if (script.startsWith('$(', at)) {
    let depth = 0
    for (let i = at + 1; i < script.length; i++) {
      if (script[i] === '(') depth++
      if (script[i] === ')' && --depth === 0) {
        pieces.push({ kind: 'command', text: script.slice(at + 2, i), quoted })
        return i + 1
      }
    }
    return -1
  }
  if (script.startsWith('${', at)) {
    const end = script.indexOf('}', at)
    if (end < 0) return -1
    const [, name = '', fallback] = /^([A-Za-z_0-9?#@*]+)(?::?-(.*))?$/s.exec(script.slice(at + 2, end)) ?? []
    pieces.push({ kind: 'variable', text: name, quoted, fallback })
    return end + 1
  }
  const name = /^\$([A-Za-z_][A-Za-z_0-9]*|[0-9?$#@*!])/.exec(script.slice(at))
  if (!name) return at
  pieces.push({ kind: 'variable', text: name[1]!, quoted })
  return at + name[0].length
}

const plainOf = (token: Token | undefined): string => (token && 'word' in token ? token.plain : '')
const isOperator = (token: Token | undefined, ...operators: string[]): boolean => token !== undefined && 'operator' in token && operators.includes(token.operator)

function skipBreaks(c: Compiler): void {
  while (isOperator(c.tokens[c.at], ';', '\n')) c.at++
}

function expectWord(c: Compiler, word: string): void {
  if (c.error) return
  if (plainOf(c.tokens[c.at]) === word) c.at++
  else c.error = `syntax error: unexpected ${c.at < c.tokens.length ? `"${shown(c.tokens[c.at]!)}"` : 'end of file'} (expecting "${word}")`
}

/** Commands up to one of the closing words, which stays unread. */
function list(c: Compiler, until: readonly string[]): void {
  for (;;) {
    skipBreaks(c)
    const token = c.tokens[c.at]
    if (c.error || !token || isOperator(token, ')') || (plainOf(token) !== '' && until.includes(plainOf(token)))) return
    andOr(c)
    const isApart = isOperator(c.tokens[c.at - 1], '&')
    if (!c.error && !isApart && c.at < c.tokens.length && !isOperator(c.tokens[c.at], ';', '\n', '&', ')') && !until.includes(plainOf(c.tokens[c.at]))) {
      c.error = `syntax error: unexpected "${shown(c.tokens[c.at]!)}"`
    }
  }
}

function andOr(c: Compiler): void {
  command(c)
  while (!c.error && isOperator(c.tokens[c.at], '&&', '||')) {
    const jump: JumpOnStatus = { op: isOperator(c.tokens[c.at], '&&') ? 'jump-if-failed' : 'jump-if-ok', to: -1 }
    c.at++
    skipBreaks(c)
    c.code.push(jump)
    command(c)
    jump.to = c.code.length
  }
}

function command(c: Compiler): void {
  switch (plainOf(c.tokens[c.at])) {
    case 'if': return conditional(c)
    case 'while': case 'until': return loop(c)
    case 'for': return each(c)
    case '{':
      c.at++
      list(c, ['}'])
      return expectWord(c, '}')
    case 'break': case 'continue': {
      const inner = c.loops[c.loops.length - 1]
      const jump: Instruction = { op: 'jump', to: inner?.again ?? c.code.length + 1 }
      if (plainOf(c.tokens[c.at]) === 'break') inner?.breaks.push(jump)
      c.code.push(jump)
      c.at++
      return
    }
  }
  // NB: a subshell runs in the same process because none of the variables that it could spoil matter to the images that we simulate.
  if (isOperator(c.tokens[c.at], '(')) {
    c.at++
    list(c, [])
    if (isOperator(c.tokens[c.at], ')')) c.at++
    else c.error ||= 'syntax error: unexpected end of file (expecting ")")'
    return
  }
  pipeline(c)
}

function conditional(c: Compiler): void {
  const ends: { to: number }[] = []
  c.at++
  for (;;) {
    list(c, ['then'])
    expectWord(c, 'then')
    const otherwise: Instruction = { op: 'jump-if-failed', to: -1 }
    c.code.push(otherwise)
    list(c, ['elif', 'else', 'fi'])
    const end: Instruction = { op: 'jump', to: -1 }
    c.code.push(end)
    ends.push(end)
    otherwise.to = c.code.length
    if (plainOf(c.tokens[c.at]) !== 'elif' || c.error) break
    c.at++
  }
  // A condition that fails without an else leaves the status 0.
  c.code.push({ op: 'status', value: 0 })
  if (plainOf(c.tokens[c.at]) === 'else') {
    c.at++
    list(c, ['fi'])
  }
  expectWord(c, 'fi')
  for (const end of ends) end.to = c.code.length
}

function loop(c: Compiler): void {
  const isUntil = plainOf(c.tokens[c.at++]) === 'until'
  const begin = c.code.length
  list(c, ['do'])
  expectWord(c, 'do')
  const leave: JumpOnStatus = { op: isUntil ? 'jump-if-ok' : 'jump-if-failed', to: -1 }
  c.code.push(leave)
  body(c, begin, leave)
}

function each(c: Compiler): void {
  c.at++
  const name = plainOf(c.tokens[c.at++])
  expectWord(c, 'in')
  const words: Word[] = []
  for (let token = c.tokens[c.at]; token && 'word' in token; token = c.tokens[c.at]) {
    words.push(token.word)
    c.at++
  }
  skipBreaks(c)
  expectWord(c, 'do')
  const slot = c.slots++
  c.code.push({ op: 'for', slot, words })
  const begin = c.code.length
  const leave: Instruction = { op: 'for-next', slot, name, to: -1 }
  c.code.push(leave)
  body(c, begin, leave)
}

function body(c: Compiler, begin: number, leave: { to: number }): void {
  const breaks: { to: number }[] = []
  c.loops.push({ breaks, again: begin })
  list(c, ['done'])
  c.loops.pop()
  expectWord(c, 'done')
  c.code.push({ op: 'jump', to: begin })
  leave.to = c.code.length
  for (const jump of breaks) jump.to = c.code.length
  c.code.push({ op: 'status', value: 0 })
}

function pipeline(c: Compiler): void {
  const commands: SimpleCommand[] = []
  let not = false
  if (plainOf(c.tokens[c.at]) === '!') { not = true; c.at++ }
  do {
    if (commands.length > 0) c.at++
    commands.push(simple(c))
  } while (!c.error && isOperator(c.tokens[c.at], '|'))
  const background = isOperator(c.tokens[c.at], '&')
  if (background) c.at++
  c.code.push({ op: 'run', pipeline: commands, background, not })
}

function simple(c: Compiler): SimpleCommand {
  const assignments: { name: string; value: Word }[] = []
  const words: Word[] = []
  const redirects: { from: 1 | 2; to: Word; append: boolean }[] = []
  let input: Word | undefined
  for (let token = c.tokens[c.at]; token; token = c.tokens[c.at]) {
    if ('operator' in token) {
      if (token.operator === '2>&1') { c.at++; continue }
      if (!['>', '>>', '2>', '<'].includes(token.operator)) break
      const target = c.tokens[c.at + 1]
      if (!target || !('word' in target)) { c.error = 'syntax error: unexpected newline'; break }
      if (token.operator === '<') input = target.word
      else redirects.push({ from: token.operator === '2>' ? 2 : 1, to: target.word, append: token.operator === '>>' })
      c.at += 2
      continue
    }
    const assignment = words.length === 0 ? asAssignment(token.word) : undefined
    if (assignment) assignments.push(assignment)
    else words.push(token.word)
    c.at++
  }
  if (!c.error && words.length === 0 && assignments.length === 0 && redirects.length === 0) {
    c.error = `syntax error: unexpected ${c.at < c.tokens.length ? `"${shown(c.tokens[c.at]!)}"` : 'end of file'}`
  }
  return { assignments, words, redirects, input }
}

function asAssignment(word: Word): { name: string; value: Word } | undefined {
  const first = word[0]
  const match = first && first.kind === 'text' && !first.quoted ? /^([A-Za-z_][A-Za-z_0-9]*)=(.*)$/s.exec(first.text) : undefined
  if (!match) return undefined
  return { name: match[1]!, value: [{ kind: 'text', text: match[2]!, quoted: true }, ...word.slice(1)] }
}
