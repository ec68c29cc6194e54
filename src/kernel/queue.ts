/**
 * What waits for its moment, as a binary heap with inline keys: earliest first, ties by id, so the order of the world is total.
 * The items themselves lie in slots that are used again.
 */
export interface Queue<T> {
  size: number
  at: Float64Array
  id: Float64Array
  slot: Int32Array
  items: (T | undefined)[]
  free: number[]
}

export const createQueue = <T>(capacity = 1024): Queue<T> =>
  ({ size: 0, at: new Float64Array(capacity), id: new Float64Array(capacity), slot: new Int32Array(capacity), items: [], free: [] })

export function push<T>(queue: Queue<T>, at: number, id: number, item: T): void {
  if (queue.size === queue.at.length) grow(queue)
  const slot = queue.free.pop() ?? queue.items.length
  queue.items[slot] = item
  let i = queue.size++
  const { at: ats, id: ids, slot: slots } = queue
  while (i > 0) {
    const parent = (i - 1) >> 1
    if (ats[parent]! < at || (ats[parent] === at && ids[parent]! < id)) break
    move(queue, parent, i)
    i = parent
  }
  ats[i] = at
  ids[i] = id
  slots[i] = slot
}

export function pop<T>(queue: Queue<T>): T | undefined {
  if (queue.size === 0) return undefined
  const { at: ats, id: ids, slot: slots } = queue
  const slot = slots[0]!
  const item = queue.items[slot]
  queue.items[slot] = undefined
  queue.free.push(slot)
  const last = --queue.size
  if (last === 0) return item
  const at = ats[last]!
  const id = ids[last]!
  let i = 0
  for (;;) {
    let child = 2 * i + 1
    if (child >= last) break
    if (child + 1 < last && (ats[child + 1]! < ats[child]! || (ats[child + 1] === ats[child] && ids[child + 1]! < ids[child]!))) child++
    if (at < ats[child]! || (at === ats[child] && id < ids[child]!)) break
    move(queue, child, i)
    i = child
  }
  ats[i] = at
  ids[i] = id
  slots[i] = slots[last]!
  return item
}

export const peek = <T>(queue: Queue<T>): T | undefined => (queue.size === 0 ? undefined : queue.items[queue.slot[0]!])

export const nextAt = (queue: Queue<unknown>): number => (queue.size === 0 ? Infinity : queue.at[0]!)

/** Everything that waits, in no particular order. */
export function* waiting<T>(queue: Queue<T>): Iterable<T> {
  for (let i = 0; i < queue.size; i++) yield queue.items[queue.slot[i]!]!
}

export const copyQueue = <T>(queue: Queue<T>): Queue<T> => ({
  size: queue.size, at: queue.at.slice(), id: queue.id.slice(), slot: queue.slot.slice(), items: queue.items.slice(), free: queue.free.slice(),
})

function move(queue: Queue<unknown>, from: number, to: number): void {
  queue.at[to] = queue.at[from]!
  queue.id[to] = queue.id[from]!
  queue.slot[to] = queue.slot[from]!
}

function grow(queue: Queue<unknown>): void {
  const { at, id, slot } = queue
  queue.at = new Float64Array(at.length * 2)
  queue.id = new Float64Array(id.length * 2)
  queue.slot = new Int32Array(slot.length * 2)
  queue.at.set(at)
  queue.id.set(id)
  queue.slot.set(slot)
}
