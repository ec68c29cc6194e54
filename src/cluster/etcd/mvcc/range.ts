import type { KeyValue } from '../../messages.ts'
import { Pages } from '../pages.ts'
import { hashOf } from './key-table.ts'
import { byText, type Mvcc, type StoredEvent } from './store.ts'

export interface RangeRequest {
  readonly key: string
  /** Exclusive; '\0' is past every key. */
  readonly end?: string
  readonly limit?: number
  /** 0 or undefined: now. */
  readonly revision?: number
  readonly countOnly?: boolean
  readonly keysOnly?: boolean
}
export interface RangeResult { readonly kvs: readonly KeyValue[]; readonly count: number; readonly more: boolean }
export type RangeError = 'compacted' | 'future-revision'

/**
 * Keys in [key, end) as they were at a revision. `count` counts all of them, also beyond the limit. `now` is one more than the
 * store's revision inside a transaction that has written.
 */
export function range(store: Mvcc, request: RangeRequest, now = store.revision): RangeResult | RangeError {
  const revision = request.revision || now
  if (revision > now) return 'future-revision'
  if (revision < store.compactRevision) return 'compacted'
  if (request.end === undefined) return single(store, request, revision)

  const limit = request.countOnly ? 0 : request.limit || Infinity
  const kvs: KeyValue[] = []
  let count = 0
  for (const key of keysIn(store, request.key, request.end)) {
    const kv = versionAt(store.table.get(key, hashOf(key)), revision)
    if (!kv) continue
    count++
    if (kvs.length < limit) kvs.push(request.keysOnly ? withoutValue(kv) : kv)
  }
  return { kvs, count, more: !request.countOnly && count > kvs.length }
}

/** Every key that the index knows in [key, end), deleted ones too, in order. */
export function* keysIn(store: Mvcc, key: string, end: string): Iterable<string> {
  sortKeys(store)
  for (const found of store.order.from(key)) {
    if (end !== PAST_ALL && found >= end) return
    yield found
  }
}

export const PAST_ALL = '\0'

/** Walks back from the newest version to the one that was current at `revision`. */
export function versionAt(newest: StoredEvent | undefined, revision: number): KeyValue | undefined {
  let event = newest
  while (event && event.kv.modRevision > revision) event = event.older
  return event?.event === 'put' ? event.kv : undefined
}

function single(store: Mvcc, { key, countOnly, keysOnly }: RangeRequest, revision: number): RangeResult {
  const kv = versionAt(store.table.get(key, hashOf(key)), revision)
  if (!kv) return NOTHING
  return { kvs: countOnly ? [] : [keysOnly ? withoutValue(kv) : kv], count: 1, more: false }
}

/** New keys are sorted in when somebody asks for an order. */
function sortKeys(store: Mvcc): void {
  const { unsorted, order } = store
  if (unsorted.length === 0) return
  const keys = unsorted.slice(0, unsorted.length).sort(byText)
  for (const key of keys) order.add(key)
  store.unsorted = new Pages()
}

const withoutValue = (kv: KeyValue): KeyValue => ({ ...kv, value: undefined, bytes: 0 })
const NOTHING: RangeResult = { kvs: [], count: 0, more: false }
