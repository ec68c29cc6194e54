import { SECOND, type ActorId, type Cx, type EventId } from '../../kernel/index.ts'
import type { EtcdEvent, EtcdWatchCanceled, EtcdWatchRequest, EtcdWatchResponse } from '../messages.ts'
import { COMPACTED } from './command.ts'
import { eventsSince, type StoredEvent } from './mvcc/store.ts'
import { addWatch, removeWatch, watchName, type Watch } from './mvcc/watch-index.ts'
import type { EtcdMessage, EtcdState } from './state.ts'

/** kubeadm's --watch-progress-notify-interval. */
const PROGRESS_US = 5 * SECOND
/** Revisions of history in one response, as upstream. */
const BATCH = 1_000

/** What one watch hears of one batch of applied entries, and for each event whose request it was. */
export interface Told { readonly events: StoredEvent[]; readonly causes: EventId[] }

export function openWatch(state: EtcdState, client: ActorId, msg: EtcdWatchRequest, cx: Cx<EtcdMessage>): void {
  const { mvcc } = state.database
  if (!state.raft?.leader) return sendCanceled(client, msg.id, 0, 'etcdserver: no leader', cx)
  if (msg.revision > 0 && msg.revision < mvcc.compactRevision) return sendCanceled(client, msg.id, mvcc.compactRevision, COMPACTED.error, cx)
  const fromRevision = msg.revision || mvcc.revision + 1
  const watch: Watch = { client, id: msg.id, key: msg.key, end: msg.end, fromRevision, previous: msg.previous, progress: msg.progress, busy: false }
  addWatch(state.watches, watch)
  catchUp(state, watch, fromRevision, cx)
  if (msg.progress && state.progressTimer === 0) armProgress(state, cx)
}

export const closeWatch = (state: EtcdState, client: ActorId, id: number): void => removeWatch(state.watches, watchName(client, id))

export function tellWatches(state: EtcdState, told: ReadonlyMap<string, Told>, cx: Cx<EtcdMessage>): void {
  if (told.size === 0) return
  const { revision } = state.database.mvcc
  for (const [name, { events, causes }] of told) {
    const watch = state.watches.watches.get(name)!
    const old = events.findIndex((event) => event.kv.modRevision >= watch.fromRevision)
    if (old < 0) continue
    const [due, theirs] = old === 0 ? [events, causes] : [events.slice(old), causes.slice(old)]
    const [first = 0, ...others] = new Set(theirs)
    cx.because(first || cx.event, first ? [...others.slice(0, 15), cx.event] : undefined)
    sendEvents(watch, due, revision, cx, others.length > 0 ? theirs : undefined)
  }
  cx.because(cx.event)
}

/** The state jumped to a leader's snapshot: watches hear what they missed, or that it is forgotten. */
export function resync(state: EtcdState, cx: Cx<EtcdMessage>): void {
  const { mvcc } = state.database
  for (const [name, watch] of [...state.watches.watches]) {
    // NB: what a watch was sent before the jump is not remembered per watch, so it is ended and its client resumes from what it has seen,
    // because a member that fell behind a whole log is rare and upstream's clients resume in the same way after a compaction.
    removeWatch(state.watches, name)
    sendCanceled(watch.client, watch.id, mvcc.compactRevision, 'etcdserver: watch stream closed', cx)
  }
}

export function cancelWatches(state: EtcdState, reason: string, cx: Cx<EtcdMessage>): void {
  for (const [name, watch] of [...state.watches.watches]) {
    removeWatch(state.watches, name)
    sendCanceled(watch.client, watch.id, 0, reason, cx)
  }
}

/** The client's connection is gone, and with it its watches and everything that it waits for. */
export function forgetClient(state: EtcdState, client: ActorId): void {
  for (const [name, watch] of [...state.watches.watches]) if (watch.client === client) removeWatch(state.watches, name)
  for (const [number, pending] of state.pending) if (pending.client === client) state.pending.delete(number)
  for (const [number, renewal] of state.renewals) if (renewal.client === client) state.renewals.delete(number)
  state.reads.waiting = state.reads.waiting.filter((read) => read.client !== client)
  const { round } = state.reads
  if (round) state.reads.round = { ...round, reads: round.reads.filter((read) => read.client !== client) }
}

/** Every so often, a watch that heard nothing is told how far the store is. */
export function noticeProgress(state: EtcdState, cx: Cx<EtcdMessage>): void {
  state.progressTimer = 0
  let wanted = false
  for (const watch of state.watches.watches.values()) {
    if (!watch.progress) continue
    wanted = true
    if (!watch.busy) sendProgress(state, watch, cx)
    watch.busy = false
  }
  if (wanted) armProgress(state, cx)
}

/** The client asks for it now, on all its watches. */
export function progressAsked(state: EtcdState, client: ActorId, cx: Cx<EtcdMessage>): void {
  for (const watch of state.watches.watches.values()) if (watch.client === client) sendProgress(state, watch, cx)
}

function catchUp(state: EtcdState, watch: Watch, from: number, cx: Cx<EtcdMessage>): void {
  const { mvcc } = state.database
  if (from > mvcc.revision) return
  let batch: StoredEvent[] = []
  for (const event of eventsSince(mvcc, from)) {
    const { key } = event.kv
    const inside = watch.end === undefined ? key === watch.key : key >= watch.key && (watch.end === '\0' || key < watch.end)
    if (!inside) continue
    // A revision is never split between two responses.
    if (batch.length >= BATCH && batch.at(-1)!.kv.modRevision !== event.kv.modRevision) {
      sendEvents(watch, batch, batch.at(-1)!.kv.modRevision, cx)
      batch = []
    }
    batch.push(event)
  }
  if (batch.length > 0) sendEvents(watch, batch, mvcc.revision, cx)
}

function sendEvents(watch: Watch, events: readonly StoredEvent[], revision: number, cx: Cx<EtcdMessage>, causes?: readonly EventId[]): void {
  watch.busy = true
  const said: readonly EtcdEvent[] = causes
    ? events.map(({ event, kv, previous }, index) => (watch.previous ? { event, kv, previous, cause: causes[index] } : { event, kv, cause: causes[index] }))
    : watch.previous ? events : events.map(({ event, kv }) => ({ event, kv }))
  const msg: EtcdWatchResponse = { type: 'etcd-watch-response', id: watch.id, revision, events: said }
  cx.send(watch.client, msg)
}

function sendProgress(state: EtcdState, watch: Watch, cx: Cx<EtcdMessage>): void {
  const msg: EtcdWatchResponse = { type: 'etcd-watch-response', id: watch.id, revision: state.database.mvcc.revision, events: [] }
  cx.send(watch.client, msg, { noise: true })
}

function sendCanceled(client: ActorId, id: number, compactRevision: number, reason: string, cx: Cx<EtcdMessage>): void {
  const msg: EtcdWatchCanceled = { type: 'etcd-watch-canceled', id, compactRevision, reason }
  cx.send(client, msg)
}

function armProgress(state: EtcdState, cx: Cx<EtcdMessage>): void {
  state.progressTimer = cx.after(PROGRESS_US, { type: 'etcd-timer', timer: 'progress' }, { noise: true })
}
