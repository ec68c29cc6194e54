import type { Cx, EventId } from '../../kernel/index.ts'
import { applyAll } from './apply.ts'
import { copyDatabase, type Database } from './database.ts'
import type { DiskWrite } from './disk-messages.ts'
import { leadershipGained, leadershipLost } from './lessor.ts'
import { compactLog, termAt } from './raft/log.ts'
import { deadlineOf, type Raft } from './raft/raft.ts'
import { persisted, takeReady } from './raft/ready.ts'
import { propose } from './raft/step.ts'
import type { Ready } from './raft/types.ts'
import { answerReads, leaderChanged, readStatesKnown } from './reading.ts'
import { say, sayAgain } from './requests.ts'
import type { EtcdConfig, EtcdMessage, EtcdState, Promised } from './state.ts'
import { cancelWatches, resync } from './watching.ts'

const SNAPSHOT_ENTRIES = 10_000
/** Upstream ends streams of clients that require a leader after three election timeouts without one. */
const LEADERLESS_US = 3_000_000

/** Does what raft wants done, until it wants nothing more or waits for the disk. Runs after every event. */
export function pump(state: EtcdState, config: EtcdConfig, cx: Cx<EtcdMessage>): void {
  const raft = state.raft!
  for (;;) {
    followLeadership(state, raft, cx)
    const ready = takeReady(raft, cx)
    if (!ready) break
    perform(state, raft, ready, config, cx)
  }
  cutLog(state, raft, config, cx)
  const due = deadlineOf(raft)
  // A deadline only moves away while all is well: the timer looks again when it fires instead of being set for every message.
  if (!state.raftTimer || state.raftTimer.at > due) {
    const at = Math.max(due, cx.now)
    state.raftTimer = { id: cx.after(at - cx.now, { type: 'etcd-timer', timer: 'raft' }, { noise: true }), at }
  }
}

function perform(state: EtcdState, raft: Raft, ready: Ready, config: EtcdConfig, cx: Cx<EtcdMessage>): void {
  for (const { to, msg } of ready.messages) say(to, msg, state.heard.get(to) ?? cx.event, cx)
  cx.because(cx.event)
  if (ready.snapshot) {
    state.database = copyDatabase(ready.snapshot.data as Database) // Raft does not know what it replicates.
    state.snapshotIndex = ready.snapshot.index
    resync(state, cx)
  }
  const promises = ready.promises.map(({ to, msg }): Promised => ({ to, msg, cause: causeOf(state, to, msg.type) ?? cx.event }))
  if (ready.mustSync) write(state, ready, promises, config, cx)
  if (!ready.mustSync || config.bug === 'acks-before-fsync') {
    sayAgain(promises, cx)
    if (raft.writing) persisted(raft, cx)
  }
  applyAll(state, ready.committed, config, cx)
  tellCommit(state, raft, cx)
  readStatesKnown(state, ready.readStates)
  answerReads(state, cx)
}

function write(state: EtcdState, ready: Ready, messages: readonly Promised[], config: EtcdConfig, cx: Cx<EtcdMessage>): void {
  const id = state.nextWrite++
  state.write = { id, messages }
  const causes = ready.entries.map((entry) => entry.cause).filter((cause) => cause !== 0)
  const order: DiskWrite = { type: 'disk-write', id, hardState: ready.hardState, entries: ready.entries, snapshot: ready.snapshot }
  cx.because(causes[0] ?? cx.event, causes.length > 0 ? [...causes.slice(1, MAX_CAUSES), cx.event] : undefined)
  cx.send(config.disk, order)
  cx.because(cx.event)
}

/** An event keeps at most this many other causes; the first leads anyway. */
const MAX_CAUSES = 16

const causeOf = (state: EtcdState, to: string, type: string): EventId | undefined =>
  state.heard.get(type === 'raft-heartbeat-response' ? `${to} heartbeat` : to)

/** Notices who leads, and what that changes for clients and leases. */
function followLeadership(state: EtcdState, raft: Raft, cx: Cx<EtcdMessage>): void {
  const { told } = state
  if (told.role !== raft.role || told.term !== raft.term) {
    cx.fact({ fact: 'raft-role', role: raft.role, term: raft.term })
    if (raft.role === 'leader') leadershipGained(state, cx)
    else if (told.role === 'leader') leadershipLost(state)
    told.role = raft.role
    told.term = raft.term
  }
  if (told.leader !== raft.leader) {
    if (raft.leader === undefined) state.leaderlessSinceUs = cx.now
    else {
      state.leaderElectedUs = cx.now
      leaderChanged(state, cx)
    }
    told.leader = raft.leader
  }
  if (raft.leader === undefined) {
    if (cx.now - state.leaderlessSinceUs >= LEADERLESS_US) cancelWatches(state, 'etcdserver: no leader', cx)
  } else if (state.unproposed.length > 0) {
    const proposals = state.unproposed
    state.unproposed = []
    propose(raft, proposals)
  }
}

function tellCommit(state: EtcdState, raft: Raft, cx: Cx<EtcdMessage>): void {
  const { commit } = raft.log
  if (commit === state.told.commit) return
  state.told.commit = commit
  if (raft.role !== 'leader') return
  let acks = 0
  for (const { match } of raft.progress.values()) if (match >= commit) acks++
  cx.fact({ fact: 'raft-commit', index: commit, term: raft.term, acks })
}

/** A long log is replaced by a snapshot of what it amounts to; half of it stays for followers that are a little behind. */
function cutLog(state: EtcdState, raft: Raft, config: EtcdConfig, cx: Cx<EtcdMessage>): void {
  const { log } = raft
  const limit = config.snapshotEntries ?? SNAPSHOT_ENTRIES
  if (log.applied - state.snapshotIndex < limit) return
  const snapshot = { index: log.applied, term: termAt(log, log.applied)!, data: copyDatabase(state.database), bytes: state.database.mvcc.bytes }
  log.snapshot = snapshot
  state.snapshotIndex = log.applied
  compactLog(log, log.applied - (limit >> 1))
  cx.send(config.disk, { type: 'disk-snapshot', snapshot })
}
