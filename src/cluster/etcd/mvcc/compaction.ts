import { hashOf, KeyTable } from './key-table.ts'
import { keysIn, PAST_ALL } from './range.ts'
import { SortedTexts } from './sorted-texts.ts'
import type { Mvcc, StoredEvent } from './store.ts'

/**
 * Forgets every version that no read at or after `revision` can see: per key the newest at or before it stays, unless it is a
 * tombstone, which ends the key's generation.
 */
export function compact(store: Mvcc, revision: number): void {
  const table = new KeyTable()
  const order = new SortedTexts()
  store.compactRevision = revision
  store.history.dropBefore(revision)
  let bytes = 0
  for (const key of keysIn(store, '', PAST_ALL)) {
    const newest = trim(store, store.table.get(key, hashOf(key))!, revision)
    if (!newest) continue
    table.set(newest)
    order.add(key)
    for (let event: StoredEvent | undefined = newest; event; event = event.older) bytes += key.length + event.kv.bytes
  }
  store.table = table
  store.order = order
  store.bytes = bytes
}

/** The history of one key after compaction; events are values, so what changes is made anew. */
function trim(store: Mvcc, newest: StoredEvent, revision: number): StoredEvent | undefined {
  const later: StoredEvent[] = []
  let base: StoredEvent | undefined = newest
  while (base && base.kv.modRevision > revision) {
    later.push(base)
    base = base.older
  }
  // A tombstone exactly at the revision stays: a watch from there must still hear of it.
  const kept = base && (base.event === 'put' || base.kv.modRevision === revision) ? base : undefined
  if (base === kept && kept?.older === undefined) return newest
  let event = kept && renewed(store, kept, undefined, undefined)
  while (later.length > 0) {
    const next: StoredEvent = later.pop()!
    event = renewed(store, next, event, next.previous && event?.kv)
  }
  return event
}

function renewed(store: Mvcc, event: StoredEvent, older: StoredEvent | undefined, previous: StoredEvent['previous']): StoredEvent {
  const copy: StoredEvent = { event: event.event, kv: event.kv, previous, older, hash: event.hash }
  const { modRevision } = event.kv
  if (modRevision < store.history.first) return copy
  const there = store.history.get(modRevision)!
  store.history.set(modRevision, Array.isArray(there) ? there.map((one: StoredEvent) => (one.kv === event.kv ? copy : one)) : copy)
  return copy
}
