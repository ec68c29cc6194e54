import type { EtcdEvent, KeyValue } from '../../messages.ts'
import { Pages } from '../pages.ts'
import { hashOf, KeyTable } from './key-table.ts'
import { SortedTexts } from './sorted-texts.ts'

/** A version of a key, with the way back to the older ones. An immutable value: members, watchers and checkpoints share it. */
export interface StoredEvent extends EtcdEvent {
  readonly older: StoredEvent | undefined
  readonly hash: number
}

/** Every key with its history since the last compaction. `revision` grows by one with every transaction that writes. */
export interface Mvcc {
  revision: number
  compactRevision: number
  /** Keys that exist now. */
  keys: number
  /** What the versions weigh as JSON. */
  bytes: number
  table: KeyTable
  /** All keys of the table in order, but for those in `unsorted`: sorting waits until a range asks for it. */
  order: SortedTexts
  unsorted: Pages<string>
  /** What happened in each revision after the compacted one; most revisions are a single event. */
  history: Pages<StoredEvent | readonly StoredEvent[]>
}

/** An empty store is at revision 1, as etcd's. */
export const createMvcc = (): Mvcc => ({
  revision: 1, compactRevision: 0, keys: 0, bytes: 0,
  table: new KeyTable(), order: new SortedTexts(), unsorted: new Pages(), history: Pages.from(2),
})

/** A store that shares everything with this one until either is written. */
export const copyMvcc = (store: Mvcc): Mvcc => ({
  ...store, table: store.table.clone(), order: store.order.clone(), unsorted: store.unsorted.clone(), history: store.history.clone(),
})

/** The newest version of a key; undefined where there is none or it was deleted. */
export function currentKey(store: Mvcc, key: string): KeyValue | undefined {
  const event = store.table.get(key, hashOf(key))
  return event?.event === 'put' ? event.kv : undefined
}

/** Writes at `revision`, which is the transaction's: the store's revision moves when `finish` is called. */
export function put(store: Mvcc, revision: number, key: string, value: unknown, bytes: number, lease: number | undefined): StoredEvent {
  const hash = hashOf(key)
  const older = store.table.get(key, hash)
  const previous = older?.event === 'put' ? older.kv : undefined
  const kv: KeyValue = {
    key, value, bytes, createRevision: previous?.createRevision ?? revision, modRevision: revision, version: (previous?.version ?? 0) + 1, lease,
  }
  const event: StoredEvent = { event: 'put', kv, previous, older, hash }
  insert(store, event)
  return event
}

/** A tombstone; undefined when there is nothing to delete. */
export function remove(store: Mvcc, revision: number, key: string): StoredEvent | undefined {
  const hash = hashOf(key)
  const older = store.table.get(key, hash)
  if (older?.event !== 'put') return undefined
  const kv: KeyValue = { key, value: undefined, bytes: 0, createRevision: 0, modRevision: revision, version: 0, lease: undefined }
  const event: StoredEvent = { event: 'delete', kv, previous: older.kv, older, hash }
  insert(store, event)
  return event
}

/** What a member does that did not work the event out itself. */
export function insert(store: Mvcc, event: StoredEvent): void {
  if (store.table.set(event)) store.unsorted.push(event.kv.key)
  store.bytes += event.kv.key.length + event.kv.bytes
  if (event.event === 'delete') store.keys--
  else if (event.previous === undefined) store.keys++
}

/** The transaction is over: its events are the next revision. A transaction that wrote nothing is none. */
export function finish(store: Mvcc, events: readonly StoredEvent[]): void {
  if (events.length === 0) return
  store.revision++
  store.history.push(events.length === 1 ? events[0]! : events)
}

export function* eventsSince(store: Mvcc, revision: number): Iterable<StoredEvent> {
  for (let at = Math.max(revision, store.history.first); at < store.history.length; at++) {
    const events = store.history.get(at)!
    if (Array.isArray(events)) yield* events as readonly StoredEvent[]
    else yield events as StoredEvent
  }
}

export const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
