import { expect, test } from 'vitest'
import { below, randomFor } from '../../../kernel/index.ts'
import { createDatabase, execute, type Database } from '../database.ts'
import type { TxnOp } from '../../messages.ts'
import { compact } from './compaction.ts'
import { range } from './range.ts'
import { copyMvcc, eventsSince, type Mvcc } from './store.ts'

const txn = (database: Database, ...success: TxnOp[]) => execute(database, { member: '', request: 0, call: { call: 'txn', compare: [], success, failure: [] } })
const put = (key: string, value: unknown = key): TxnOp => ({ op: 'put', key, value, bytes: 1 })
const del = (key: string, end?: string): TxnOp => ({ op: 'delete', key, end })
const keys = (mvcc: Mvcc, revision?: number, limit?: number): unknown => {
  const found = range(mvcc, { key: '/', end: '0', revision, limit })
  return typeof found === 'string' ? found : found.kvs.map(({ key, value, version }) => `${key}=${String(value)} v${version}`)
}

test('an empty store is at revision 1, and a transaction is one revision however much it writes', () => {
  const database = createDatabase()
  txn(database, put('/b'), put('/a'))
  expect(database.mvcc.revision).toBe(2)
  expect(keys(database.mvcc)).toEqual(['/a=/a v1', '/b=/b v1'])
})

test('a transaction that writes nothing is no revision', () => {
  const database = createDatabase()
  txn(database, del('/nothing'))
  expect(database.mvcc.revision).toBe(1)
})

test('the past can be read until it is compacted, the future not at all', () => {
  const database = createDatabase()
  for (const value of [1, 2, 3]) txn(database, put('/a', value))
  expect(keys(database.mvcc, 3)).toEqual(['/a=2 v2'])
  expect(keys(database.mvcc, 5)).toBe('future-revision')
  compact(database.mvcc, 3)
  expect(keys(database.mvcc, 2)).toBe('compacted')
  expect(keys(database.mvcc, 3)).toEqual(['/a=2 v2'])
  expect(keys(database.mvcc)).toEqual(['/a=3 v3'])
})

test('a key that is made again after its deletion starts at version 1', () => {
  const database = createDatabase()
  for (const op of [put('/a'), put('/a'), del('/a'), put('/a')]) txn(database, op)
  expect(keys(database.mvcc)).toEqual(['/a=/a v1'])
})

test('compaction forgets deleted keys and their history', () => {
  const database = createDatabase()
  for (const op of [put('/a'), del('/a'), put('/b')]) txn(database, op)
  compact(database.mvcc, 4)
  expect(database.mvcc.table.size).toBe(1)
})

test('a limit cuts the answer, not the count', () => {
  const database = createDatabase()
  txn(database, put('/a'), put('/b'), put('/c'))
  expect(range(database.mvcc, { key: '/', end: '0', limit: 2 })).toMatchObject({ count: 3, more: true, kvs: [{ key: '/a' }, { key: '/b' }] })
  expect(range(database.mvcc, { key: '/', end: '0', countOnly: true })).toEqual({ count: 3, more: false, kvs: [] })
})

test('a read inside a transaction sees what the transaction wrote', () => {
  const { result } = txn(createDatabase(), put('/a', 1), { op: 'range', key: '/a' })
  expect(result).toMatchObject({ results: [{}, { kvs: [{ value: 1, modRevision: 2 }] }] })
})

test('a copy and its original go different ways', () => {
  const database = createDatabase()
  txn(database, put('/a'))
  const copy: Database = { mvcc: copyMvcc(database.mvcc), leases: new Map() }
  txn(database, put('/b'))
  txn(copy, put('/c'))
  expect([keys(database.mvcc), keys(copy.mvcc)]).toEqual([['/a=/a v1', '/b=/b v1'], ['/a=/a v1', '/c=/c v1']])
})

test('under random writes, compactions and copies the store is what a plain list of all versions says', () => {
  for (let seed = 1; seed <= 30; seed++) {
    const random = randomFor(seed, 'mvcc')
    let database = createDatabase()
    const versions: Map<string, string>[] = [new Map(), new Map()]
    for (let i = 0; i < 300; i++) {
      const key = `/${below(random, 12)}`
      const now = new Map(versions.at(-1))
      const act = below(random, 20)
      if (act < 12) { txn(database, put(key, i)); now.set(key, String(i)) }
      else if (act < 18) { txn(database, del(key)); if (!now.delete(key)) continue }
      else {
        if (act === 18) database = { mvcc: copyMvcc(database.mvcc), leases: database.leases }
        else compact(database.mvcc, database.mvcc.compactRevision + below(random, database.mvcc.revision - database.mvcc.compactRevision + 1))
        continue
      }
      versions.push(now)
    }
    const { mvcc } = database
    expect(mvcc.revision).toBe(versions.length - 1)
    for (let revision = Math.max(1, mvcc.compactRevision); revision <= mvcc.revision; revision++) {
      const found = range(mvcc, { key: '/', end: '0', revision })
      const expected = [...versions[revision]!].sort(([a], [b]) => (a < b ? -1 : 1))
      expect(typeof found === 'string' ? found : found.kvs.map(({ key, value }) => [key, String(value)])).toEqual(expected)
    }
    for (const event of eventsSince(mvcc, mvcc.compactRevision + 1)) {
      expect(event.event === 'put').toBe(versions[event.kv.modRevision]!.has(event.kv.key))
    }
    expect(mvcc.keys).toBe(versions.at(-1)!.size)
  }
})
