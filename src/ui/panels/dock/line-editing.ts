/** A line with its cursor, counted in UTF-16 units. */
export interface Edited { readonly text: string; readonly cursor: number }

/** What the shell makes of `!!`: the command before. */
export function recalled(line: string, history: readonly string[]): string {
  return line.replaceAll('!!', () => history.at(-1) ?? '')
}

/** The line after Tab: the only option with a space behind it, or what all options have in common. `from` is the column that they replace from. */
export function completed(line: string, cursor: number, from: number, options: readonly string[]): Edited {
  const [first = ''] = options
  let common = first
  for (const option of options) {
    let length = 0
    while (length < common.length && common[length] === option[length]) length++
    common = common.slice(0, length)
  }
  const word = options.length === 1 ? `${first}${first.endsWith('=') || first.endsWith('/') ? '' : ' '}` : common
  if (word.length < cursor - from) return { text: line, cursor }
  return { text: line.slice(0, from) + word + line.slice(cursor), cursor: from + word.length }
}

/** Ctrl and a letter, as a shell edits its line; undefined when the letter means nothing. */
export function controlled({ text, cursor }: Edited, letter: string): Edited | undefined {
  const begin = text.lastIndexOf('\n', cursor - 1) + 1
  const next = text.indexOf('\n', cursor)
  const end = next < 0 ? text.length : next
  switch (letter) {
    case 'a': return { text, cursor: begin }
    case 'e': return { text, cursor: end }
    case 'u': return { text: text.slice(0, begin) + text.slice(cursor), cursor: begin }
    case 'k': return { text: text.slice(0, cursor) + text.slice(end), cursor }
    case 'w': {
      const from = cursor - (/\S+\s*$/.exec(text.slice(0, cursor))?.[0].length ?? cursor)
      return { text: text.slice(0, from) + text.slice(cursor), cursor: from }
    }
    default: return undefined
  }
}

/** A pasted block is one command a line; a backslash at the end joins the next, and a prompt that was copied along goes. */
export function commandsOf(text: string): readonly string[] {
  return text.replaceAll(/\\\r?\n\s*/g, ' ').split(/\r?\n/).map(line => line.trim().replace(/^\$\s+/, '')).filter(line => line !== '' && !line.startsWith('#'))
}

/** Remembered lines, oldest first, without repeating the last one. */
export const remembered = (history: readonly string[], line: string): readonly string[] => (history.at(-1) === line ? history : [...history.slice(-199), line])
