import { MILLISECOND, unreachable, type Component, type Cx, type EventId, type Micros } from '../../kernel/index.ts'
import { Pages } from './pages.ts'
import type { DiskChange, DiskMessage, DiskSnapshot, DiskSpeed, DiskWrite, DiskWritten, DiskLoaded } from './disk-messages.ts'
import { NO_STATE } from './raft/raft.ts'
import type { Entry, HardState, Snapshot } from './raft/types.ts'

/**
 * The disk under one etcd member. It survives crashes; what it has acknowledged stays, what it was still writing when the power went
 * may or may not be there.
 */
export interface DiskState {
  speed: DiskSpeed
  full: boolean
  hardState: HardState
  snapshot: Snapshot | undefined
  /** The write-ahead log after the snapshot. */
  log: Pages<Entry>
  /** Under the running fsync, and waiting for the next: one fsync serves all that wait. */
  syncing: Order[]
  waiting: Order[]
  timer: EventId
  syncedSinceUs: Micros
}

interface Order { readonly from: string; readonly event: EventId; readonly write: DiskWrite | DiskSnapshot }

/** How long an fsync takes, drawn uniformly. etcd asks for a 99th percentile below 10 ms. */
export const FSYNC_US: Readonly<Record<DiskSpeed, readonly [min: Micros, max: Micros]>> = {
  nvme: [150, 400],
  ssd: [500, 1_500],
  hdd: [6 * MILLISECOND, 16 * MILLISECOND],
  slow: [150 * MILLISECOND, 900 * MILLISECOND],
  stalled: [0, 0],
}
/** Reading the log back when a member starts. */
const LOAD_US: readonly [Micros, Micros] = [2 * MILLISECOND, 5 * MILLISECOND]

export const disk = (speed: DiskSpeed = 'ssd'): Component<DiskState, DiskMessage> => ({
  kind: 'disk',
  durable: true,

  init: () => ({
    speed, full: false, hardState: NO_STATE, snapshot: undefined, log: Pages.from(1), syncing: [], waiting: [], timer: 0, syncedSinceUs: 0,
  }),

  start(state, cx) {
    // The power came back: the write under way reached the platter as a whole or not at all.
    if (cx.below(2) === 0) for (const { write } of state.syncing) writeDown(state, write)
    state.syncing = []
    state.waiting = []
    state.timer = 0
  },

  step(state, { id, from, msg }, cx) {
    switch (msg.type) {
      case 'disk-write':
      case 'disk-snapshot':
        state.waiting.push({ from, event: id, write: msg })
        return sync(state, cx)
      case 'disk-load': return load(state, from, msg.id, cx)
      case 'disk-change': return change(state, msg, cx)
      case 'disk-synced':
        if (id === state.timer) synced(state, cx)
        return
      default: unreachable(msg)
    }
  },
})

function sync(state: DiskState, cx: Cx<DiskMessage>): void {
  if (state.timer !== 0 || state.waiting.length === 0 || state.speed === 'stalled') return
  if (state.full) return refuse(state, cx)
  state.syncing = state.waiting
  state.waiting = []
  state.syncedSinceUs = cx.now
  const [min, max] = FSYNC_US[state.speed]
  state.timer = cx.after(min + cx.below(max - min + 1), { type: 'disk-synced' })
}

function synced(state: DiskState, cx: Cx<DiskMessage>): void {
  const done = state.syncing
  state.syncing = []
  state.timer = 0
  cx.fact({ fact: 'fsync', us: cx.now - state.syncedSinceUs })
  for (const { from, event, write } of done) {
    writeDown(state, write)
    if (write.type !== 'disk-write') continue
    cx.because(event, [cx.event])
    cx.send<DiskWritten>(from, { type: 'disk-written', id: write.id })
  }
  cx.because(cx.event)
  sync(state, cx)
}

function refuse(state: DiskState, cx: Cx<DiskMessage>): void {
  const refused = state.waiting
  state.waiting = []
  for (const { from, write } of refused) {
    if (write.type === 'disk-write') cx.send<DiskWritten>(from, { type: 'disk-written', id: write.id, error: 'no space left on device' })
  }
}

function writeDown(state: DiskState, write: DiskWrite | DiskSnapshot): void {
  if (write.type === 'disk-snapshot') {
    state.snapshot = write.snapshot
    state.log.dropBefore(write.snapshot.index + 1)
    return
  }
  if (write.snapshot) {
    // The leader's state replaces this member's log altogether.
    state.snapshot = write.snapshot
    state.log = Pages.from(write.snapshot.index + 1)
  }
  const first = write.entries[0]
  if (first && first.index < state.log.length) state.log.truncate(first.index)
  for (const entry of write.entries) state.log.push(entry)
  if (write.hardState) state.hardState = write.hardState
}

function load(state: DiskState, from: string, id: number, cx: Cx<DiskMessage>): void {
  // Who asks has just started: what its earlier life asked for and did not wait for is written as a whole or lost.
  if (cx.below(2) === 0) for (const { write } of [...state.syncing, ...state.waiting]) writeDown(state, write)
  state.syncing = []
  state.waiting = []
  state.timer = 0
  const { hardState, snapshot, log } = state
  const [min, max] = LOAD_US
  const answer: DiskLoaded = { type: 'disk-loaded', id, hardState, snapshot, entries: log.slice(log.first, log.length) }
  cx.send(from, answer, { delayUs: min + cx.below(max - min + 1) })
}

function change(state: DiskState, { speed, full }: DiskChange, cx: Cx<DiskMessage>): void {
  const wasStalled = state.speed === 'stalled'
  if (full !== undefined) state.full = full
  if (speed !== undefined) state.speed = speed
  if (speed === 'stalled' && state.timer !== 0) {
    state.waiting = [...state.syncing, ...state.waiting]
    state.syncing = []
    state.timer = 0
  }
  if (wasStalled || full) sync(state, cx)
}
