import { Pages } from '../pages.ts'
import type { StoredEvent } from './store.ts'

const SMALLEST = 256

/**
 * From key to the newest event of its history: a hash table with open addressing over shared pages, so that a get costs one probe
 * and a copy costs nothing. Keys leave it only when a compaction builds a new one.
 */
export class KeyTable {
  size = 0
  private slots: Pages<StoredEvent | undefined> = empty(SMALLEST)
  private capacity = SMALLEST

  get(key: string, hash: number): StoredEvent | undefined {
    for (let slot = hash & (this.capacity - 1); ; slot = (slot + 1) & (this.capacity - 1)) {
      const event = this.slots.get(slot)
      if (event === undefined || (event.hash === hash && event.kv.key === key)) return event
    }
  }

  /** Makes `event` the newest of its key. True when the key is new. */
  set(event: StoredEvent): boolean {
    const added = this.place(event)
    if (added && ++this.size * 3 > this.capacity * 2) this.grow()
    return added
  }

  *values(): Iterable<StoredEvent> {
    for (let slot = 0; slot < this.capacity; slot++) {
      const event = this.slots.get(slot)
      if (event) yield event
    }
  }

  clone(): KeyTable {
    const copy = new KeyTable()
    copy.size = this.size
    copy.slots = this.slots.clone()
    copy.capacity = this.capacity
    return copy
  }

  private place(event: StoredEvent): boolean {
    let slot = event.hash & (this.capacity - 1)
    for (;;) {
      const found = this.slots.get(slot)
      if (found === undefined || (found.hash === event.hash && found.kv.key === event.kv.key)) {
        this.slots.set(slot, event)
        return found === undefined
      }
      slot = (slot + 1) & (this.capacity - 1)
    }
  }

  private grow(): void {
    const old = this.slots
    const length = this.capacity
    this.capacity *= 2
    this.slots = empty(this.capacity)
    for (let slot = 0; slot < length; slot++) {
      const event = old.get(slot)
      if (event) this.place(event)
    }
  }
}

export function hashOf(key: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193)
  // The low bits choose the slot: let the high ones take part.
  return (hash ^ (hash >>> 15)) | 0
}

function empty(capacity: number): Pages<StoredEvent | undefined> {
  const slots = new Pages<StoredEvent | undefined>()
  for (let slot = 0; slot < capacity; slot++) slots.push(undefined)
  return slots
}
