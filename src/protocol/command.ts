import type { ObjectRef } from './place.ts'
import type { Poke } from './poke.ts'
import type { SessionRecord } from './record.ts'

/** What a learner, a lesson or a test may do. The same type drives the buttons, the replay and the share link. */
export type Command =
  | { readonly do: 'open'; readonly scenario: string; readonly seed: number; readonly lesson?: string }
  /** A line typed in the terminal; `files` are what `-f NAME` may read, `stdin` what `-f -` reads. */
  | { readonly do: 'kubectl'; readonly line: string; readonly files?: Readonly<Record<string, string>>; readonly stdin?: string }
  | { readonly do: 'interrupt' }
  | { readonly do: 'poke'; readonly poke: Poke }
  /** Takes back a fault that is shown as a flag. */
  | { readonly do: 'undo-poke'; readonly flag: number }
  /** Undoes all that is broken and runs on until desired equals observed. */
  | { readonly do: 'heal' }
  | { readonly do: 'play' }
  | { readonly do: 'pause' }
  | { readonly do: 'pace'; readonly pace: Pace; readonly speed: number }
  | { readonly do: 'step'; readonly by: StepSize; readonly direction: 1 | -1 }
  | { readonly do: 'seek'; readonly to: Moment }
  | { readonly do: 'run-until'; readonly until: Condition; readonly limitUs?: number }
  | { readonly do: 'fork'; readonly name?: string }
  | { readonly do: 'switch-branch'; readonly branch: number }
  | { readonly do: 'delete-branch'; readonly branch: number }
  | { readonly do: 'rename-branch'; readonly branch: number; readonly name: string }
  /** Keeps the head's place under a name. */
  | { readonly do: 'bookmark'; readonly name: string }
  | { readonly do: 'rename-bookmark'; readonly bookmark: number; readonly name: string }
  | { readonly do: 'delete-bookmark'; readonly bookmark: number }
  | { readonly do: 'select'; readonly object?: ObjectRef }
  /** What is drawn message by message: the effects of the last command (default), of one root, or everything. */
  | { readonly do: 'follow'; readonly what: 'last' | 'all' | number }
  | { readonly do: 'noise'; readonly shown: boolean }
  /** Questions of the lesson are on the page: a story that plays stops for a moment at each, and altogether when one is answered. */
  | { readonly do: 'asking'; readonly shown: boolean }
  /** The nodes of a fleet whose Pods the page wants to see one by one; at most `LOOK_MAX`. */
  | { readonly do: 'look'; readonly nodes: readonly string[] }
  /** Lives a recorded session again, right after `open`. */
  | { readonly do: 'replay'; readonly record: SessionRecord }
  | { readonly do: 'predict'; readonly card: string; readonly answer: string }

/** 'story' draws the followed messages one volley at a time and folds idle time; 'clock' maps wall time to virtual time by `speed`. */
export type Pace = 'story' | 'clock'

export type StepSize = 'message' | 'write' | 'reconcile' | 'object' | 'milestone'

export type Moment =
  | { readonly at: number }
  | { readonly event: number }
  | { readonly revision: number }
  | { readonly bookmark: number }
  | { readonly place: 'start' | 'end' }

/** Conditions are names with arguments, not closures: a lesson can be printed, checked and sent to the worker. */
export type Condition =
  /** At least so many, or as `compare` says. */
  | { readonly is: 'pods-ready'; readonly namespace: string; readonly selector: string; readonly count: number; readonly compare?: Comparator; readonly image?: string }
  /** There are such Pods, and each of them is Ready and stays. */
  | { readonly is: 'all-ready'; readonly namespace: string; readonly selector: string }
  | { readonly is: 'never-fewer-ready'; readonly namespace: string; readonly selector: string; readonly count: number; readonly since: 'first-ready' | { readonly chapter: string } }
  | { readonly is: 'rollout-complete'; readonly namespace: string; readonly name: string }
  /** `after`: counts only once this hop of the lesson has been reached. */
  | { readonly is: 'replicasets'; readonly namespace: string; readonly selector: string; readonly count: number; readonly after?: string }
  | { readonly is: 'no-pods-on'; readonly node: string }
  | { readonly is: 'node-ready'; readonly node: string; readonly status: 'True' | 'False' | 'Unknown' | 'not-True' }
  | { readonly is: 'revision'; readonly atLeast: number }
  | { readonly is: 'warning-event' }
  /** Nothing but heartbeats for a while. */
  /** A hop of the lesson has happened. */
  | { readonly is: 'hop'; readonly id: string }
  | { readonly is: 'idle' }

export type Comparator = '>=' | '<=' | '='
