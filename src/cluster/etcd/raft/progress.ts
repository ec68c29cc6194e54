/** Appends under way to one follower, at most. */
export const MAX_INFLIGHT = 512
/** Entries of one append, in bytes. */
export const MAX_APPEND_BYTES = 1 << 20

/**
 * A leader's idea of one follower. `probe`: where its log agrees is not known, one message at a time. `replicate`: entries stream
 * ahead of the answers. `snapshot`: it needs what the log no longer has.
 */
export interface Progress {
  match: number
  next: number
  state: 'probe' | 'replicate' | 'snapshot'
  /** Nothing more until an answer or a heartbeat's answer arrives. */
  paused: boolean
  /** An append is due even without entries: to probe, or to tell the commit index. */
  due: boolean
  /** Last index of each append under way, ascending. */
  inflight: number[]
  pendingSnapshot: number
  snapshotSentUs: number
  /** Heard since the last check of the quorum. */
  active: boolean
}

export const createProgress = (match: number, next: number): Progress => ({
  match, next, state: 'probe', paused: false, due: true, inflight: [], pendingSnapshot: 0, snapshotSentUs: 0, active: false,
})

export function becomeProbe(progress: Progress): void {
  const next = progress.state === 'snapshot' ? Math.max(progress.match + 1, progress.pendingSnapshot + 1) : progress.match + 1
  enter(progress, 'probe', next)
}

/** The snapshot did not arrive: back to where the follower was. */
export function snapshotFailed(progress: Progress): void {
  progress.pendingSnapshot = 0
  becomeProbe(progress)
}

export const becomeReplicate = (progress: Progress): void => enter(progress, 'replicate', progress.match + 1)

export function becomeSnapshot(progress: Progress, index: number, now: number): void {
  enter(progress, 'snapshot', progress.next)
  progress.pendingSnapshot = index
  progress.snapshotSentUs = now
}

function enter(progress: Progress, state: Progress['state'], next: number): void {
  progress.state = state
  progress.next = next
  progress.paused = false
  progress.pendingSnapshot = 0
  progress.inflight = []
}

export const isPaused = (progress: Progress): boolean => progress.state === 'snapshot' || progress.paused

/** True when the follower has something that the leader did not know of. */
export function maybeUpdate(progress: Progress, index: number): boolean {
  progress.next = Math.max(progress.next, index + 1)
  if (index <= progress.match) return false
  progress.match = index
  progress.paused = false
  return true
}

/** A rejection of the append after `rejected`. False when it is old news. */
export function maybeDecrease(progress: Progress, rejected: number, hint: number): boolean {
  if (progress.state === 'replicate') {
    if (rejected <= progress.match) return false
    progress.next = progress.match + 1
    return true
  }
  if (progress.next - 1 !== rejected) return false
  progress.next = Math.max(Math.min(rejected, hint + 1), progress.match + 1)
  progress.paused = false
  return true
}

export function appendSent(progress: Progress, lastIndex: number, count: number): void {
  if (progress.state === 'probe') {
    // Even an empty probe waits for its answer.
    progress.paused = true
    return
  }
  if (count === 0) return
  progress.next = lastIndex + 1
  progress.inflight.push(lastIndex)
  progress.paused = progress.inflight.length >= MAX_INFLIGHT
}

export function freeInflight(progress: Progress, index: number): void {
  let freed = 0
  while (freed < progress.inflight.length && progress.inflight[freed]! <= index) freed++
  if (freed > 0) progress.inflight.splice(0, freed)
}
