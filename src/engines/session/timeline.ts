import { assert, type Checkpoint, type Delivery, type Fact, type Input, type Kernel, type Message, type Observer } from '../../kernel/index.ts'
import { beginTrace, createTrace, eventAt, forgetUpTo, recordFact, recordHandled, recordInput, recordLost, recordOrder, recordSent, timeOfEvent, traceUpTo, type Trace } from '../../projection/index.ts'

/** An input and its place: after this many handled events, at this virtual time. */
export interface PlacedInput { readonly handled: number; readonly at: number; readonly input: Input; readonly line?: string }

/** A checkpoint, and how many inputs of its branch had been given before it: several may stand at one place. */
export interface Kept { readonly checkpoint: Checkpoint; readonly applied: number }

/** One future. The common past with its parent is copied (the messages themselves are shared). */
export interface Branch {
  readonly id: number
  readonly parent: number
  name: string
  readonly forkHandled: number
  readonly forkAt: number
  inputs: PlacedInput[]
  checkpoints: Kept[]
  trace: Trace
  /** How far this branch was simulated. */
  endHandled: number
  endAt: number
}

/** What one step did, whether it was recorded now or long ago. */
export interface Happened {
  delivery: Delivery<Message> | undefined
  noise: boolean
  facts: { readonly event: number; readonly fact: Fact }[]
  recorded: boolean
}

/** Called for every event that is handled for the first time on its branch. */
export type Recorder = (branch: Branch, happened: Happened) => void

/** What is kept of the past: a ring. History begins where the oldest checkpoint was taken. A large run keeps the last few checkpoints only. */
export interface Keeping {
  /** A checkpoint about this often, in events. */
  readonly checkpointEvents: number
  /** 0: time only goes on. */
  readonly checkpoints: number
  /** Of a large run (`lean`) rows are for chains of causes alone: heartbeats keep no message, and no moment can be gone to because of one. */
  readonly rows: 'all' | 'lean'
  /** So many events of a branch can be gone back to, at least; a quarter more before the oldest fall off together. */
  readonly events: number
}

/**
 * A replay of 1,500 events takes a few milliseconds. A ring of 400,000 is about 150 MB: more than an hour of the flagship's cluster, and half an hour
 * of forty nodes, so that a lesson never meets its end.
 */
export const RING: Keeping = { checkpointEvents: 1500, checkpoints: Infinity, rows: 'all', events: 400_000 }

/** To copy a cluster costs more the more nodes it has; a replay of this many events a node stays a tenth of a second. */
const CHECKPOINT_EVENTS_A_NODE = 110
export const ringOf = (nodes: number): Keeping => ({ ...RING, checkpointEvents: Math.max(RING.checkpointEvents, CHECKPOINT_EVENTS_A_NODE * nodes) })

export interface Timeline {
  readonly kernel: Kernel
  readonly branches: Branch[]
  current: Branch
  readonly happened: Happened
  readonly onRecorded: Recorder[]
  /** Called when the oldest part of a branch fell off. */
  readonly onForgotten: ((branch: Branch) => void)[]
  /** Inputs already applied of the current branch, counted from the start. */
  applied: number
  /** What comes next is another act of the visitor: it gets a moment of its own, so that the one before it can be gone back to. */
  anotherAct: boolean
  nextBranch: number
  readonly keeping: Keeping
  /** Of a large run: which rows up to an event still lead somewhere, though all around them is forgotten. */
  spine: ((branch: Branch, upTo: number) => ReadonlySet<number>) | undefined
  /** Called when the head was set to another moment. */
  readonly onMoved: (() => void)[]
}

/** The observer must be given to the kernel when it is made; `attach` then tells it the timeline. */
export function createTimelineObserver(): { readonly observer: Observer; attach(timeline: Timeline): void } {
  let timeline: Timeline | undefined
  const recording = (): Trace | undefined => (timeline && timeline.kernel.handled >= timeline.current.endHandled ? timeline.current.trace : undefined)
  // While an event is being handled the kernel has counted it already.
  const recordingNow = (): Trace | undefined => (timeline && timeline.kernel.handled > timeline.current.endHandled ? timeline.current.trace : undefined)
  const either = (): Trace | undefined => recordingNow() ?? (timeline?.happened.delivery ? undefined : recording())
  const isLean = (): boolean => timeline?.keeping.rows === 'lean'
  // A large cluster has had a million events before its record begins.
  const beginLean = (trace: Trace, id: number): void => { if (trace.end === 1 && isLean()) beginTrace(trace, id) }
  return {
    attach(to) { timeline = to },
    observer: {
      input(id, at, input) {
        const trace = recording()
        if (!trace) return
        beginLean(trace, id)
        recordInput(trace, id, at, input)
      },
      sent(delivery, noise) {
        const trace = either()
        if (!trace) return
        beginLean(trace, delivery.id)
        recordSent(trace, delivery, noise, isLean())
      },
      delivered(delivery, noise) {
        if (!timeline) return
        timeline.happened.delivery = delivery
        timeline.happened.noise = noise
        const trace = recordingNow()
        if (trace) recordHandled(trace, delivery, timeline.kernel.handled)
      },
      lost(delivery, why) {
        const trace = either()
        if (!trace || !timeline) return
        recordLost(trace, delivery.id, why)
        if (recordingNow()) recordOrder(trace, delivery.id, timeline.kernel.handled)
      },
      fact(event, _actor, _at, fact) {
        if (!timeline) return
        timeline.happened.facts.push({ event, fact })
        const trace = recordingNow()
        if (trace) recordFact(trace, event, fact)
      },
    },
  }
}

export function createTimeline(kernel: Kernel, keeping: Keeping = RING): Timeline {
  const first: Branch = {
    id: 0, parent: -1, name: 'main', forkHandled: 0, forkAt: 0, inputs: [], checkpoints: [], trace: createTrace(kernel.handled), endHandled: kernel.handled, endAt: kernel.now,
  }
  return { kernel, branches: [first], current: first, happened: { delivery: undefined, noise: false, facts: [], recorded: false }, onRecorded: [], onForgotten: [], applied: 0, anotherAct: true, nextBranch: 1, keeping, spine: undefined, onMoved: [] }
}

export const atEnd = ({ kernel, current }: Timeline): boolean => kernel.handled >= current.endHandled && kernel.now >= current.endAt

/** Handles the next event, or applies the input that belongs here; false when nothing is left. */
export function advance(timeline: Timeline): boolean {
  const { kernel, current, happened } = timeline
  applyDue(timeline)
  happened.delivery = undefined
  happened.facts.length = 0
  const recorded = kernel.handled >= current.endHandled
  if (recorded) checkpointIfDue(timeline)
  if (!kernel.step()) return false
  happened.recorded = recorded
  if (recorded) {
    current.endHandled = kernel.handled
    current.endAt = Math.max(current.endAt, kernel.now)
    for (const tell of timeline.onRecorded) tell(current, happened)
    forgetIfDue(timeline)
  }
  happened.delivery = undefined
  return true
}

/** Runs up to a place in the order of handling, and applies what was done there up to a virtual time. */
export function advanceTo(timeline: Timeline, handled: number, at = Infinity): void {
  while (timeline.kernel.handled < handled && advance(timeline));
  applyDue(timeline, at)
}

/** Lets virtual time pass up to `at`, or until `budget` events were handled. Returns whether `at` was reached. */
export function runUntil(timeline: Timeline, at: number, budget: number): boolean {
  const { kernel, current } = timeline
  for (let count = 0; count < budget; count++) {
    applyDue(timeline, at)
    const next = nextInput(timeline)
    if (kernel.nextAt() > at) {
      kernel.wait(Math.max(kernel.now, Math.min(at, next?.at ?? Infinity)))
      current.endAt = Math.max(current.endAt, kernel.now)
      return true
    }
    advance(timeline)
  }
  return false
}

/** Adds an input at the head. Acting in the past begins a new branch; the old future stays. Returns the id of the root. */
export function act(timeline: Timeline, input: Input, line?: string): number {
  if (!atEnd(timeline)) fork(timeline, line ?? '')
  const { kernel, current } = timeline
  if (timeline.anotherAct && kernel.nextAt() > kernel.now) kernel.wait(kernel.now + 1)
  timeline.anotherAct = false
  current.endAt = kernel.now
  if (timeline.keeping.rows === 'all') current.checkpoints.push({ checkpoint: kernel.checkpoint(), applied: current.inputs.length })
  current.inputs.push({ handled: kernel.handled, at: kernel.now, input, ...(line === undefined ? {} : { line }) })
  timeline.applied = current.inputs.length
  timeline.happened.delivery = undefined
  return kernel.input(input)
}

/** Begins a branch at the head and goes on there. */
export function fork(timeline: Timeline, name: string): Branch {
  const { kernel, current } = timeline
  const checkpoint = kernel.checkpoint()
  const branch: Branch = {
    id: timeline.nextBranch++, parent: current.id, name, forkHandled: kernel.handled, forkAt: kernel.now,
    inputs: current.inputs.slice(0, timeline.applied),
    checkpoints: [...current.checkpoints.filter(({ checkpoint: { handled, now } }) => handled < kernel.handled || (handled === kernel.handled && now <= kernel.now)), { checkpoint, applied: timeline.applied }],
    trace: sharedTrace(current.trace, kernel.handled, checkpoint.nextId), endHandled: kernel.handled, endAt: kernel.now,
  }
  timeline.branches.push(branch)
  timeline.current = branch
  return branch
}

/** Where the rows of the common past are forgotten already, a new record begins; what users did is remembered. */
function sharedTrace(trace: Trace, place: number, nextId: number): Trace {
  if (place >= trace.goneOrder) return traceUpTo(trace, place, nextId)
  const anew = createTrace(place)
  beginTrace(anew, nextId)
  for (const [id, input] of trace.inputs) if (id < nextId) anew.inputs.set(id, input)
  return anew
}

/** Goes to a moment: `handled` events have happened and the clock shows `at` (or the time of the last of them). */
export function seek(timeline: Timeline, handled: number, at?: number, anew = false): void {
  const { kernel, current } = timeline
  const target = Math.max(Math.min(handled, current.endHandled), current.checkpoints[0]?.checkpoint.handled ?? 0)
  const back = target < kernel.handled || (target === kernel.handled && at !== undefined && at < kernel.now)
  const nearest = lastBefore(current.checkpoints, target, at)
  if (back && timeline.keeping.checkpoints === 0) return
  if (anew || back || (nearest && nearest.checkpoint.handled > kernel.handled)) {
    assert(nearest, 'a branch keeps the checkpoint that it began with')
    restore(timeline, nearest)
  }
  advanceTo(timeline, target, at)
  if (at !== undefined && at > kernel.now && kernel.nextAt() >= at) kernel.wait(Math.min(at, current.endAt))
}

/** Goes to a virtual time, for runs whose places nobody wrote down. */
export function seekTime(timeline: Timeline, at: number): void {
  const { kernel, current } = timeline
  if (current.checkpoints.length === 0) return
  const target = Math.max(at, current.checkpoints[0]!.checkpoint.now)
  const nearest = current.checkpoints.findLast(({ checkpoint }) => checkpoint.now <= target)!
  if (target < kernel.now || nearest.checkpoint.handled > kernel.handled) restore(timeline, nearest)
  runUntil(timeline, Math.min(target, current.endAt), Infinity)
}

function restore(timeline: Timeline, { checkpoint, applied }: Kept): void {
  timeline.kernel.restore(checkpoint)
  timeline.applied = applied
  for (const moved of timeline.onMoved) moved()
}

export function switchTo(timeline: Timeline, id: number): boolean {
  const branch = timeline.branches.find((one) => one.id === id)
  if (!branch) return false
  timeline.current = branch
  const last = branch.checkpoints.at(-1)!
  restore(timeline, last)
  seek(timeline, branch.endHandled, branch.endAt)
  return true
}

/** Takes the first checkpoint: what lies before it is not part of the lesson. */
export function beginHere(timeline: Timeline): void {
  if (timeline.keeping.checkpoints > 0) timeline.current.checkpoints.push({ checkpoint: timeline.kernel.checkpoint(), applied: 0 })
}

function nextInput({ current, applied }: Timeline): PlacedInput | undefined {
  return current.inputs[applied]
}

/** Applies what the user did at this very place when this branch was first lived through. */
export function applyDue(timeline: Timeline, at = Infinity): void {
  for (;;) {
    const next = nextInput(timeline)
    if (!next || next.handled !== timeline.kernel.handled || next.at > at) return
    if (next.at > timeline.kernel.now) {
      if (next.at > timeline.kernel.nextAt()) return
      timeline.kernel.wait(next.at)
    }
    timeline.applied++
    timeline.kernel.input(next.input)
  }
}

function checkpointIfDue({ kernel, current, applied, keeping }: Timeline): void {
  const last = current.checkpoints.at(-1)
  if (keeping.checkpoints === 0 || (last && kernel.handled - last.checkpoint.handled < keeping.checkpointEvents)) return
  current.checkpoints.push({ checkpoint: kernel.checkpoint(), applied })
  if (current.checkpoints.length > keeping.checkpoints) current.checkpoints.shift()
}

/** Where the history of a branch begins: nothing before it can be gone back to. */
export const historyBegins = ({ checkpoints: [oldest] }: Branch): Checkpoint | undefined => oldest?.checkpoint

/** The oldest checkpoints and all rows before the first that is kept fall off together. When depends on nothing but the places of the branch's events and inputs, so that a replay forgets the same. */
function forgetIfDue(timeline: Timeline): void {
  const { current, keeping: { events, rows }, spine } = timeline
  const { checkpoints, endHandled, trace } = current
  if (endHandled - trace.goneOrder < events * (rows === 'lean' ? 2 : 1.25)) return
  if (rows === 'lean') {
    const last = eventAt(trace, endHandled - events)
    if (last > trace.gone) forgetUpTo(trace, endHandled - events, last + 1, timeOfEvent(trace, last), spine?.(current, last))
    return
  }
  checkpoints.splice(0, Math.max(0, checkpoints.findLastIndex(({ checkpoint }) => checkpoint.handled <= endHandled - events)))
  const oldest = checkpoints[0]?.checkpoint
  // Who keeps fewer checkpoints has more rows than places to go to.
  if (oldest && oldest.handled <= endHandled - events) forgetUpTo(trace, oldest.handled, oldest.nextId, oldest.now)
  else forgetUpTo(trace, endHandled - events, eventAt(trace, endHandled - events) + 1, timeOfEvent(trace, eventAt(trace, endHandled - events)))
  for (const tell of timeline.onForgotten) tell(current)
}

function lastBefore(checkpoints: readonly Kept[], handled: number, at: number | undefined): Kept | undefined {
  for (let i = checkpoints.length - 1; i >= 0; i--) {
    const one = checkpoints[i]!.checkpoint
    if (one.handled < handled || (one.handled === handled && (at === undefined || one.now <= at))) return checkpoints[i]
  }
  return checkpoints[0]
}
