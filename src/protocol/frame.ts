import type { Pace, StepSize } from './command.ts'
import type { FleetFrame } from './fleet.ts'
import type { Poke } from './poke.ts'
import type { ObjectRef, PlaceId, Verb } from './place.ts'
import type { OwnAnswer } from './own.ts'
import type { Bookmark } from './time.ts'
import type { Packet, View } from './view.ts'

/** At most this many frames may be on their way to a page; more would be a growing queue. */
export const FRAMES_ON_THE_WAY = 2

/** What the engine tells the page, at most 30 times a second. `upserts`, `removes` and `timeline` are deltas against the frame before, `story` is told when it changed; the rest is whole. */
export interface Frame {
  readonly type: 'frame'
  readonly seq: number
  /** True when the page must forget all views first: after opening, and when it fell behind. */
  readonly fresh: boolean
  readonly upserts: readonly View[]
  readonly removes: readonly string[]
  readonly packets: readonly Packet[]
  /** The last messages that arrived, newest first, at most three. */
  readonly trail: readonly Packet[]
  readonly clock: Clock
  readonly transport: TransportState
  readonly caption?: Caption
  readonly story?: StoryState
  /** Which cluster this began as. */
  readonly scenario: string
  readonly timeline?: TimelineDelta
  readonly terminal?: readonly TerminalOutput[]
  readonly flags: readonly Flag[]
  /** Noise counted instead of drawn: messages per virtual second, by kind. */
  readonly noisePerSecond: number
  readonly selected?: ObjectRef
  /** Only of clusters with more than 40 nodes: `upserts` then tell of the control plane and of the nodes that are looked at. */
  readonly fleet?: FleetFrame
}

export interface Clock {
  /** Virtual time of the head, in microseconds since the lesson began (the boot lies before 0). */
  readonly at: number
  readonly revision: number
  /** Events handled up to the head, and up to the end of what was simulated on this branch. */
  readonly head: number
  readonly end: number
}

export interface TransportState {
  readonly playing: boolean
  readonly pace: Pace
  readonly speed: number
  readonly branch: number
  readonly atEnd: boolean
  /** A `run-until` or a long step is under way. */
  readonly busy: boolean
  /** Nothing that is followed is left to happen (only heartbeats are). */
  readonly settled: boolean
  readonly engineVersion: string
  readonly hash: string
}

/** A sentence is an id in the lesson's texts and its parameters; both languages are written, none is built. */
export interface Caption {
  /** 'B11', or 'generic.write' and its kin for messages that no hop describes. */
  readonly text: string
  readonly chapter?: string
  readonly hop?: number
  readonly hops?: number
  readonly params: Readonly<Record<string, string>>
  readonly event: number
  readonly at: number
}

export interface StoryState {
  readonly lesson: string
  readonly chapter: string
  readonly chapters: readonly { readonly id: string; readonly hops: number; readonly done: number; readonly begun: boolean }[]
  /** Hops of the current chapter that happened before the head, and the next one. */
  readonly hops: readonly { readonly id: string; readonly state: 'done' | 'now' | 'next' | 'hidden'; readonly event?: number; readonly at?: number; readonly params: Readonly<Record<string, string>>; readonly verb: Verb }[]
  readonly prediction?: { readonly card: string; readonly chosen?: string; readonly right?: string; readonly options: readonly string[]; readonly beforeHop: string }
  readonly goals: readonly { readonly id: string; readonly state: 'open' | 'partial' | 'met' | 'broken'; readonly detail: Readonly<Record<string, string>> }[]
  /** The command that the next chapter begins with, for the terminal's suggestion. */
  readonly suggestion?: string
  /** At rest between two chapters: Pods that the visitor is invited to break, or those that came in the place of a broken one, to be asked why. `id` is a view's, `event` the write that made the Pod. */
  readonly invitation?: { readonly invite: 'break' | 'why'; readonly pods: readonly { readonly id: string; readonly event: number }[] }
}

/** Marks on the scrubber. Sent whole when `fresh`, else only what was added; `branch` tells the lane. */
export interface TimelineDelta {
  readonly fresh: boolean
  /** What is kept of the current branch begins here, in microseconds since the lesson began: 0 until the ring turned. */
  readonly historyFrom: number
  readonly marks: readonly TimelineMark[]
  readonly branches: readonly { readonly id: number; readonly parent: number; readonly name: string; readonly forkAt: number; readonly endAt: number; readonly current: boolean }[]
  /** Whole, in the order of their making. */
  readonly bookmarks: readonly Bookmark[]
}

export type TimelineMark =
  | { readonly mark: 'command'; readonly branch: number; readonly at: number; readonly event: number; readonly line: string }
  | { readonly mark: 'write'; readonly branch: number; readonly at: number; readonly revision: number; readonly bytes: number }
  | { readonly mark: 'fault'; readonly branch: number; readonly at: number; readonly event: number; readonly poke: Poke; readonly undone: boolean }
  | { readonly mark: 'idle'; readonly branch: number; readonly at: number; readonly until: number }
  | { readonly mark: 'milestone'; readonly branch: number; readonly at: number; readonly hop: string; readonly event: number }
  | { readonly mark: 'ready'; readonly branch: number; readonly at: number; readonly ready: number }

/** Text of the terminal up to the head of time; `reset` replaces all that is on the screen. */
export type TerminalOutput =
  | { readonly terminal: 'reset' }
  | { readonly terminal: 'command'; readonly line: string; readonly event: number }
  | { readonly terminal: 'text'; readonly text: string; readonly stream: 'stdout' | 'stderr' }
  | { readonly terminal: 'done'; readonly exitCode: number }
  /** An answer of the page's own: below the line that asked for it, or behind kubectl's help where `line` is missing. Nothing of it is history. */
  | { readonly terminal: 'own'; readonly line?: string; readonly answer: OwnAnswer }

/** Something that the user broke and may undo. */
export interface Flag { readonly id: number; readonly at: number; readonly poke: Poke; readonly place: PlaceId }

export type { StepSize }
