const CONTEXT_LINES = 3

/**
 * What changed between two values, as one hunk of a unified diff of their JSON.
 * NB: upstream diffs its internal types, whose names are capitalised, in as many hunks as needed; we show the API's own names in one.
 */
export function changesAsText(old: unknown, next: unknown): string {
  const before = JSON.stringify(old, null, 1).split('\n')
  const after = JSON.stringify(next, null, 1).split('\n')
  let start = 0
  while (start < before.length && start < after.length && before[start] === after[start]) start++
  let tail = 0
  while (tail < before.length - start && tail < after.length - start && before[before.length - 1 - tail] === after[after.length - 1 - tail])
    tail++
  const first = Math.max(0, start - CONTEXT_LINES)
  const common = before.slice(first, start).map((line) => ` ${line}`)
  const removed = before.slice(start, before.length - tail).map((line) => `-${line}`)
  const added = after.slice(start, after.length - tail).map((line) => `+${line}`)
  const rest = before.slice(before.length - tail, before.length - tail + CONTEXT_LINES).map((line) => ` ${line}`)
  const range = (count: number): string => `${first + 1},${common.length + count + rest.length}`
  return ['--- ', '+++ ', `@@ -${range(removed.length)} +${range(added.length)} @@`, ...common, ...removed, ...added, ...rest, ''].join(
    '\n',
  )
}
