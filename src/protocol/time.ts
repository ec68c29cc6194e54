import type { Condition } from './command.ts'
import type { Caption } from './frame.ts'
import type { ObjectRef } from './place.ts'
import type { Packet, View } from './view.ts'

/** A place on a branch that somebody wants to find again. Events and virtual time count from the beginning of the lesson. */
export interface Bookmark { readonly id: number; readonly branch: number; readonly handled: number; readonly at: number; readonly name: string }

/** What the stage shows at one moment of one branch, whole. */
export interface StageMoment {
  readonly branch: number
  /** The moment itself: the end of the branch where more was asked for than was simulated. */
  readonly at: number
  readonly revision: number
  readonly views: readonly View[]
  readonly packets: readonly Packet[]
  readonly trail: readonly Packet[]
  readonly caption?: Caption
}

/** One branch at the moment of a comparison, as numbers. */
export interface BranchSummary {
  readonly branch: number
  readonly name: string
  readonly at: number
  /** The branch was not simulated as far as was asked. */
  readonly ended: boolean
  readonly revision: number
  readonly pods: { readonly total: number; readonly ready: number; readonly terminating: number }
  readonly nodes: { readonly total: number; readonly ready: number }
  /** The member of etcd that leads; '' when none does. */
  readonly leader: string
  readonly hash: string
}

export interface FieldDifference { readonly path: string; readonly values: readonly [string | undefined, string | undefined] }

/** `thing` is the id of the view that shows it, '' when the stage shows none. */
export type Difference =
  | { readonly differs: 'object'; readonly thing: string; readonly object: ObjectRef; readonly kind: string; readonly only?: 0 | 1; readonly fields: readonly FieldDifference[]; readonly more: number }
  | { readonly differs: 'component'; readonly thing: string; readonly place: string; readonly values: readonly [string, string] }

export interface Comparison {
  readonly sides: readonly [BranchSummary, BranchSummary]
  readonly moments: readonly [StageMoment, StageMoment]
  readonly differences: readonly Difference[]
  /** Ids of views that look different on the stage, on either side. */
  readonly things: readonly string[]
}

/** What a typed condition means, or where it stops meaning anything; and what may stand at its end. */
export interface ConditionReading {
  readonly condition?: Condition
  readonly problem?: { readonly from: number; readonly until: number; readonly text: string; readonly params: Readonly<Record<string, string>> }
  /** Completions: each replaces the text from `from` on. */
  readonly from: number
  readonly options: readonly string[]
  /** Whole conditions that can be met in this cluster, to pick from. */
  readonly examples: readonly string[]
}
