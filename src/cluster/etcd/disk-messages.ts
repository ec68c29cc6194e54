import type { Address } from '../../kernel/index.ts'
import type { Entry, HardState, Snapshot } from './raft/types.ts'

/** How a disk behaves; `stalled` never finishes a write until it is made faster again. */
export type DiskSpeed = 'nvme' | 'ssd' | 'hdd' | 'slow' | 'stalled'

export interface DiskWrite {
  readonly type: 'disk-write'
  readonly id: number
  readonly hardState: HardState | undefined
  readonly entries: readonly Entry[]
  readonly snapshot: Snapshot | undefined
}
/** A snapshot of the member's own state: the log before it is no longer needed. Nobody waits for it. */
export interface DiskSnapshot { readonly type: 'disk-snapshot'; readonly snapshot: Snapshot }
export interface DiskLoad { readonly type: 'disk-load'; readonly id: number }
/** The hand of the learner. */
export interface DiskChange { readonly type: 'disk-change'; readonly speed?: DiskSpeed; readonly full?: boolean }
export interface DiskTimer { readonly type: 'disk-synced' }
export type DiskMessage = DiskWrite | DiskSnapshot | DiskLoad | DiskChange | DiskTimer

export interface DiskWritten { readonly type: 'disk-written'; readonly id: number; readonly error?: 'no space left on device' }
export interface DiskLoaded {
  readonly type: 'disk-loaded'
  readonly id: number
  readonly hardState: HardState
  readonly snapshot: Snapshot | undefined
  readonly entries: readonly Entry[]
}
export type DiskAnswer = DiskWritten | DiskLoaded

export type DiskAddress = Address<DiskMessage>
