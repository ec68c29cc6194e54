import { SECOND, unreachable, type Component, type Cx, type Delivery } from '../../kernel/index.ts'
import { STOPPED } from './command.ts'
import { copyDatabase, type Database } from './database.ts'
import type { DiskLoad, DiskLoaded, DiskWritten } from './disk-messages.ts'
import { leasesDue, renewAsked, renewAnswered } from './lessor.ts'
import { pump } from './pump.ts'
import { createRaft } from './raft/raft.ts'
import { persisted } from './raft/ready.ts'
import { step as stepRaft, tick } from './raft/step.ts'
import { retryReads } from './reading.ts'
import { failAll, handleClient, sayAgain, timeOut } from './requests.ts'
import { createState, type EtcdConfig, type EtcdMessage, type EtcdReply, type EtcdState, type EtcdTimer } from './state.ts'
import { cancelWatches, forgetClient, noticeProgress } from './watching.ts'

export type { EtcdConfig, EtcdMessage, EtcdState } from './state.ts'

/** How long a kubelet takes to start a server again that gave up. */
const RESTART_US = 10 * SECOND

/** An etcd server. Its actor needs a disk (`disk.ts`), whose address is in the config. */
export const etcd = (config: EtcdConfig): Component<EtcdState, EtcdMessage> => ({
  kind: 'etcd',
  init: createState,

  start: (state, cx) => open(state, config, cx),

  step(state, event, cx) {
    if (state.stage === 'stopped' && event.id !== state.restartTimer) return refuse(event, cx)
    handle(state, event, config, cx)
    if (state.stage === 'running') pump(state, config, cx)
  },

  disconnected: (state, peer) => forgetClient(state, peer),
})

function open(state: EtcdState, config: EtcdConfig, cx: Cx<EtcdMessage>): void {
  // Numbers of other lives would be taken for this one's when their entries are applied again.
  state.nextRequest = cx.below(2 ** 31) * 2 ** 21
  // Nor may the disk's late answers to another life be heard as answers to this one.
  state.nextWrite = cx.below(2 ** 31) * 2 ** 21
  state.loading = state.nextWrite
  const ask: DiskLoad = { type: 'disk-load', id: state.nextWrite++ }
  cx.send(config.disk, ask)
}

function handle(state: EtcdState, event: Delivery<EtcdMessage>, config: EtcdConfig, cx: Cx<EtcdMessage>): void {
  const { id, from, msg } = event
  switch (msg.type) {
    case 'disk-loaded': return loaded(state, msg, config, cx)
    case 'disk-written': return written(state, msg, config, cx)
    case 'etcd-timer': return timer(state, id, msg, config, cx)
    case 'etcd-request':
    case 'etcd-watch':
    case 'etcd-watch-cancel':
    case 'etcd-progress-request':
      if (state.stage === 'loading') state.early.push({ from, event: id, msg })
      else handleClient(state, from, id, msg, config, cx)
      return
    case 'etcd-lease-renew': return renewAsked(state, from, msg, cx)
    case 'etcd-lease-renewed': return renewAnswered(state, msg, cx)
    default: {
      if (!state.raft) return // Not listening yet.
      state.heard.set(msg.type === 'raft-heartbeat' ? `${from} heartbeat` : from, id)
      return stepRaft(state.raft, from, msg, cx)
    }
  }
}

function loaded(state: EtcdState, msg: DiskLoaded, config: EtcdConfig, cx: Cx<EtcdMessage>): void {
  if (state.stage !== 'loading' || msg.id !== state.loading) return
  const { hardState, snapshot, entries } = msg
  if (snapshot) state.database = copyDatabase(snapshot.data as Database) // Raft does not know what it replicates.
  state.snapshotIndex = snapshot?.index ?? 0
  state.raft = createRaft({ id: config.name, members: config.members, hardState, snapshot, entries, bug: config.bug }, cx)
  state.stage = 'running'
  state.leaderlessSinceUs = cx.now
  const { early } = state
  state.early = []
  for (const { from, event, msg } of early) {
    cx.because(event, [cx.event])
    handleClient(state, from, event, msg, config, cx)
  }
  cx.because(cx.event)
}

function written(state: EtcdState, msg: DiskWritten, config: EtcdConfig, cx: Cx<EtcdMessage>): void {
  if (!state.raft || state.write?.id !== msg.id) return
  if (msg.error) return stop(state, cx)
  const { messages } = state.write
  state.write = undefined
  if (config.bug === 'acks-before-fsync') return
  sayAgain(messages, cx)
  persisted(state.raft, cx)
}

/** Upstream ends the process when its log cannot be written. */
function stop(state: EtcdState, cx: Cx<EtcdMessage>): void {
  failAll(state, cx)
  cancelWatches(state, STOPPED.error, cx)
  Object.assign(state, createState())
  state.stage = 'stopped'
  state.restartTimer = cx.after(RESTART_US, { type: 'etcd-timer', timer: 'restart' })
}

function refuse({ from, msg }: Delivery<EtcdMessage>, cx: Cx<EtcdMessage>): void {
  if (msg.type === 'etcd-request') cx.send<EtcdReply>(from, { type: 'etcd-response', id: msg.id, result: STOPPED })
  else if (msg.type === 'etcd-watch') cx.send<EtcdReply>(from, { type: 'etcd-watch-canceled', id: msg.id, compactRevision: 0, reason: STOPPED.error })
}

function timer(state: EtcdState, id: number, { timer }: EtcdTimer, config: EtcdConfig, cx: Cx<EtcdMessage>): void {
  switch (timer) {
    case 'raft':
      if (id !== state.raftTimer?.id || !state.raft) return
      state.raftTimer = undefined
      return void tick(state.raft, cx)
    case 'timeouts': return id === state.timeoutTimer ? timeOut(state, cx) : undefined
    case 'reads': return id === state.readTimer ? retryReads(state, cx) : undefined
    case 'leases': return id === state.leaseTimer?.id ? leasesDue(state, config, cx) : undefined
    case 'progress': return id === state.progressTimer ? noticeProgress(state, cx) : undefined
    case 'restart':
      if (id !== state.restartTimer) return
      Object.assign(state, createState())
      return open(state, config, cx)
    default: unreachable(timer)
  }
}
