import type { Piece, Word } from './shell-syntax.ts'

export interface Expander {
  variable(name: string): string | undefined
  command(text: string): string
}

/** Words after expansion; unquoted expansions are split at white space and vanish when they are empty. */
export function expandAll(words: readonly Word[], expander: Expander): string[] {
  const expanded: string[] = []
  for (const word of words) {
    let current: string | undefined
    for (const piece of word) {
      const text = expandPiece(piece, expander)
      if (piece.quoted || piece.kind === 'text') {
        current = (current ?? '') + text
        continue
      }
      const fields = text.split(/[ \t\n]+/)
      fields.forEach((field, index) => {
        if (index > 0 && current !== undefined) {
          expanded.push(current)
          current = undefined
        }
        if (field !== '') current = (current ?? '') + field
      })
    }
    if (current !== undefined) expanded.push(current)
  }
  return expanded
}

export const expandOne = (word: Word, expander: Expander): string => word.map((piece) => expandPiece(piece, expander)).join('')

function expandPiece(piece: Piece, expander: Expander): string {
  switch (piece.kind) {
    case 'text': return piece.text
    case 'variable': {
      const value = expander.variable(piece.text)
      return value === undefined || value === '' ? piece.fallback ?? value ?? '' : value
    }
    case 'command': return expander.command(piece.text)
    case 'arithmetic': return String(arithmetic(piece.text, expander))
  }
}

/** + - * / % with parentheses over integers and variables; comparisons give 0 or 1. */
export function arithmetic(text: string, expander: Expander): number {
  const tokens = text.match(/[0-9]+|\$?[A-Za-z_][A-Za-z_0-9]*|[<>=!]=|[-+*/%()<>]/g) ?? []
  let at = 0
  const value = (): number => {
    const token = tokens[at++]
    if (token === '(') {
      const inner = comparison()
      at++
      return inner
    }
    if (token === '-') return -value()
    if (token === undefined) return 0
    return /^[0-9]/.test(token) ? Number(token) : Number(expander.variable(token.replace('$', '')) ?? 0) || 0
  }
  const product = (): number => {
    let left = value()
    for (let operator = tokens[at]; operator === '*' || operator === '/' || operator === '%'; operator = tokens[at]) {
      at++
      const right = value()
      left = operator === '*' ? left * right : right === 0 ? 0 : operator === '/' ? Math.trunc(left / right) : left % right
    }
    return left
  }
  const sum = (): number => {
    let left = product()
    for (let operator = tokens[at]; operator === '+' || operator === '-'; operator = tokens[at]) {
      at++
      left = operator === '+' ? left + product() : left - product()
    }
    return left
  }
  const comparison = (): number => {
    const left = sum()
    const operator = tokens[at]
    if (operator === undefined || operator === ')') return left
    at++
    const right = sum()
    switch (operator) {
      case '<': return Number(left < right)
      case '>': return Number(left > right)
      case '<=': return Number(left <= right)
      case '>=': return Number(left >= right)
      case '==': return Number(left === right)
      case '!=': return Number(left !== right)
      default: return left
    }
  }
  return comparison()
}
