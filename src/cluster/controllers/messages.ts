import type { ClientMessage } from '../client/state.ts'
import type { ExpectationsControl, LoopControl } from '../messages.ts'

export type ControllerManagerMessage =
  | ClientMessage
  | LoopControl
  | ExpectationsControl
  /** Changes that were kept from this controller are due. */
  | { readonly type: 'controller-heard'; readonly controller: string }
  /** A worker of this controller is free and takes the next key. */
  | { readonly type: 'controller-work'; readonly controller: string }
  /** A delayed key of this controller is due. */
  | { readonly type: 'controller-due'; readonly controller: string }
  | { readonly type: 'controller-tick'; readonly controller: string }
  /** The process ended because it lost its lease, and comes up again. */
  | { readonly type: 'manager-restarts' }
