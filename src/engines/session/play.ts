import type { Delivery, Message } from '../../kernel/index.ts'
import { rowOf, wouldHit } from '../../projection/index.ts'
import { DWELL_MS, FLASH_MS, FLIGHT_MS, foldMs, QUESTION_MS, VOLLEY_MAX, VOLLEY_US } from './fold.ts'
import { followed } from './following.ts'
import { notableOf } from './notable.ts'
import { annalsOf, kernelOf, NO_MOTION, type Session } from './session.ts'
import { hopsAt, lastHop, openQuestion } from './story-state.ts'
import { advance, atEnd, runUntil } from './timeline.ts'

/** Followed things that lie further ahead than this are not waited for: the story has come to rest. */
const REST_US = 75_000_000
/** After a fault the interesting things are minutes away: a node's grace period and its Pods' tolerations. */
const REST_AFTER_FAULT_US = 330_000_000
/** What goes on for longer than a Deployment's progress deadline only repeats itself (a back-off without end): the story rests, time can be run on by hand. */
const REST_AT_LAST_US = 660_000_000
/** A followed command is silent for this long before it is over. */
const QUIET_US = 100_000
const LOOK_FOR_REST_EVENTS = 64

/** Lets the run go on for at most `sliceMs` of wall time, in the session's pace. */
export function playOn(session: Session, nowMs: number, sliceMs: number, clock: () => number): void {
  const { motion } = session
  const endMs = clock() + sliceMs
  switch (motion.motion) {
    case 'run': return runOn(session, motion, endMs, clock)
    case 'flight': {
      if (nowMs < motion.untilMs) return
      land(session)
      if (motion.thenStop) return
      break
    }
    case 'dwell': case 'fold': {
      if (nowMs < motion.untilMs) return
      session.motion = NO_MOTION
      break
    }
    case 'none': break
  }
  if (!session.playing) return
  if (session.pace === 'clock') playByClock(session, nowMs, endMs, clock)
  else playStory(session, nowMs, endMs, clock)
}

/** Ends a flight at once: what flew has arrived. */
export function land(session: Session): void {
  const { motion, timeline } = session
  session.motion = NO_MOTION
  if (motion.motion !== 'flight') return
  const flying = new Set(motion.events)
  const told = tellsHop(session, motion.focus)
  const from = timeline.kernel.handled
  const lastAt = Math.max(...motion.events.map((id) => rowOf(timeline.current.trace, id)?.at ?? 0))
  while (flying.size > 0 && timeline.kernel.nextAt() <= Math.max(lastAt, timeline.kernel.now)) {
    const id = timeline.kernel.peek()!.id
    if (!advance(timeline)) break
    flying.delete(id)
  }
  // What was told in flight is not told again; a single step stands at the last.
  if (!motion.thenStop) hopsSince(session, from, told ? motion.focus : 0)
  session.dirty = true
}

/** Starts the next volley of followed messages; decisions on the way are shown for a moment. Runs until there is something to see. */
function playStory(session: Session, nowMs: number, endMs: number, clock: () => number): void {
  const { timeline } = session
  const { kernel } = timeline
  const follow = followed(session)
  if (tellsNextHop(session, nowMs) || (session.asking && stopsToAsk(session, nowMs))) return
  for (let count = 1; ; count++) {
    const next = kernel.peek()
    if (!next) return rest(session)
    // At places of the history, not of this slice: where a story rests must not depend on the machine's speed.
    if (kernel.handled % LOOK_FOR_REST_EVENTS === 0 && isAtRest(session, follow)) return rest(session)
    const notable = notableOf(timeline.current.trace, next, follow)
    if (notable) {
      const idle = foldMs(next.at - kernel.now) / session.speed
      if (idle > 0 && next.at - kernel.now > 2_000) {
        kernel.wait(next.at)
        timeline.current.endAt = Math.max(timeline.current.endAt, kernel.now)
        session.motion = { motion: 'fold', untilMs: nowMs + idle }
        session.dirty = true
        return
      }
      return takeOff(session, next, follow, nowMs, false)
    }
    const before = kernel.now
    const from = kernel.handled
    advance(timeline)
    session.dirty = true
    if (hopsSince(session, from, 0) && tellsNextHop(session, nowMs)) return
    if (kernel.now - before > 50_000 && foldMs(kernel.now - before) > 0 && clock() > endMs) return
    if ((count & 15) === 0 && clock() > endMs) return
  }
}

/** A question before a hop is asked once, and before the hop's message gives the answer away. */
function stopsToAsk(session: Session, nowMs: number): boolean {
  const question = openQuestion(session)
  if (question === undefined || session.stoppedFor.has(question)) return false
  session.stoppedFor.add(question)
  return dwell(session, nowMs, QUESTION_MS)
}

/** Hops that happened on the way from a place are still to be told, but for one; false where none did. */
function hopsSince(session: Session, from: number, told: number): boolean {
  const place = lastHop(session)?.handled ?? from
  if (place <= from) return false
  session.told = { place, count: hopsAt(session, place)[0]?.event === told ? 1 : 0 }
  return true
}

/** Each hop is told for as long as it takes to read, also where one event holds several. */
function tellsNextHop(session: Session, nowMs: number): boolean {
  const { place, count } = session.told
  if (lastHop(session)?.handled !== place || count >= hopsAt(session, place).length) return false
  session.told = { place, count: count + 1 }
  return dwell(session, nowMs, DWELL_MS)
}

function dwell(session: Session, nowMs: number, forMs: number): true {
  session.motion = { motion: 'dwell', untilMs: nowMs + forMs / session.speed }
  session.dirty = true
  return true
}

/** Sends the next message and all that go with it on their way across the stage. */
export function takeOff(session: Session, next: Delivery<Message>, follow: number | 'all', nowMs: number, thenStop: boolean): void {
  const { timeline, speed } = session
  const { trace } = timeline.current
  const volley = [next.id]
  for (const pending of timeline.kernel.pending()) {
    if (volley.length >= VOLLEY_MAX || pending.id === next.id || pending.held || pending.at > next.at + VOLLEY_US || pending.cause !== next.cause) continue
    if (notableOf(trace, pending, follow)) volley.push(pending.id)
  }
  const told = volley.some((id) => tellsHop(session, id))
  const flightMs = (told || thenStop || !annalsOf(session).story ? FLIGHT_MS : FLASH_MS) / speed
  const focus = volley.find((id) => tellsHop(session, id)) ?? next.id
  session.motion = { motion: 'flight', events: volley, focus, untilMs: nowMs + flightMs, flightMs, thenStop }
  session.dirty = true
}

/** Whether a message on its way will be one of the lesson's hops when it arrives. */
function tellsHop(session: Session, id: number): boolean {
  const annals = annalsOf(session)
  if (annals.hits.some(({ event }) => event === id)) return true
  const row = rowOf(session.timeline.current.trace, id)
  return row !== undefined && annals.story !== undefined && wouldHit(annals.story, session.timeline.current.trace, row) !== undefined
}

/** Nothing that is followed will happen soon: only heartbeats are left. When everything is followed, that takes a long silence to know. */
function isAtRest(session: Session, follow: number | 'all'): boolean {
  const { timeline } = session
  if (!atEnd(timeline)) return false
  const { now } = timeline.kernel
  // What was done at this very moment, such as Ctrl-C, has not been heard yet.
  if (timeline.kernel.nextAt() <= now) return false
  if (follow === 'all') {
    const { lastNotableAt } = annalsOf(session)
    return now - Math.max(lastNotableAt === Infinity ? session.beganAt : lastNotableAt, newestMark(session)) > REST_AFTER_FAULT_US
  }
  if (now - newestMark(session) > REST_AT_LAST_US) return true
  // What waits inside a component, for the disk under another's write, is on no message of its own for a moment.
  if (now - (annalsOf(session).heardOf.get(follow) ?? -Infinity) < QUIET_US) return false
  const asks = asksOf(session)
  if (asks.has('request') || asks.has('sleep')) return false
  // A command that watches (rollout status, get -w) looks at what others do: it rests when nobody has done anything for a while.
  if (asks.has('next') && now - annalsOf(session).lastNotableAt < REST_US) return false
  for (const pending of timeline.kernel.pending()) if (pending.root === follow && !pending.held && pending.at <= now + REST_US) return false
  return true
}

/** When the visitor last did something. */
const newestMark = (session: Session): number => annalsOf(session).marks.findLast(({ mark }) => mark === 'fault' || mark === 'command')?.at ?? session.beganAt

/** What the commands under way wait for. One that asked something will hear something, if only that nobody answered. */
function asksOf(session: Session): ReadonlySet<string> {
  const { runs } = kernelOf(session).inspect('kubectl') as { readonly runs: ReadonlyMap<number, { readonly waitsFor?: { readonly ask: string } }> }
  return new Set([...runs.values()].flatMap(({ waitsFor }) => (waitsFor ? [waitsFor.ask] : [])))
}

function rest(session: Session): void {
  session.playing = false
  session.settled = true
  session.dirty = true
}

function playByClock(session: Session, nowMs: number, endMs: number, clock: () => number): void {
  const { timeline } = session
  const passed = Math.max(0, Math.min(nowMs - session.lastTickMs, 250))
  const target = timeline.kernel.now + Math.round(passed * 1000 * session.speed)
  while (!runUntil(timeline, target, 200)) if (clock() > endMs) break
  session.dirty = true
}

function runOn(session: Session, motion: Extract<Session['motion'], { motion: 'run' }>, endMs: number, clock: () => number): void {
  session.dirty = true
  for (let count = 0; ; count++) {
    const { now } = kernelOf(session)
    const over = kernelOf(session).nextAt() > motion.limitAt || !advance(session.timeline)
    if (over) motion.missed?.()
    // To look at 150,000 Pods takes its time: of a large cluster once a second is asked.
    const looks = !session.fleet || Math.floor(kernelOf(session).now / 1_000_000) > Math.floor(now / 1_000_000)
    if (over || (looks && motion.until(session))) {
      session.motion = NO_MOTION
      return
    }
    if ((count & 15) === 15 && clock() > endMs) return
  }
}
