import type { EtcdResult } from '../../messages.ts'
import type { Context } from '../context.ts'
import type { ApiServerState } from '../state.ts'
import { COMPACTION_US } from '../timing.ts'
import { ask } from './etcd-line.ts'

const KEY = 'compact_rev_key'

/** Every five minutes the revision of five minutes ago is compacted away. Of several API servers the one that moves the key does it. */
export function compact(state: ApiServerState, cx: Context): void {
  cx.after(state.config.compactionIntervalUs ?? COMPACTION_US, { type: 'compaction' }, { noise: true })
  ask(state.etcd, cx, { use: 'compact-key' }, {
    call: 'txn', compare: [{ target: 'version', key: KEY, op: '=', version: state.compaction.version }],
    success: [{ op: 'put', key: KEY, value: String(state.compaction.revision), bytes: 20 }], failure: [{ op: 'range', key: KEY }],
  }, 0, true)
}

export function compactKeyAnswered(state: ApiServerState, cx: Context, result: EtcdResult): void {
  if (!result.ok || !('succeeded' in result)) return
  const due = state.compaction.revision
  if (!result.succeeded) {
    const range = result.results[0]
    const version = range?.op === 'range' ? (range.kvs[0]?.version ?? 0) : 0
    state.compaction = { version, revision: result.revision }
    return
  }
  state.compaction = { version: state.compaction.version + 1, revision: result.revision }
  if (due > 0) ask(state.etcd, cx, { use: 'compact' }, { call: 'compact', revision: due }, 0, true)
}

/** Whether it worked does not matter: the next round comes. */
export function compacted(state: ApiServerState, result: EtcdResult): void {
  if (result.ok && result.revision > state.revision) state.revision = result.revision
}
