import type { Place } from '../../protocol/index.ts'
import { kernelOf, type Session } from './session.ts'
import { atEnd } from './timeline.ts'

export const placeNow = (session: Session): Place =>
  ({ branch: session.timeline.current.id, handled: kernelOf(session).handled - session.beganHandled, at: kernelOf(session).now - session.beganAt })

/** How far the branch was lived, where the head lies before that. */
export function endAhead(session: Session): Pick<Place, 'handled' | 'at'> | undefined {
  const { current } = session.timeline
  return atEnd(session.timeline) ? undefined : { handled: current.endHandled - session.beganHandled, at: current.endAt - session.beganAt }
}
