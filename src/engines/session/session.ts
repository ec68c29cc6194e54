import type { Kernel, Observer } from '../../kernel/index.ts'
import type { ClusterPlan } from '../../cluster/index.ts'
import { giveSlots, type Fleet } from '../../projection/index.ts'
import { FRAMES_ON_THE_WAY, type Bookmark, type Command, type FromEngine, type ObjectRef, type Pace, type RecordEntry, type StoryState, type TerminalOutput, type ToEngine } from '../../protocol/index.ts'
import { chronicle, createAnnals, forget, isBrokenAt, type Annals, type PlacedFlag } from './annals.ts'
import { answer } from './answers.ts'
import { perform } from './commands.ts'
import { fleetSpine, sampleBranch } from './fleet-watch.ts'
import { rememberWrites } from './fleet-writes.ts'
import type { TrialGround } from './editing/trial.ts'
import { frameOf } from './frame.ts'
import { createShown, nothingShown, type FleetShown, type Shown } from './frames.ts'
import { playOn } from './play.ts'
import { openScenario, type Opening } from './scenarios.ts'
import { atEnd, historyBegins, type Happened, type Timeline } from './timeline.ts'

/** One run that pages look at: where its head is, whether it plays, what is followed. All wall times are milliseconds of the caller's clock. */
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
  /** What is counted of a large cluster, the samples of each branch, and the nodes whose Pods are looked at. */
  fleet: Fleet | undefined
  fleetSamples: Map<number, Fleet['samples']>
  looked: readonly string[]

  playing: boolean
  pace: Pace
  speed: number
  follow: 'last' | 'all' | number
  noiseShown: boolean
  selected: ObjectRef | undefined
  predictions: Map<string, string>
  /** Whether the page shows questions, and those that the story has stopped for. */
  asking: boolean
  /** Of the hops that happened in the event at this place, so many have been told, one after another. */
  told: { readonly place: number; readonly count: number }
  stoppedFor: Set<string>
  bookmarks: readonly Bookmark[]
  /** A second kernel, for looks at other moments; made when the first is asked for. */
  aside: Timeline | undefined
  /** A third one, for trying out lines; made when the first is tried. */
  trials: TrialGround | undefined
  readonly rebuild: (observers?: readonly Observer[]) => Kernel
  /** Answers of the page's own in the terminal: beside the history, each at the place where it was asked for. */
  printed: readonly Printed[]
  /** What the visitor did that made history, in order. */
  log: RecordEntry[]
  settled: boolean
  /** Quiet messages of a second, as they were counted last. */
  noise: { readonly branch: number; readonly place: number; readonly at: number; readonly count: number }

  motion: Motion
  lastTickMs: number
  /** Something changed since the viewers were told. */
  dirty: boolean
  viewers: Set<Viewer>
  /** Refusals of the command that is being carried out. */
  outbox: FromEngine[]
}

/** `after`: how many entries of the terminal stood above it. */
export interface Printed { readonly branch: number; readonly handled: number; readonly after: number; readonly output: Extract<TerminalOutput, { readonly terminal: 'own' }> }

/** What one page was told so far. Several may look at one run, and each falls behind at its own pace. */
export interface Viewer {
  shown: Shown
  fleetShown: FleetShown
  seq: number
  acknowledged: number
  fresh: boolean
  dirty: boolean
  lastFrameMs: number
  story: StoryState | undefined
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
  | { readonly motion: 'run'; readonly until: (session: Session) => boolean; readonly limitAt: number; readonly missed?: () => void }

export const NO_MOTION: Motion = { motion: 'none' }

const FRAME_MS = 1000 / 30
/** Thousands of cells change a little all the time: ten pictures a second show it as well as thirty. */
const FLEET_FRAME_MS = 100

export function createSession(scenario: string, seed: number, nowMs: number, opening: Opening = {}): Session {
  const opened = openScenario(scenario, seed, opening)
  const session: Session = {
    ...opened, annals: new Map(), fleetSamples: new Map(), looked: [], playing: false, pace: opened.fleet ? 'clock' : 'story', speed: 1, follow: 'last', noiseShown: false, selected: undefined, predictions: new Map(), asking: false, told: { place: 0, count: 0 }, stoppedFor: new Set(), bookmarks: [], aside: undefined, trials: undefined, printed: [], log: [], settled: true, noise: { branch: -1, place: 0, at: 0, count: 0 },
    motion: NO_MOTION, lastTickMs: nowMs, dirty: true, viewers: new Set(), outbox: [],
  }
  const annals = createAnnals(opened.lessonData)
  session.annals.set(0, annals)
  seatPods(annals, session.timeline.kernel)
  if (session.fleet) session.timeline.spine = (branch, upTo) => fleetSpine(branch.trace, upTo, session.annals.get(branch.id)?.byKey)
  session.timeline.onRecorded.push((branch, happened) => { recorded(session, branch.id, happened) })
  session.timeline.onForgotten.push((branch) => {
    const begins = historyBegins(branch)
    if (begins) forget(session.annals.get(branch.id)!, begins.handled, begins.now)
    // What was told of marks does not count any more.
    for (const viewer of session.viewers) viewer.marksBranch = -1
  })
  return session
}

function recorded(session: Session, branch: number, happened: Happened): void {
  const annals = session.annals.get(branch)!
  if (happened.delivery?.to === 'apiserver') seatPods(annals, session.timeline.kernel)
  if (session.fleet) rememberWrites(annals.byKey ??= new Map(), session.timeline.kernel.handled, happened)
  else chronicle(annals, session.timeline, session.timeline.current, happened)
}

const seatPods = ({ slots }: Annals, kernel: Kernel): void => giveSlots(slots, kernel.inspect('apiserver') as never, kernel.handled)

export const kernelOf = (session: Session): Kernel => session.timeline.kernel
/** The story has come to rest, and the head stands where it did. */
export const restsHere = ({ settled, timeline }: Session): boolean => settled && atEnd(timeline)
/** The state of a member of etcd that runs. */
export const memberOf = ({ plan, timeline: { kernel } }: Session): never => kernel.inspect(plan.etcd.find((name) => kernel.isUp(name)) ?? plan.etcd[0]!) as never
export const annalsOf = (session: Session): Annals => session.annals.get(session.timeline.current.id)!
/** What is broken at the head, oldest first. */
export const broken = (session: Session): readonly PlacedFlag[] => {
  const { handled, now } = kernelOf(session)
  return annalsOf(session).flags.filter((one) => isBrokenAt(one, handled, now))
}

/** A page begins to look: its first frame tells everything. */
export function join(session: Session): Viewer {
  const viewer: Viewer = {
    shown: createShown(), fleetShown: nothingShown(), seq: 0, acknowledged: 0, fresh: true, dirty: true, lastFrameMs: -Infinity, story: undefined, marksSent: 0, marksBranch: -1, transcriptSent: 0, transcriptLast: undefined, outbox: [],
  }
  session.viewers.add(viewer)
  return viewer
}

export const leave = (session: Session, viewer: Viewer): void => void session.viewers.delete(viewer)

/** What a page said. Answers and refusals wait for the next `take`. */
export function hear(session: Session, viewer: Viewer, message: ToEngine, nowMs: number): void {
  switch (message.type) {
    case 'command': {
      perform(session, message.command, nowMs)
      viewer.outbox.push(...session.outbox.splice(0))
      session.dirty = true
      return
    }
    case 'question': {
      viewer.outbox.push({ type: 'answer', id: message.id, answer: answer(session, message.question) })
      return
    }
    case 'shown': {
      viewer.acknowledged = Math.max(viewer.acknowledged, Math.min(message.seq, viewer.seq))
      return
    }
  }
}

/** Lets the run go on for a slice of wall time. */
export function tick(session: Session, nowMs: number, sliceMs: number, clock: () => number): void {
  const { fleet, timeline } = session
  if (fleet) sampleBranch(fleet, session.fleetSamples, timeline.current)
  playOn(session, nowMs, sliceMs, clock)
  session.lastTickMs = nowMs
  // What a run found out on its way is told to everybody who looks.
  for (const message of session.outbox.splice(0)) for (const viewer of session.viewers) viewer.outbox.push(message)
  if (!session.dirty) return
  session.dirty = false
  for (const viewer of session.viewers) viewer.dirty = true
}

/** What a page is to be told now. Who has not shown the frames before gets none: the next one tells all that changed meanwhile. */
export function take(session: Session, viewer: Viewer, nowMs: number): FromEngine[] {
  const out = viewer.outbox
  viewer.outbox = []
  if (viewer.dirty && nowMs - viewer.lastFrameMs >= (session.fleet ? FLEET_FRAME_MS : FRAME_MS) && viewer.seq - viewer.acknowledged < FRAMES_ON_THE_WAY) {
    viewer.lastFrameMs = nowMs
    viewer.dirty = false
    out.push(frameOf(session, viewer))
  }
  return out
}

/** Whether a frame is owed to somebody. */
export const isOwing = (session: Session): boolean => session.dirty || [...session.viewers].some(({ dirty }) => dirty)

/** Whether the engine has something to do before it is spoken to. */
export const isActive = (session: Session): boolean => session.playing || session.motion.motion !== 'none' || isOwing(session)

/** Whether a place of the current branch fell off the ring. */
export const isBeforeHistory = ({ timeline }: Session, handled: number): boolean => handled < (historyBegins(timeline.current)?.handled ?? 0)

export function refuseForgotten(session: Session, command: Command): void {
  refuse(session, command, 'refused.forgotten', { seconds: String(Math.round(((historyBegins(session.timeline.current)?.now ?? 0) - session.beganAt) / 1_000_000)) })
}

export function refuse(session: Session, command: Command, text: string, params: Readonly<Record<string, string>> = {}): void {
  session.outbox.push({ type: 'refused', command, text, params })
}
