// Models kubectl's tabwriter: cells at least six wide, three spaces between them, nothing behind the last.

export function columns(rows: readonly (readonly string[])[], known: readonly number[] = []): { readonly text: string; readonly widths: readonly number[] } {
  const widths = [...known]
  for (const row of rows) row.forEach((cell, index) => { if (index < row.length - 1) widths[index] = Math.max(widths[index] ?? 0, cell.length + 3, 6) })
  const text = rows.map((row) => row.map((cell, index) => (index < row.length - 1 ? cell.padEnd(widths[index]!) : cell)).join('')).map((line) => `${line}\n`).join('')
  return { text, widths }
}
