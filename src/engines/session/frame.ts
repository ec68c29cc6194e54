import type { Delivery, Message } from '../../kernel/index.ts'
import { eventAt, fleetViews, genericOf, objectsNow, paramsOfHop, rowOf, stagesOf, summaryOf, viewsOf, wouldHit } from '../../projection/index.ts'
import { sameValue } from '../../api/index.ts'
import type { Caption, Flag, Frame, Packet, StoryState, TimelineDelta, TransportState, View } from '../../protocol/index.ts'
import { annalsOf, broken, kernelOf, restsHere, type Session, type Viewer } from './session.ts'
import { followed } from './following.ts'
import { fleetFrame } from './fleet-frame.ts'
import { bundled, difference } from './frames.ts'
import { notableOf } from './notable.ts'
import { chaptersBegun, hopTold, lastHop, storyState } from './story-state.ts'
import { terminalOf } from './terminal.ts'
import { atEnd, historyBegins } from './timeline.ts'
import { ENGINE_VERSION } from './version.ts'

const PACKETS_MAX = 40
const TRAIL = 3

/** Everything that changed since the viewer's frame before. */
export function frameOf(session: Session, viewer: Viewer): Frame {
  const { timeline, plan } = session
  const { kernel } = timeline
  if (viewer.fresh) viewer.shown.views.clear()
  const views = session.fleet ? fleetViews(kernel, plan, annalsOf(session).slots, session.looked) : allViews(session)
  const { upserts, removes } = difference(viewer.shown, views)
  const frame: Frame = {
    type: 'frame', seq: ++viewer.seq, fresh: viewer.fresh, upserts, removes, packets: session.fleet ? [] : packetsOf(session), trail: trailOf(session),
    clock: { at: kernel.now - session.beganAt, revision: objectsNow(kernel).revision, head: kernel.handled - session.beganHandled, end: timeline.current.endHandled - session.beganHandled },
    transport: transportOf(session), caption: captionOf(session), ...storyOf(session, viewer), scenario: session.scenario, timeline: timelineOf(session, viewer), terminal: terminalOf(session, viewer), flags: flagsOf(session),
    noisePerSecond: session.fleet ? 0 : noiseRate(session), selected: session.selected, ...(session.fleet ? { fleet: fleetFrame(session, session.fleet, viewer) } : {}),
  }
  viewer.fresh = false
  return frame
}

/** Told again only when something in it is another. */
function storyOf(session: Session, viewer: Viewer): { readonly story?: StoryState } {
  const story = storyState(session)
  if (!viewer.fresh && sameValue(viewer.story, story)) return {}
  viewer.story = story
  return { story }
}

function allViews(session: Session): readonly View[] {
  const { timeline, plan } = session
  return viewsOf(timeline.kernel, plan, annalsOf(session).slots, stagesOf(timeline.current.trace, focusEvent(session)))
}

/** The message that the caption is about: what flies, or what arrived last. */
export function focusEvent(session: Session): number {
  if (session.motion.motion === 'flight') return session.motion.focus
  return lastNotable(session)?.event ?? 0
}

function lastNotable(session: Session): { readonly place: number; readonly event: number } | undefined {
  const follow = followed(session)
  const { notables } = annalsOf(session)
  const here = kernelOf(session).handled
  let index = notables.length - 1
  while (index >= 0 && (notables[index]!.place > here || (follow !== 'all' && notables[index]!.root !== follow))) index--
  return notables[index]
}

export function packetsOf(session: Session): Packet[] {
  const { timeline, motion } = session
  const follow = session.pace === 'clock' && session.follow === 'last' ? 'all' : followed(session)
  const flying = new Set(motion.motion === 'flight' ? motion.events : [])
  const packets: Packet[] = []
  for (const pending of timeline.kernel.pending()) {
    if (pending.from === pending.to) continue
    const packet = packetOf(session, pending, follow, flying)
    if (packet) packets.push(packet)
  }
  return bundled(packets.sort((a, b) => a.id - b.id), PACKETS_MAX)
}

type Flying = Delivery<Message> & { readonly noise: boolean; readonly held: boolean }

function packetOf(session: Session, pending: Flying, follow: number | 'all', flying: ReadonlySet<number>): Packet | undefined {
  const { timeline, motion } = session
  const { now } = timeline.kernel
  const notable = notableOf(timeline.current.trace, pending, follow)
  if (!notable) return undefined
  const { summary } = notable
  const travel = pending.at - pending.sentAt
  const flies = motion.motion === 'flight' && flying.has(pending.id)
  return {
    id: pending.id, verb: summary.verb, from: summary.from, to: summary.to, label: summary.label, sentAt: pending.sentAt - session.beganAt, arrivesAt: pending.at - session.beganAt,
    progress: pending.held ? 0.5 : flies ? 0 : travel > 0 ? Math.min(1, Math.max(0, (now - pending.sentAt) / travel)) : 1,
    flightMs: flies ? motion.flightMs : undefined, focus: motion.motion === 'flight' && pending.id === motion.focus, count: 1, held: pending.held,
  }
}

export function trailOf(session: Session): Packet[] {
  const follow = followed(session)
  const { trace } = session.timeline.current
  const { notables } = annalsOf(session)
  const here = kernelOf(session).handled
  const trail: Packet[] = []
  for (let i = notables.length - 1; i >= 0 && trail.length < TRAIL; i--) {
    const { place, root, event } = notables[i]!
    if (place > here || (follow !== 'all' && root !== follow)) continue
    const row = rowOf(trace, event)
    if (!row) continue
    const { verb, from, to, label } = summaryOf(trace, row)
    trail.push({ id: event, verb, from, to, label, sentAt: row.sentAt - session.beganAt, arrivesAt: row.at - session.beganAt, progress: 1, focus: false, count: 1, held: false })
  }
  return trail
}

function transportOf(session: Session): TransportState {
  const { timeline, playing, pace, speed, motion } = session
  return {
    playing, pace, speed, branch: timeline.current.id, atEnd: atEnd(timeline), busy: motion.motion === 'run', settled: restsHere(session), engineVersion: ENGINE_VERSION, hash: timeline.kernel.hash(),
  }
}

/** The sentence for the message in focus: a hop of the lesson where one tells of it, a general one otherwise. */
export function captionOf(session: Session): Caption | undefined {
  const annals = annalsOf(session)
  const flight = session.motion.motion === 'flight' ? session.motion : undefined
  const hit = hopTold(session) ?? lastHop(session)
  if (flight) {
    const told = annals.hits.find(({ event }) => event === flight.focus)
    if (told) return hopCaption(session, told)
    // What passes in a flash cannot be read: a hop's sentence stands until the next one. A single step was asked for, and is told.
    return hopComing(session, flight.focus) ?? (hit && !flight.thenStop && isOfNow(session, hit.hop) ? hopCaption(session, hit) : genericCaption(session, flight.focus))
  }
  const notable = lastNotable(session)
  if (hit && (!notable || hit.handled >= notable.place || isOfNow(session, hit.hop))) return hopCaption(session, hit)
  return notable ? genericCaption(session, notable.event) : undefined
}

/** While a chapter goes on, a hop's caption stands until the next hop; what somebody does afterwards has captions of its own. */
function isOfNow(session: Session, hop: string): boolean {
  const begun = chaptersBegun(session).at(-1)
  const follow = followed(session)
  return begun !== undefined && begun.chapter.hops.some(({ id }) => id === hop) && (follow === begun.root || session.follow === 'all')
}

function hopCaption(session: Session, hit: { readonly hop: string; readonly event: number; readonly at: number; readonly params: Readonly<Record<string, string>> }): Caption {
  const chapter = annalsOf(session).story?.chapters.find((one) => one.chapter.hops.some(({ id }) => id === hit.hop))
  const hops = chapter?.chapter.hops ?? []
  return { text: hit.hop, chapter: chapter?.chapter.id, hop: hops.findIndex(({ id }) => id === hit.hop) + 1, hops: hops.length, params: hit.params, event: hit.event, at: hit.at - session.beganAt }
}

function genericCaption(session: Session, event: number): Caption | undefined {
  const { trace } = session.timeline.current
  const row = rowOf(trace, event)
  if (!row) return undefined
  const summary = summaryOf(trace, row)
  return {
    text: `generic.${genericOf(summary)}`, event, at: row.at - session.beganAt,
    params: { from: summary.from, to: summary.to, label: summary.label, name: summary.object?.name ?? '', resource: summary.object?.resource ?? '', namespace: summary.object?.namespace ?? '', code: String(summary.code ?? '') },
  }
}

function timelineOf(session: Session, viewer: Viewer): TimelineDelta | undefined {
  const { timeline } = session
  const annals = annalsOf(session)
  const whole = viewer.fresh || viewer.marksBranch !== timeline.current.id
  const marks = whole ? [...session.annals.values()].flatMap((one) => one.marks) : annals.marks.slice(viewer.marksSent)
  viewer.marksBranch = timeline.current.id
  viewer.marksSent = annals.marks.length
  return {
    fresh: whole, marks: marks.map((mark) => ({ ...mark, at: mark.at - session.beganAt, ...(mark.mark === 'idle' ? { until: mark.until - session.beganAt } : {}) })),
    historyFrom: Math.max(0, (historyBegins(timeline.current)?.now ?? 0) - session.beganAt),
    branches: timeline.branches.map(({ id, parent, name, forkAt, endAt }) => ({ id, parent, name, forkAt: Math.max(0, forkAt - session.beganAt), endAt: endAt - session.beganAt, current: id === timeline.current.id })), bookmarks: session.bookmarks,
  }
}

const flagsOf = (session: Session): Flag[] => broken(session).map(({ id, at, poke, place }) => ({ id, at: at - session.beganAt, poke, place }))

/** Quiet messages among the last second before the head. */
function noiseRate(session: Session): number {
  const { trace, id } = session.timeline.current
  const { now, handled } = kernelOf(session)
  const { noise } = session
  // Told four times a virtual second: thousands of messages are counted for it.
  if (noise.branch === id && noise.place <= handled && now - noise.at < NOISE_US && now >= noise.at) return noise.count
  let count = 0
  for (let place = handled; place > session.beganHandled; place--) {
    const row = rowOf(trace, eventAt(trace, place))
    if (!row) continue
    if (row.at < now - 1_000_000) break
    if (row.noise && row.from !== row.to) count++
  }
  session.noise = { branch: id, place: handled, at: now, count }
  return count
}

const NOISE_US = 250_000

/** A message on its way that will be a hop is told of while it flies. */
function hopComing(session: Session, event: number): Caption | undefined {
  const { story } = annalsOf(session)
  const { trace } = session.timeline.current
  const row = rowOf(trace, event)
  const hop = row && story ? wouldHit(story, trace, row) : undefined
  if (!row || !hop) return undefined
  return hopCaption(session, { hop, event, at: kernelOf(session).now, params: paramsOfHop(story!, hop, trace, row) })
}
