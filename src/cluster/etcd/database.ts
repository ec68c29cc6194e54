import { unreachable } from '../../kernel/index.ts'
import type { Compare, EtcdOpResult, EtcdResult, TxnOp } from '../messages.ts'
import { COMPACTED, FUTURE_REVISION, LEASE_NOT_FOUND, type Command, type EtcdFailure, type WriteCall } from './command.ts'
import { attach, copyLeases, grant, leaseKeys, type Lease } from './leases.ts'
import { compact } from './mvcc/compaction.ts'
import { keysIn, range } from './mvcc/range.ts'
import { byText, copyMvcc, createMvcc, currentKey, finish, insert, put, remove, type Mvcc, type StoredEvent } from './mvcc/store.ts'

/** What a member's log amounts to, up to the entry applied last. */
export interface Database {
  mvcc: Mvcc
  leases: Map<number, Lease>
}

/** What a command came to: the same on every member. */
export interface Outcome {
  readonly events: readonly StoredEvent[]
  readonly result: EtcdResult
}

export const createDatabase = (): Database => ({ mvcc: createMvcc(), leases: new Map() })

export const copyDatabase = ({ mvcc, leases }: Database): Database => ({ mvcc: copyMvcc(mvcc), leases: copyLeases(leases) })

/** Carries a command out. A function of the log's entries up to this one alone, like everything here. */
export function execute(database: Database, { call }: Command): Outcome {
  const outcome = decide(database, call)
  if (call.call === 'lease-revoke') database.leases.delete(call.lease)
  attachAll(database, outcome.events)
  return outcome
}

/** Carries a command out whose outcome another member has worked out. */
export function repeat(database: Database, command: Command, outcome: Outcome): Outcome {
  if (command.call.call !== 'txn') return execute(database, command)
  for (const event of outcome.events) insert(database.mvcc, event)
  finish(database.mvcc, outcome.events)
  attachAll(database, outcome.events)
  return outcome
}

function decide(database: Database, call: WriteCall): Outcome {
  const { mvcc } = database
  switch (call.call) {
    case 'txn': return transact(database, call.compare.every((compare) => holds(mvcc, compare)), call)
    case 'compact': {
      if (call.revision <= mvcc.compactRevision) return failed(COMPACTED)
      if (call.revision > mvcc.revision) return failed(FUTURE_REVISION)
      compact(mvcc, call.revision)
      return { events: NONE, result: { ok: true, revision: mvcc.revision, succeeded: true, results: [] } }
    }
    case 'lease-grant': {
      const lease = grant(database.leases, call.lease!, call.ttlSeconds)
      return { events: NONE, result: { ok: true, revision: mvcc.revision, lease: lease.id, ttlSeconds: lease.ttlSeconds } }
    }
    case 'lease-revoke': {
      const lease = database.leases.get(call.lease)
      if (!lease) return failed(LEASE_NOT_FOUND)
      const keys = leaseKeys(lease).filter((key) => currentKey(mvcc, key)?.lease === lease.id).sort(byText)
      const events = removeAll(mvcc, mvcc.revision + 1, keys)
      finish(mvcc, events)
      return { events, result: { ok: true, revision: mvcc.revision, lease: lease.id, ttlSeconds: 0 } }
    }
    default: unreachable(call)
  }
}

/** Everything that a branch of a transaction writes is one revision, or none if it writes nothing. */
function transact(database: Database, succeeded: boolean, call: Extract<WriteCall, { call: 'txn' }>): Outcome {
  const { mvcc } = database
  const ops = succeeded ? call.success : call.failure
  const refused = checkOps(database, ops)
  if (refused) return failed(refused)
  const revision = mvcc.revision + 1
  const events: StoredEvent[] = []
  const results: EtcdOpResult[] = []
  for (const op of ops) results.push(perform(mvcc, revision, op, events))
  finish(mvcc, events)
  return { events, result: { ok: true, revision: mvcc.revision, succeeded, results } }
}

/** A transaction is refused as a whole before it writes anything. */
export function checkOps({ mvcc, leases }: Database, ops: readonly TxnOp[]): EtcdFailure | undefined {
  for (const op of ops) {
    if (op.op === 'put' && op.lease && !leases.has(op.lease)) return LEASE_NOT_FOUND
    if (op.op !== 'range' || !op.revision) continue
    if (op.revision > mvcc.revision) return FUTURE_REVISION
    if (op.revision < mvcc.compactRevision) return COMPACTED
  }
  return undefined
}

function perform(mvcc: Mvcc, revision: number, op: TxnOp, events: StoredEvent[]): EtcdOpResult {
  switch (op.op) {
    case 'put': {
      const event = put(mvcc, revision, op.key, op.value, op.bytes, op.lease || undefined)
      events.push(event)
      return { op: 'put', previous: event.previous }
    }
    case 'delete': {
      const keys = op.end === undefined ? [op.key] : [...keysIn(mvcc, op.key, op.end)]
      const removed = removeAll(mvcc, revision, keys)
      for (const event of removed) events.push(event)
      return { op: 'delete', deleted: removed.length, previous: removed.map((event) => event.previous!) }
    }
    case 'range': {
      const found = range(mvcc, op, events.length > 0 ? revision : mvcc.revision)
      if (typeof found === 'string') return { op: 'range', kvs: [], count: 0, more: false } // checked before
      return { op: 'range', kvs: found.kvs, count: found.count, more: found.more }
    }
    default: unreachable(op)
  }
}

function removeAll(mvcc: Mvcc, revision: number, keys: readonly string[]): StoredEvent[] {
  const events: StoredEvent[] = []
  for (const key of keys) {
    const event = remove(mvcc, revision, key)
    if (event) events.push(event)
  }
  return events
}

/** A key that does not exist has revision and version 0. */
export function holds(mvcc: Mvcc, compare: Compare): boolean {
  const kv = currentKey(mvcc, compare.key)
  switch (compare.target) {
    case 'mod': return compares(kv?.modRevision ?? 0, compare.op, compare.revision)
    case 'create': return compares(kv?.createRevision ?? 0, compare.op, compare.revision)
    case 'version': return compares(kv?.version ?? 0, compare.op, compare.version)
    default: unreachable(compare)
  }
}

function compares(left: number, op: Compare['op'], right: number): boolean {
  switch (op) {
    case '=': return left === right
    case '!=': return left !== right
    case '>': return left > right
    case '<': return left < right
    default: unreachable(op)
  }
}

function attachAll(database: Database, events: readonly StoredEvent[]): void {
  for (const { kv, previous } of events) if (kv.lease !== undefined && kv.lease !== previous?.lease) attach(database.leases, kv.lease, kv.key)
}

const failed = (result: EtcdFailure): Outcome => ({ events: NONE, result })
const NONE: readonly StoredEvent[] = []
