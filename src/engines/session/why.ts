import { chainTo, rowOf } from '../../projection/index.ts'
import { waitsOf, waitsOfEvent, waitsOfPlace, type Where } from '../../projection/waits/waits.ts'
import type { AnswerTo, ObjectRef, PlaceId, WaitsFor } from '../../protocol/index.ts'
import { writeOfFields } from './blame.ts'
import { kernelOf, type Session } from './session.ts'
import { lastWriteOf } from './writes.ts'

/** The chain of causes of an event, an object or one of its fields; and what that waits for. */
export function why(session: Session, event: number | undefined, object: ObjectRef | undefined, fields?: readonly string[]): AnswerTo<'why'> {
  const { beganAt, timeline: { current: { trace } } } = session
  const asked = event ?? (object && fields ? writeOfFields(session, object, fields) ?? 0 : object ? lastWriteOf(session, object) : 0)
  return { answer: 'why', links: chainTo(trace, asked).map((link) => ({ ...link, at: link.at - beganAt })), waits: waits(session, event, object) }
}

/** An object is asked before the message that told of it. */
export function waits(session: Session, event: number | undefined, object: ObjectRef | undefined, place?: PlaceId): readonly WaitsFor[] {
  if (object) return waitsOf(whereOf(session), object)
  if (place !== undefined) return waitsOfPlace(whereOf(session), place)
  return event !== undefined && rowOf(session.timeline.current.trace, event) ? waitsOfEvent(whereOf(session), event) : []
}

export const whereOf = (session: Session): Where => ({ kernel: kernelOf(session), plan: session.plan, trace: session.timeline.current.trace, beganAt: session.beganAt })
