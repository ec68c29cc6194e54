import type { Kernel } from '../../kernel/index.ts'
import type { ClusterPlan } from '../../cluster/index.ts'
import { createSlots, type Slots } from '../../projection/index.ts'
import type { Command, FromEngine, ObjectRef, Pace, ToEngine } from '../../protocol/index.ts'
import { chronicle, createAnnals, type Annals } from './annals.ts'
import { answer } from './answers.ts'
import { perform } from './commands.ts'
import { frameOf } from './frame.ts'
import { createShown, type Shown } from './frames.ts'
import { playOn } from './play.ts'
import { openScenario } from './scenarios.ts'
import type { Happened, Timeline } from './timeline.ts'

/** One page's view on one run: where its head is, whether it plays, what it was told. All wall times are milliseconds of the caller's clock. */
export interface Session {
  timeline: Timeline
  plan: ClusterPlan
  scenario: string
  seed: number
  lesson: string
  /** Virtual time at which the lesson begins; the boot lies before. */
  beganAt: number
  beganHandled: number
  annals: Map<number, Annals>
  slots: Slots

  playing: boolean
  pace: Pace
  speed: number
  follow: 'last' | 'all' | number
  noiseShown: boolean
  selected: ObjectRef | undefined
  predictions: Map<string, string>
  settled: boolean

  motion: Motion
  lastTickMs: number

  shown: Shown
  seq: number
  acknowledged: number
  fresh: boolean
  dirty: boolean
  lastFrameMs: number
  marksSent: number
  marksBranch: number
  transcriptSent: number
  /** The last entry told, by identity: another one in its place means that the past changed. */
  transcriptLast: unknown
  outbox: FromEngine[]
}

/** What the story is doing right now: a volley flies, a decision stands, time is folded, a longer step is under way, or nothing. */
export type Motion =
  | { readonly motion: 'none' }
  | { readonly motion: 'flight'; readonly events: readonly number[]; readonly focus: number; readonly untilMs: number; readonly flightMs: number; readonly thenStop: boolean }
  | { readonly motion: 'dwell'; readonly untilMs: number }
  | { readonly motion: 'fold'; readonly untilMs: number }
  | { readonly motion: 'run'; readonly until: (session: Session) => boolean; readonly limitAt: number }

export const NO_MOTION: Motion = { motion: 'none' }

/** At most this many frames may be on their way to the page; more would be a growing queue. */
const FRAMES_ON_THE_WAY = 2
const FRAME_MS = 1000 / 30

export function createSession(scenario: string, seed: number, nowMs: number): Session {
  const opened = openScenario(scenario, seed)
  const session: Session = {
    ...opened, annals: new Map(), slots: createSlots(), playing: false, pace: 'story', speed: 1, follow: 'last', noiseShown: false, selected: undefined, predictions: new Map(), settled: true,
    motion: NO_MOTION, lastTickMs: nowMs, shown: createShown(), seq: 0, acknowledged: 0, fresh: true, dirty: true, lastFrameMs: -Infinity, marksSent: 0, marksBranch: -1, transcriptSent: 0, transcriptLast: undefined, outbox: [],
  }
  session.annals.set(0, createAnnals(opened.lessonData))
  session.timeline.onRecorded.push((branch, happened) => { recorded(session, branch.id, happened) })
  return session
}

function recorded(session: Session, branch: number, happened: Happened): void {
  chronicle(session.annals.get(branch)!, session.timeline, session.timeline.current, happened)
}

export const kernelOf = (session: Session): Kernel => session.timeline.kernel
export const annalsOf = (session: Session): Annals => session.annals.get(session.timeline.current.id)!

/** What the page said. Answers and refusals go to the outbox, which `tick` empties. */
export function hear(session: Session, message: ToEngine, nowMs: number): void {
  switch (message.type) {
    case 'command': {
      perform(session, message.command, nowMs)
      session.dirty = true
      return
    }
    case 'question': {
      session.outbox.push({ type: 'answer', id: message.id, answer: answer(session, message.question) })
      return
    }
    case 'shown': {
      session.acknowledged = Math.max(session.acknowledged, message.seq)
      return
    }
  }
}

/** Lets the run go on for a slice of wall time and returns what the page is to be told. */
export function tick(session: Session, nowMs: number, sliceMs: number, clock: () => number): FromEngine[] {
  playOn(session, nowMs, sliceMs, clock)
  session.lastTickMs = nowMs
  const out = session.outbox
  session.outbox = []
  if (session.dirty && nowMs - session.lastFrameMs >= FRAME_MS && session.seq - session.acknowledged < FRAMES_ON_THE_WAY) {
    session.lastFrameMs = nowMs
    session.dirty = false
    out.push(frameOf(session))
  }
  return out
}

/** Whether the engine has something to do before it is spoken to. */
export const isActive = (session: Session): boolean => session.playing || session.motion.motion !== 'none' || session.dirty

export function refuse(session: Session, command: Command, text: string, params: Readonly<Record<string, string>> = {}): void {
  session.outbox.push({ type: 'refused', command, text, params })
}
