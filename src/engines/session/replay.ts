import { objectsNow } from '../../projection/index.ts'
import type { HistoricCommand, Place, SessionRecord } from '../../protocol/index.ts'
import { placeNow } from './place.ts'
import { kernelOf, NO_MOTION, type Session } from './session.ts'
import { advance, seek, switchTo } from './timeline.ts'
import { ENGINE_VERSION } from './version.ts'

/** The session as its inputs, up to now. */
export function recordOf(session: Session): SessionRecord {
  const { timeline, scenario, seed, log, settled } = session
  return {
    glass: 1, engine: ENGINE_VERSION, scenario, seed, entries: log,
    ends: timeline.branches.map(({ id, endHandled, endAt }) => ({ branch: id, handled: endHandled - session.beganHandled, at: endAt - session.beganAt })),
    head: { ...placeNow(session), settled },
  }
}

/** Where a replay first found another history than the one that was recorded. */
export interface Difference { readonly revision: number; readonly entry: number }

/**
 * Lives a recorded session again, in a session that has just begun with its scenario and seed. Stops at the first place whose fingerprint is another one:
 * what follows would not mean what it meant.
 */
export function replay(session: Session, record: SessionRecord, carryOut: (command: HistoricCommand) => void): Difference | undefined {
  for (const [index, entry] of record.entries.entries()) {
    if (entry.end) goTo(session, { branch: entry.branch, ...entry.end })
    if (!goTo(session, entry) || kernelOf(session).hash() !== entry.hash) return { revision: objectsNow(kernelOf(session)).revision, entry: index }
    carryOut(entry.command)
    session.motion = NO_MOTION
    session.playing = false
  }
  for (const end of record.ends) goTo(session, end)
  goTo(session, record.head)
  session.settled = record.head.settled
  return undefined
}

/** Goes to a place, also where nobody has been on this branch yet; false where the history ends before. */
function goTo(session: Session, place: Place): boolean {
  const { timeline } = session
  const [handled, at] = [place.handled + session.beganHandled, place.at + session.beganAt]
  if (timeline.current.id !== place.branch && !switchTo(timeline, place.branch)) return false
  if (handled < timeline.current.endHandled || (handled === timeline.current.endHandled && at < timeline.current.endAt)) {
    seek(timeline, handled, at)
    return timeline.kernel.handled === handled
  }
  seek(timeline, timeline.current.endHandled, timeline.current.endAt)
  while (timeline.kernel.handled < handled) if (!advance(timeline)) return false
  if (at > timeline.kernel.now && timeline.kernel.nextAt() >= at) {
    timeline.kernel.wait(at)
    timeline.current.endAt = Math.max(timeline.current.endAt, at)
  }
  return timeline.kernel.now === at
}
