/** Names in order, sorted only when somebody reads: what was added since is merged in, what was dropped is left out then. */
export interface SortedNames {
  sorted: string[]
  added: string[]
  dropped: Set<string> | undefined
  live: number
}

export const createNames = (): SortedNames => ({ sorted: [], added: [], dropped: undefined, live: 0 })

/** The name must be new. */
export function addName(names: SortedNames, name: string): void {
  names.live++
  if (names.dropped?.delete(name)) return
  names.added.push(name)
}

/** The name must be there. */
export function dropName(names: SortedNames, name: string): void {
  names.live--
  names.dropped ??= new Set()
  names.dropped.add(name)
}

export function inOrder(names: SortedNames): readonly string[] {
  if (names.added.length === 0 && !names.dropped?.size) return names.sorted
  const added = names.added.sort((a, b) => (a < b ? -1 : 1))
  const { sorted, dropped } = names
  const merged: string[] = []
  let i = 0
  for (const name of sorted) {
    while (i < added.length && added[i]! < name) keep(added[i++]!)
    keep(name)
  }
  while (i < added.length) keep(added[i++]!)
  names.sorted = merged
  names.added = []
  names.dropped = undefined
  return merged

  function keep(name: string): void {
    if (!dropped?.has(name)) merged.push(name)
  }
}
