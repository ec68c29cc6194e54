import type { Micros } from '../../kernel/index.ts'

/** Keys with a time, earliest first; each key at most once, and the earlier time wins. A binary heap in plain arrays. */
export interface Schedule {
  readonly due: Map<string, Micros>
  readonly heap: { at: Micros; order: number; key: string }[]
  order: number
}

export const createSchedule = (): Schedule => ({ due: new Map(), heap: [], order: 0 })

/** Returns false if the key already waits for an earlier time. */
export function scheduleAt(schedule: Schedule, key: string, at: Micros): boolean {
  const known = schedule.due.get(key)
  if (known !== undefined && known <= at) return false
  schedule.due.set(key, at)
  push(schedule.heap, { at, order: schedule.order++, key })
  return true
}

export const unschedule = (schedule: Schedule, key: string): boolean => schedule.due.delete(key)

/** The earliest time that anything waits for. */
export function nextDueAt(schedule: Schedule): Micros | undefined {
  dropStale(schedule)
  return schedule.heap[0]?.at
}

/** Takes the first key whose time has come. */
export function takeDue(schedule: Schedule, now: Micros): string | undefined {
  dropStale(schedule)
  const first = schedule.heap[0]
  if (first === undefined || first.at > now) return undefined
  pop(schedule.heap)
  schedule.due.delete(first.key)
  return first.key
}

/** An entry is stale when its key was taken out or moved; it leaves the heap when it comes to the top. */
function dropStale({ heap, due }: Schedule): void {
  while (heap.length > 0 && due.get(heap[0]!.key) !== heap[0]!.at) pop(heap)
}

type Entry = Schedule['heap'][number]
const before = (a: Entry, b: Entry): boolean => a.at < b.at || (a.at === b.at && a.order < b.order)

function push(heap: Entry[], entry: Entry): void {
  let at = heap.length
  heap.push(entry)
  while (at > 0) {
    const parent = (at - 1) >> 1
    if (!before(entry, heap[parent]!)) break
    heap[at] = heap[parent]!
    at = parent
  }
  heap[at] = entry
}

function pop(heap: Entry[]): void {
  const last = heap.pop()!
  if (heap.length === 0) return
  let at = 0
  for (;;) {
    let child = 2 * at + 1
    if (child >= heap.length) break
    if (child + 1 < heap.length && before(heap[child + 1]!, heap[child]!)) child++
    if (!before(heap[child]!, last)) break
    heap[at] = heap[child]!
    at = child
  }
  heap[at] = last
}
