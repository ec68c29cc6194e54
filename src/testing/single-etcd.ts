import { unreachable, type ActorId, type Component, type Cx } from '../kernel/index.ts'
import type { Compare, EtcdAnswer, EtcdCall, EtcdClientMessage, EtcdEvent, EtcdOpResult, EtcdResult, KeyValue, TxnOp } from '../cluster/messages.ts'

// One etcd in memory, without raft or disk: the same conversation as the real one, for fast tests of what stands above it.

interface SingleEtcd {
  revision: number
  compacted: number
  /** All versions of each key, oldest first; a version of 0 is a tombstone. */
  readonly history: Map<string, KeyValue[]>
  keys: string[]
  readonly watches: Map<string, { readonly peer: ActorId; readonly id: number; readonly key: string; readonly end: string | undefined }>
  nextLease: number
}

type Message = EtcdClientMessage

export const singleEtcd = (): Component<SingleEtcd, Message> => ({
  kind: 'etcd',
  init: () => ({ revision: 1, compacted: 0, history: new Map(), keys: [], watches: new Map(), nextLease: 1 }),
  durable: true,
  step(state, { from, msg }, cx) {
    switch (msg.type) {
      case 'etcd-request': {
        // Whoever wrote hears of it on the watch and in the answer, the watch first.
        const result = call(state, msg.call, cx)
        return void cx.send<EtcdAnswer>(from, { type: 'etcd-response', id: msg.id, result })
      }
      case 'etcd-watch': return openWatch(state, from, msg, cx)
      case 'etcd-watch-cancel': return void state.watches.delete(`${from} ${msg.id}`)
      case 'etcd-progress-request': {
        for (const watch of state.watches.values()) if (watch.peer === from) cx.send<EtcdAnswer>(from, { type: 'etcd-watch-response', id: watch.id, revision: state.revision, events: [] })
        return
      }
      default: return unreachable(msg)
    }
  },
  disconnected(state, peer) {
    for (const [key, watch] of state.watches) if (watch.peer === peer) state.watches.delete(key)
  },
})

function call(state: SingleEtcd, request: EtcdCall, cx: Cx<Message>): EtcdResult {
  switch (request.call) {
    case 'range': {
      const revision = request.revision ?? 0
      if (revision > state.revision) return { ok: false, code: 'future-revision', error: 'etcdserver: mvcc: required revision is a future revision' }
      if (revision > 0 && revision < state.compacted) return { ok: false, code: 'compacted', error: 'etcdserver: mvcc: required revision has been compacted' }
      return { ok: true, revision: state.revision, result: range(state, request.key, request.end, request.limit, revision, request.countOnly) }
    }
    case 'txn': {
      const succeeded = request.compare.every((one) => holds(state, one))
      const ops = succeeded ? request.success : request.failure
      const writes = ops.some(({ op }) => op !== 'range')
      const revision = state.revision + (writes ? 1 : 0)
      const events: EtcdEvent[] = []
      const results = ops.map((op) => perform(state, op, revision, events))
      if (events.length > 0) {
        state.revision = revision
        for (const watch of state.watches.values()) {
          const own = events.filter(({ kv }) => inRange(kv.key, watch.key, watch.end))
          if (own.length > 0) cx.send<EtcdAnswer>(watch.peer, { type: 'etcd-watch-response', id: watch.id, revision, events: own })
        }
      }
      return { ok: true, revision: state.revision, succeeded, results }
    }
    case 'compact': {
      if (request.revision > state.compacted) state.compacted = request.revision
      return { ok: true, revision: state.revision, result: { op: 'range', kvs: [], count: 0, more: false } }
    }
    case 'lease-grant': return { ok: true, revision: state.revision, lease: request.lease ?? state.nextLease++, ttlSeconds: request.ttlSeconds }
    case 'lease-revoke': case 'lease-keep-alive': return { ok: true, revision: state.revision, lease: request.lease, ttlSeconds: 0 }
    case 'status': return { ok: true, revision: state.revision, leader: cx.self, term: 1, compactRevision: state.compacted }
    default: return unreachable(request)
  }
}

const latest = (state: SingleEtcd, key: string): KeyValue | undefined => {
  const last = state.history.get(key)?.at(-1)
  return last && last.version > 0 ? last : undefined
}

function at(state: SingleEtcd, key: string, revision: number): KeyValue | undefined {
  if (revision === 0) return latest(state, key)
  const found = state.history.get(key)!.findLast((one) => one.modRevision <= revision)
  return found && found.version > 0 ? found : undefined
}

const inRange = (key: string, from: string, end: string | undefined): boolean => (end === undefined ? key === from : key >= from && key < end)

function range(state: SingleEtcd, key: string, end: string | undefined, limit = 0, revision = 0, countOnly = false): EtcdOpResult & { op: 'range' } {
  const keys = end === undefined ? (state.history.has(key) ? [key] : []) : state.keys.slice(lower(state.keys, key), lower(state.keys, end))
  const found = keys.map((one) => at(state, one, revision)).filter((kv) => kv !== undefined)
  const kvs = countOnly ? [] : limit > 0 ? found.slice(0, limit) : found
  return { op: 'range', kvs, count: found.length, more: !countOnly && kvs.length < found.length }
}

function lower(keys: readonly string[], key: string): number {
  let low = 0
  let high = keys.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (keys[middle]! < key) low = middle + 1
    else high = middle
  }
  return low
}

function holds(state: SingleEtcd, compare: Compare): boolean {
  const kv = latest(state, compare.key)
  const [actual, wanted] = compare.target === 'version' ? [kv?.version ?? 0, compare.version] : [(compare.target === 'mod' ? kv?.modRevision : kv?.createRevision) ?? 0, compare.revision]
  switch (compare.op) {
    case '=': return actual === wanted
    case '!=': return actual !== wanted
    case '>': return actual > wanted
    case '<': return actual < wanted
  }
}

function perform(state: SingleEtcd, op: TxnOp, revision: number, events: EtcdEvent[]): EtcdOpResult {
  if (op.op === 'range') return range(state, op.key, op.end, op.limit, op.revision, op.countOnly)
  if (op.op === 'put') {
    const previous = latest(state, op.key)
    const kv: KeyValue = { key: op.key, value: op.value, bytes: op.bytes, createRevision: previous?.createRevision ?? revision, modRevision: revision, version: (previous?.version ?? 0) + 1, lease: op.lease ?? 0 }
    append(state, kv)
    events.push({ event: 'put', kv, previous })
    return { op: 'put', previous }
  }
  const { kvs } = range(state, op.key, op.end)
  for (const previous of kvs) {
    const kv: KeyValue = { key: previous.key, value: undefined, bytes: 0, createRevision: 0, modRevision: revision, version: 0, lease: 0 }
    append(state, kv)
    events.push({ event: 'delete', kv, previous })
  }
  return { op: 'delete', deleted: kvs.length, previous: kvs }
}

function append(state: SingleEtcd, kv: KeyValue): void {
  const versions = state.history.get(kv.key)
  if (versions) {
    versions.push(kv)
    return
  }
  state.history.set(kv.key, [kv])
  state.keys.splice(lower(state.keys, kv.key), 0, kv.key)
}

function openWatch(state: SingleEtcd, from: ActorId, { id, key, end, revision }: Extract<Message, { type: 'etcd-watch' }>, cx: Cx<Message>): void {
  if (revision > 0 && revision <= state.compacted) {
    cx.send<EtcdAnswer>(from, { type: 'etcd-watch-canceled', id, compactRevision: state.compacted, reason: 'etcdserver: mvcc: required revision has been compacted' })
    return
  }
  state.watches.set(`${from} ${id}`, { peer: from, id, key, end })
  if (revision === 0) return
  const events: EtcdEvent[] = []
  const last = end === undefined ? lower(state.keys, `${key}\u0000`) : lower(state.keys, end)
  for (const one of state.keys.slice(lower(state.keys, key), last)) {
    const versions = state.history.get(one)!
    versions.forEach((kv, index) => {
      if (kv.modRevision >= revision) events.push({ event: kv.version > 0 ? 'put' : 'delete', kv, previous: versions[index - 1] })
    })
  }
  events.sort((a, b) => a.kv.modRevision - b.kv.modRevision)
  if (events.length > 0) cx.send<EtcdAnswer>(from, { type: 'etcd-watch-response', id, revision: state.revision, events })
}
