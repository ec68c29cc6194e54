/** Text with tabs in columns, two spaces between them. A column is as wide as its widest cell among neighbouring lines that have it; the last cell of a line is in none. Models Go's text/tabwriter. */
export function tabbed(text: string): string {
  const lines = text.split('\n').map((line) => line.split('\t'))
  const out = lines.map(() => '')
  const column = (from: number, to: number, at: number): void => {
    for (let i = from; i < to; i++) {
      if (at >= lines[i]!.length - 1) continue
      const first = i
      let width = 0
      for (; i < to && at < lines[i]!.length - 1; i++) width = Math.max(width, length(lines[i]![at]!) + PADDING)
      for (let line = first; line < i; line++) out[line] += lines[line]![at]! + ' '.repeat(width - length(lines[line]![at]!))
      column(first, i, at + 1)
      i--
    }
  }
  column(0, lines.length, 0)
  return lines.map((cells, i) => out[i]! + cells.at(-1)!).join('\n')
}

const PADDING = 2
const length = (text: string): number => [...text].length
