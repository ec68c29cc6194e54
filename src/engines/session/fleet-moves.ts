import { rowOf, timeOfEvent } from '../../projection/index.ts'
import type { Command, Moment } from '../../protocol/index.ts'
import { land } from './play.ts'
import { kernelOf, NO_MOTION, refuse, type Session } from './session.ts'
import { seek, seekTime } from './timeline.ts'

const SECOND = 1_000_000

/** Where messages are not drawn one by one, a step is a second. */
export function stepFleet(session: Session, command: Command, direction: 1 | -1): void {
  land(session)
  if (direction === -1 && hasNoPast(session)) return refuse(session, command, 'refused.past')
  session.playing = false
  const { now } = kernelOf(session)
  if (direction === -1) return seekTime(session.timeline, Math.max(session.beganAt, (Math.ceil(now / SECOND) - 1) * SECOND))
  const target = (Math.floor(now / SECOND) + 1) * SECOND
  session.motion = { motion: 'run', limitAt: target, until: (one) => kernelOf(one).now >= target }
}

/** Goes to a time, as far back as history is kept; events and revisions have no place in it. */
export function goToTime(session: Session, command: Command, to: Moment): void {
  const { timeline } = session
  if (hasNoPast(session)) return refuse(session, command, 'refused.past')
  session.motion = NO_MOTION
  session.playing = false
  if ('place' in to) {
    if (to.place === 'start') seekTime(timeline, session.beganAt)
    else seek(timeline, timeline.current.endHandled, timeline.current.endAt)
  } else if ('at' in to) seekTime(timeline, to.at + session.beganAt)
  else if ('event' in to && rowOf(timeline.current.trace, to.event)) seekTime(timeline, timeOfEvent(timeline.current.trace, to.event))
  else refuse(session, command, 'refused.fleet')
}

/** The largest runs keep no checkpoint. */
export const hasNoPast = ({ timeline }: Session): boolean => timeline.keeping.checkpoints === 0
