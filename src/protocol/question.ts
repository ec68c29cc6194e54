import type { EditingAnswer, EditingQuestion, LineBlame } from './editing.ts'
import type { FleetSample } from './fleet.ts'
import type { Evaluation, Inside, PodAsk, Simplified, Touching, WhatIf } from './inside.ts'
import type { ObjectRef, PlaceId, Verb } from './place.ts'
import type { SessionRecord } from './record.ts'
import type { Comparison, ConditionReading, StageMoment } from './time.ts'

/** Objects, chains, decisions and histories are answers to questions, never part of a frame. All are asked as of the head of time. */
export type Question =
  /** Of an event, an object, or fields of it, named by the paths of its lines: the newest write of them or of what is below them. */
  | { readonly ask: 'why'; readonly event?: number; readonly object?: ObjectRef; readonly fields?: readonly string[] }
  | { readonly ask: 'effects'; readonly event: number }
  /** Why something is not (yet) as wished: an object, a component by its place, or a message and what it set off. */
  | { readonly ask: 'waits'; readonly event?: number; readonly object?: ObjectRef; readonly place?: PlaceId }
  | { readonly ask: 'object'; readonly object: ObjectRef }
  /** Who wrote each line of an object, and with which write. */
  | { readonly ask: 'blame'; readonly object: ObjectRef }
  | { readonly ask: 'swimlanes'; readonly event?: number; readonly limit: number }
  /** Newest first. `news` passes over heartbeats and Events: leases are written all the time, and Events report what is told already. */
  | { readonly ask: 'etcd-log'; readonly beforeRevision?: number; readonly limit: number; readonly news?: boolean }
  | { readonly ask: 'etcd-keys'; readonly prefix: string }
  | { readonly ask: 'etcd-history'; readonly key: string }
  | { readonly ask: 'scheduler'; readonly pod?: string }
  | { readonly ask: 'complete'; readonly line: string }
  | { readonly ask: 'record' }
  /** Where desired and observed differ in the whole cluster, and what each waits for. */
  | { readonly ask: 'gaps' }
  /** Two branches at one virtual time. The head stays where it is. */
  | { readonly ask: 'compare'; readonly branches: readonly [number, number]; readonly at: number }
  /** The same of a fleet, whose stages do not fit beside each other: what was counted. */
  | { readonly ask: 'compare-counts'; readonly branches: readonly [number, number]; readonly at: number }
  /** The stage at another moment than the head's; on the head's branch unless told. */
  | { readonly ask: 'moment'; readonly at: number; readonly branch?: number }
  /** What the run will answer to an open question of the lesson, for who presents it. */
  | { readonly ask: 'foresee'; readonly card: string }
  /** What a typed condition means. */
  | { readonly ask: 'condition'; readonly text: string }
  /** What is behind the walls of a place; `of` names one thing of those inside, such as the Pod whose attempt is looked at. */
  | { readonly ask: 'inside'; readonly place: PlaceId; readonly of?: string }
  /** Where the scheduler would put a Pod that wished otherwise, as of now. */
  | ({ readonly ask: 'what-if' } & WhatIf)
  | EditingQuestion

export type AnswerTo<Q extends Question['ask']> = Extract<AnyAnswer, { readonly answer: Q }>

export type AnyAnswer =
  | { readonly answer: 'why'; readonly links: readonly ChainLink[]; readonly waits: readonly WaitsFor[] }
  | { readonly answer: 'waits'; readonly waits: readonly WaitsFor[] }
  | { readonly answer: 'effects'; readonly total: number; readonly tree: readonly EffectNode[] }
  | { readonly answer: 'object'; readonly found: boolean; readonly yaml: readonly YamlLine[]; readonly events: readonly EventRow[]; readonly owners: readonly TreeNode[]; readonly dependants: readonly TreeNode[]; readonly selected: readonly TreeNode[]; readonly conditions: readonly ConditionRow[]; readonly gaps: readonly GapRow[]; readonly fidelity: readonly string[] }
  /** A line that only opens others bears the newest write below it. Empty where there is no such object. */
  | { readonly answer: 'blame'; readonly lines: readonly BlameLine[] }
  | { readonly answer: 'swimlanes'; readonly lanes: readonly PlaceId[]; readonly arrows: readonly SwimArrow[]; readonly bars: readonly SwimBar[] }
  | { readonly answer: 'etcd-log'; readonly rows: readonly EtcdLogRow[]; readonly compactRevision: number }
  | { readonly answer: 'etcd-keys'; readonly keys: readonly { readonly key: string; readonly modRevision: number; readonly version: number; readonly bytes: number; readonly more: boolean }[] }
  | { readonly answer: 'etcd-history'; readonly versions: readonly { readonly revision: number; readonly version: number; readonly yaml: string; readonly deleted: boolean }[] }
  | { readonly answer: 'scheduler'; readonly report?: SchedulerReport; readonly pods: readonly string[] }
  | { readonly answer: 'complete'; readonly from: number; readonly options: readonly string[] }
  | { readonly answer: 'record'; readonly record: SessionRecord }
  | { readonly answer: 'gaps'; readonly gaps: readonly GapRow[]; readonly waits: readonly WaitsFor[] }
  | ({ readonly answer: 'compare' } & Comparison)
  /** Undefined: this branch has counted nothing so early. A branch that was not simulated so far is seen at its end. */
  | { readonly answer: 'compare-counts'; readonly sides: readonly [FleetSample | undefined, FleetSample | undefined] }
  | ({ readonly answer: 'moment' } & StageMoment)
  | ({ readonly answer: 'condition' } & ConditionReading)
  /** Without `option` the run would not come to an answer by itself. */
  | { readonly answer: 'foresee'; readonly option?: string }
  /** Without `inside` there is nothing to see behind these walls. */
  | { readonly answer: 'inside'; readonly place: PlaceId; readonly touching: readonly Touching[]; readonly inside?: Inside; readonly simplified: readonly Simplified[] }
  | { readonly answer: 'what-if'; readonly asks?: PodAsk; readonly evaluation?: Evaluation }
  | EditingAnswer
  | { readonly answer: 'error'; readonly message: string }

/** One step of a chain of causes, root first. `text` is an id of the generic texts; raft and pipeline hops are folded into `stored`. */
export interface ChainLink {
  readonly event: number
  readonly at: number
  readonly place: PlaceId
  readonly to?: PlaceId
  readonly verb: Verb | 'user' | 'fault' | 'decision'
  readonly text: string
  readonly params: Readonly<Record<string, string>>
  readonly stored?: number
  /** Other events merged into this one run. */
  readonly merged: number
}

/** What something waits for. What stands deeper than the one before it is why that one waits. Times are virtual, since the lesson began. */
export interface WaitsFor {
  readonly waiter: string
  readonly text: string
  readonly params: Readonly<Record<string, string>>
  /** 0 for what is asked about itself. */
  readonly depth: number
  readonly object?: ObjectRef
  readonly since?: number
  /** When the waiting ends by itself, where somebody knows. */
  readonly until?: number
}
export interface EffectNode { readonly link: ChainLink; readonly count: number; readonly children: readonly EffectNode[] }
export interface YamlLine { readonly text: string; readonly path: string }
/** A line of YAML with the write that brought it: `user` made the request, `revision` is etcd's. What is older than the lesson has neither user nor time. */
export interface BlameLine extends YamlLine, Partial<Omit<LineBlame, 'line'>> {}
export interface EventRow { readonly type: string; readonly reason: string; readonly message: string; readonly source: string; readonly count: number; readonly at: number; readonly event?: number }
export interface TreeNode { readonly object: ObjectRef; readonly kind: string; readonly status: string; readonly depth: number }
export interface ConditionRow { readonly type: string; readonly status: string; readonly reason: string; readonly message: string; readonly at: number }
/** Desired against observed, and which loop is at it: 'working' | 'waiting' | 'settled' | 'stuck'. The fields that say the one and the other are named by the paths of their lines; none where nobody wrote it yet. */
export interface GapRow { readonly object: ObjectRef; readonly field: string; readonly desired: string; readonly desiredBy: readonly string[]; readonly observed: string; readonly observedBy: readonly string[]; readonly state: 'working' | 'waiting' | 'settled' | 'stuck'; readonly loop: string }
export interface SwimArrow { readonly event: number; readonly from: PlaceId; readonly to: PlaceId; readonly sentAt: number; readonly at: number; readonly verb: Verb; readonly label: string; readonly future: boolean }
export interface SwimBar { readonly lane: PlaceId; readonly from: number; readonly until: number; readonly label: string }
export interface EtcdLogRow { readonly revision: number; readonly verb: 'create' | 'update' | 'delete'; readonly key: string; readonly writer: string; readonly bytes: number; readonly at: number; readonly event: number; readonly changed: readonly string[] }

export interface SchedulerReport {
  readonly pod: string
  readonly at: number
  readonly outcome: 'scheduled' | 'unschedulable' | 'error'
  readonly chosen?: string
  readonly message: string
  readonly plugins: readonly { readonly name: string; readonly weight: number }[]
  readonly nodes: readonly {
    readonly node: string
    readonly rejectedBy?: string
    readonly reason?: string
    readonly scores: readonly { readonly plugin: string; readonly raw: number; readonly normalised: number; readonly weighted: number }[]
    readonly total: number
  }[]
}
