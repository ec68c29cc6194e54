import type { PlaceId } from '../../protocol/index.ts'

export type LayoutClass = 'wide' | 'laptop' | 'tablet' | 'phone'

export interface Point { readonly x: number; readonly y: number }

export type BoxKind = 'etcd' | 'controllers' | 'scheduler' | 'kubectl' | 'rail' | 'tray' | 'registry' | 'node' | 'plane'

/** A card with its fixed spot. `id` is the place it stands for. */
export interface Box { readonly id: PlaceId; readonly kind: BoxKind; readonly x: number; readonly y: number; readonly width: number; readonly height: number }

/** A resting line. 'call' carries reads, writes and their replies, 'watch' events, 'store' the double line of etcd, 'local' what stays on a machine. */
export interface Line { readonly id: string; readonly place: PlaceId; readonly kind: 'call' | 'watch' | 'store' | 'local'; readonly from: Point; readonly to: Point }

/** Where everything stands: a pure value of what exists and how much room there is. */
export interface StagePlan {
  readonly layoutClass: LayoutClass
  readonly width: number
  readonly height: number
  readonly boxes: readonly Box[]
  readonly anchors: ReadonlyMap<PlaceId, Point>
  readonly lines: readonly Line[]
  readonly railTop: number
  readonly railBottom: number
  /** How many controllers have a chip of their own; the rest share the last. */
  readonly chips: readonly string[]
}

/** What decides the layout: names only, never their state. */
export interface StageCast {
  readonly etcd: readonly string[]
  readonly controllers: readonly string[]
  /** In the order of their slots, control-plane nodes last. */
  readonly nodes: readonly { readonly name: string; readonly slot: number; readonly controlPlane: boolean }[]
}
