import { eventAt, isForgotten, placeOfEvent, rowOf, timeOfEvent, type Trace } from '../../projection/index.ts'
import { refKey, type Command, type Moment, type StepSize } from '../../protocol/index.ts'
import { changedAt, lastAt } from './annals.ts'
import { goToBookmark } from './bookmarks.ts'
import { goToTime } from './fleet-moves.ts'
import { followed } from './following.ts'
import { notableOf } from './notable.ts'
import { land, takeOff } from './play.ts'
import { annalsOf, isBeforeHistory, kernelOf, NO_MOTION, refuse, refuseForgotten, type Session } from './session.ts'
import { advance, seek } from './timeline.ts'

const STEP_LIMIT_US = 600_000_000

export function stepForward(session: Session, by: StepSize, nowMs: number): void {
  if (session.motion.motion === 'flight') {
    land(session)
    if (by === 'message') return
  }
  session.playing = false
  session.motion = NO_MOTION
  if (by === 'message') return stepMessage(session, nowMs)
  const start = kernelOf(session).handled
  const selected = session.selected ? refKey(session.selected) : undefined
  session.motion = {
    motion: 'run', limitAt: kernelOf(session).now + STEP_LIMIT_US,
    until: (one) => {
      const now = kernelOf(one).handled
      const lived = annalsOf(one)
      switch (by) {
        case 'write': return lastAt(lived.writes, now, ({ place }) => place)?.place === now
        case 'object': {
          return now > start && changedAt(lived, now).some((key) => selected === undefined || isKeyOf(key, selected))
        }
        case 'reconcile': return lastAt(lived.reconciles, now, (place) => place) === now
        case 'milestone': return lastAt(lived.hits, now, ({ handled }) => handled)?.handled === now
      }
    },
  }
}

/** Lets the next followed message fly, and stops when it has arrived. */
function stepMessage(session: Session, nowMs: number): void {
  const { timeline } = session
  const { kernel } = timeline
  const follow = followed(session)
  const limit = kernel.now + STEP_LIMIT_US
  for (;;) {
    const next = kernel.peek()
    if (!next || next.at > limit) {
      session.settled = true
      return
    }
    if (notableOf(timeline.current.trace, next, follow)) return takeOff(session, next, follow, nowMs, true)
    if (!advance(timeline)) return
  }
}

export function stepBack(session: Session, by: StepSize): void {
  land(session)
  session.playing = false
  const here = kernelOf(session).handled
  const places = placesOf(session, by).filter((place) => place <= here)
  const last = places.at(-1)
  const target = last === here ? places.at(-2) : last
  seek(session.timeline, target ?? session.beganHandled, target === undefined ? session.beganAt : undefined)
}

function placesOf(session: Session, by: StepSize): readonly number[] {
  const annals = annalsOf(session)
  const follow = followed(session)
  switch (by) {
    case 'message': return annals.notables.filter(({ root }) => follow === 'all' || root === follow).map(({ place }) => place)
    case 'write': return annals.writes.map(({ place }) => place)
    case 'reconcile': return annals.reconciles
    case 'milestone': return annals.hits.map(({ handled }) => handled)
    case 'object': {
      const selected = session.selected ? refKey(session.selected) : undefined
      return annals.changes.filter(({ key }) => selected === undefined || isKeyOf(key, selected)).map(({ place }) => place)
    }
  }
}

/** '/registry/pods/default/web-1' against 'group/resource/namespace/name': the last two words tell, the first must be the resource's. */
export function isKeyOf(key: string, ref: string): boolean {
  const [, resource, namespace, name] = ref.split('/') as [string, string, string, string]
  const parts = key.split('/').slice(2)
  const storedAs = resource === 'nodes' ? 'minions' : resource === 'endpoints' ? 'services' : resource
  if (parts.at(-1) !== name || !parts.includes(storedAs)) return false
  return namespace === '' || parts.at(-2) === namespace
}

export function goTo(session: Session, command: Command, to: Moment): void {
  land(session)
  if (session.fleet) return goToTime(session, command, to)
  session.playing = false
  const { timeline } = session
  const { current } = timeline
  if ('place' in to) {
    if (to.place === 'start') seek(timeline, session.beganHandled, session.beganAt)
    else seek(timeline, current.endHandled, current.endAt)
    return
  }
  if ('bookmark' in to) return goToBookmark(session, command, to.bookmark)
  if ('event' in to) {
    const place = placeOfEvent(current.trace, to.event)
    const input = current.inputs.find(({ at }) => current.trace.inputs.get(to.event)?.at === at)
    if (isForgotten(current.trace, to.event) || (input && isBeforeHistory(session, input.handled))) return refuseForgotten(session, command)
    if (place === 0 && !input) {
      // What never arrived has no place of its own: the moment at which it was lost.
      const row = rowOf(current.trace, to.event)
      if (!row?.lost) return refuse(session, command, 'refused.event', { event: String(to.event) })
      const at = Math.min(row.at, current.endAt)
      return seek(timeline, placeAt(session, at), at)
    }
    seek(timeline, place || input!.handled, place ? undefined : input!.at)
    return
  }
  if ('revision' in to) {
    const write = annalsOf(session).writes.find(({ revision }) => revision >= to.revision)
    if (!write) return refuse(session, command, 'refused.revision', { revision: String(to.revision) })
    if (isBeforeHistory(session, write.place)) return refuseForgotten(session, command)
    seek(timeline, write.place)
    return
  }
  const at = Math.min(Math.max(to.at + session.beganAt, session.beganAt), current.endAt)
  seek(timeline, placeAt(session, at), at)
}

/** How many events had been handled at a virtual time. */
export function placeAt(session: Session, at: number): number {
  const { trace, endHandled } = session.timeline.current
  let low = session.beganHandled
  let high = endHandled
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (timeOfPlace(trace, middle) <= at) low = middle
    else high = middle - 1
  }
  return low
}

/** Places that no actor saw have no row; they count with the nearest one before. */
function timeOfPlace(trace: Trace, place: number): number {
  for (let one = place; one > trace.goneOrder; one--) {
    const id = eventAt(trace, one)
    if (id > 0) return timeOfEvent(trace, id)
  }
  return 0
}
