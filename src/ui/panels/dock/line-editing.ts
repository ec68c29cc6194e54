/** What the shell makes of `!!`: the command before. */
export function recalled(line: string, history: readonly string[]): string {
  return line.replaceAll('!!', () => history.at(-1) ?? '')
}

/** The line after Tab: the only option with a space behind it, or what all options have in common. `from` is the column that they replace from. */
export function completed(line: string, cursor: number, from: number, options: readonly string[]): string {
  const [first = ''] = options
  let common = first
  for (const option of options) {
    let length = 0
    while (length < common.length && common[length] === option[length]) length++
    common = common.slice(0, length)
  }
  const word = options.length === 1 ? `${first}${first.endsWith('=') || first.endsWith('/') ? '' : ' '}` : common
  if (word.length < cursor - from) return line
  return line.slice(0, from) + word + line.slice(cursor)
}
