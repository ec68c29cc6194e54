import type { Delivery, Message } from '../../kernel/index.ts'
import { messageOf, rootOf, rowOf, summaryOf, type Row, type Summary, type Trace } from '../../projection/index.ts'

/** What is drawn as a packet of its own: what a teacher would point at. The rest is counted, or folded into what it serves. */
export function isNotable(trace: Trace, row: Row, summary: Summary, follow: number | 'all'): boolean {
  if (row.from === row.to || row.noise || row.lost) return false
  if (follow !== 'all' && row.root !== follow) return false
  switch (summary.type) {
    // Informers list and watch anew every few minutes: that is plumbing, as heartbeats are.
    case 'api-request': return (summary.from === 'kubectl' || !/^(WATCH|LIST) /.test(summary.label)) && !isEventWrite(summary)
    case 'api-response': return summary.to === 'kubectl' || summary.verb === 'error'
    case 'watch-event': return summary.event !== 'BOOKMARK' && !isEventWrite(summary) && concerns(summary)
    case 'etcd-request': return writes(row.msg)
    case 'cri-event': return (row.msg as { readonly event?: string } | undefined)?.event === 'MEMORY'
    case 'cri-request': case 'cni-request': case 'registry-request': return true
    case 'raft-append': case 'raft-append-response': return carriesFirstWrite(trace, row)
    default: return false
  }
}

/** Watch events are drawn to those who act on them; a kube-proxy hears of Services and slices, a kubelet of its own Pods. */
function concerns({ to, object }: Summary): boolean {
  if (to.endsWith('/proxy')) return object?.resource === 'services' || object?.resource === 'endpointslices'
  if (to === 'scheduler') return object?.resource === 'pods' || object?.resource === 'nodes'
  return true
}

const isEventWrite = ({ object }: Summary): boolean => object?.resource === 'events'

function writes(msg: Message | undefined): boolean {
  const call = (msg as { call?: { call?: string; success?: readonly { op: string; key?: string }[] } } | undefined)?.call
  const write = call?.success?.find(({ op }) => op !== 'range')
  return call?.call === 'txn' && write !== undefined && !write.key?.startsWith('/registry/events/')
}

/** Raft is shown in full for the first write that a root makes; later ones are folded into the diamond to the leader. */
function carriesFirstWrite(trace: Trace, row: Row): boolean {
  for (let id = row.cause, steps = 0; id > 0 && steps < 6; steps++) {
    const cause = rowOf(trace, id)
    if (!cause) return false
    if (cause.msg?.type === 'etcd-request') return firstWriteOf(trace, cause.root) === id
    id = cause.cause
  }
  return false
}

function firstWriteOf(trace: Trace, root: number): number {
  // Whose beginning fell off has written before.
  if (root < trace.gone) return 0
  for (let id = root + 1, end = Math.min(trace.end, root + 2000); id < end; id++) {
    const message = rootOf(trace, id) === root ? messageOf(trace, id) : undefined
    if (message?.type === 'etcd-request' && writes(message)) return id
  }
  return 0
}

export interface Notable { readonly row: Row; readonly summary: Summary }

export function notableOf(trace: Trace, delivery: Pick<Delivery<Message>, 'id'>, follow: number | 'all'): Notable | undefined {
  const row = rowOf(trace, delivery.id)
  if (!row) return undefined
  const summary = summaryOf(trace, row)
  return isNotable(trace, row, summary, follow) ? { row, summary } : undefined
}
