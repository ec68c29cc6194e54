/** The words of a command line as a shell splits them; `problem` where it says what a shell could do and this one cannot. */
export function wordsOf(line: string): { readonly words: readonly string[] } | { readonly problem: string } {
  const words: string[] = []
  let word: string | undefined
  let quote = ''
  for (let i = 0; i < line.length; i++) {
    const char = line[i]!
    if (quote !== '') {
      if (char === quote) quote = ''
      else if (char === '\\' && quote === '"' && '$`"\\\n'.includes(line[i + 1] ?? ' ')) word += line[++i]!
      else word += char
      continue
    }
    if (char === '"' || char === '\'') {
      quote = char
      word ??= ''
    } else if (char === '\\' && i + 1 < line.length) {
      i++
      if (line[i] !== '\n') word = (word ?? '') + line[i]!
    } else if (char === '#' && word === undefined) break
    else if (/\s/.test(char)) {
      if (word !== undefined) words.push(word)
      word = undefined
    } else if ('|&;<>'.includes(char)) {
      return { problem: `${JSON.stringify(char)} belongs to a shell; this terminal knows kubectl only. Run one command after the other.` }
    } else word = (word ?? '') + char
  }
  if (quote !== '') return { problem: `a ${quote} is not closed` }
  if (word !== undefined) words.push(word)
  return { words }
}
