import type { QueuedPod, SchedulingQueue } from './queue-state.ts'

/** Who leaves first. */
export type Before = (a: QueuedPod, b: QueuedPod) => boolean

// A binary heap of entry numbers; each entry remembers its place, so that it can leave from the middle.

export function heapPush({ entries }: SchedulingQueue, heap: number[], id: number, before: Before): void {
  heap.push(id)
  rise(entries, heap, heap.length - 1, before)
}

export function heapPop(queue: SchedulingQueue, heap: number[], before: Before): number | undefined {
  const first = heap[0]
  if (first !== undefined) heapRemove(queue, heap, first, before)
  return first
}

export function heapRemove({ entries }: SchedulingQueue, heap: number[], id: number, before: Before): void {
  const at = entries[id]!.at
  const last = heap.pop()!
  if (last === id) return
  heap[at] = last
  entries[last]!.at = at
  rise(entries, heap, at, before)
  sink(entries, heap, entries[last]!.at, before)
}

function rise(entries: SchedulingQueue['entries'], heap: number[], from: number, before: Before): void {
  let at = from
  const id = heap[at]!
  const entry = entries[id]!
  while (at > 0) {
    const parent = (at - 1) >> 1
    const above = entries[heap[parent]!]!
    if (!before(entry, above)) break
    heap[at] = heap[parent]!
    above.at = at
    at = parent
  }
  heap[at] = id
  entry.at = at
}

function sink(entries: SchedulingQueue['entries'], heap: number[], from: number, before: Before): void {
  let at = from
  const id = heap[at]!
  const entry = entries[id]!
  for (;;) {
    let child = 2 * at + 1
    if (child >= heap.length) break
    if (child + 1 < heap.length && before(entries[heap[child + 1]!]!, entries[heap[child]!]!)) child++
    const below = entries[heap[child]!]!
    if (!before(below, entry)) break
    heap[at] = heap[child]!
    below.at = at
    at = child
  }
  heap[at] = id
  entry.at = at
}
