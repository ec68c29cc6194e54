export interface DiffLine { readonly text: string; readonly change: 'same' | 'added' | 'removed' }

const MOST = 600

/** What changed between two values, line by line. Beyond `MOST` lines only the common ends are looked for. */
export function lineDiff(before: string, after: string): readonly DiffLine[] {
  const [old, next] = [before.split('\n'), after.split('\n')]
  let head = 0
  while (head < old.length && head < next.length && old[head] === next[head]) head++
  let tail = 0
  while (tail < old.length - head && tail < next.length - head && old.at(-1 - tail) === next.at(-1 - tail)) tail++
  const same = (text: string): DiffLine => ({ text, change: 'same' })
  return [...next.slice(0, head).map(same), ...middle(old.slice(head, old.length - tail), next.slice(head, next.length - tail)), ...next.slice(next.length - tail).map(same)]
}

/** The longest common subsequence, by the usual table. */
function middle(old: readonly string[], next: readonly string[]): DiffLine[] {
  const removed = (text: string): DiffLine => ({ text, change: 'removed' })
  const added = (text: string): DiffLine => ({ text, change: 'added' })
  if (old.length === 0 || next.length === 0 || old.length + next.length > MOST) return [...old.map(removed), ...next.map(added)]
  const width = next.length + 1
  const longest = new Uint16Array((old.length + 1) * width)
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = next.length - 1; j >= 0; j--) {
      longest[i * width + j] = old[i] === next[j] ? longest[(i + 1) * width + j + 1]! + 1 : Math.max(longest[(i + 1) * width + j]!, longest[i * width + j + 1]!)
    }
  }
  const lines: DiffLine[] = []
  let [i, j] = [0, 0]
  while (i < old.length && j < next.length) {
    if (old[i] === next[j]) { lines.push({ text: next[j]!, change: 'same' }); i++; j++ }
    else if (longest[(i + 1) * width + j]! >= longest[i * width + j + 1]!) lines.push(removed(old[i++]!))
    else lines.push(added(next[j++]!))
  }
  return [...lines, ...old.slice(i).map(removed), ...next.slice(j).map(added)]
}
