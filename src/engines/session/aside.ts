import { objectsNow, viewsOf, stagesOf } from '../../projection/index.ts'
import type { StageMoment } from '../../protocol/index.ts'
import { placeAt } from './moving.ts'
import { captionOf, focusEvent, packetsOf, trailOf } from './frame.ts'
import { annalsOf, kernelOf, NO_MOTION, type Session } from './session.ts'
import { seek, type Branch, type Timeline } from './timeline.ts'

/** The run as it was at another moment, on a kernel of its own: the head stays where it is, and nothing is recorded. The next call moves the same kernel on. */
export function asideAt(session: Session, branch: Branch, sinceBegin: number): Session {
  const { timeline } = session
  const known = session.aside?.current === branch
  const aside = (session.aside ??= createAside(session, branch))
  aside.current = branch
  const looking: Session = { ...session, timeline: aside, motion: NO_MOTION }
  const at = Math.min(Math.max(sinceBegin + session.beganAt, session.beganAt), branch.endAt)
  seek(aside, branch === timeline.current && at === timeline.kernel.now ? timeline.kernel.handled : placeAt(looking, at), at, !known)
  return looking
}

const createAside = ({ timeline, rebuild }: Session, current: Branch): Timeline =>
  ({ kernel: rebuild(), branches: timeline.branches, current, happened: { delivery: undefined, noise: false, facts: [], recorded: false }, onRecorded: [], onForgotten: [], applied: 0, anotherAct: true, nextBranch: 0, keeping: timeline.keeping, spine: undefined, onMoved: [] })

/** All that the stage shows at the head of this session. */
export function stageMoment(session: Session): StageMoment {
  const { timeline, plan, beganAt } = session
  const kernel = kernelOf(session)
  return {
    branch: timeline.current.id, at: kernel.now - beganAt, revision: objectsNow(kernel).revision, views: viewsOf(kernel, plan, annalsOf(session).slots, stagesOf(timeline.current.trace, focusEvent(session))),
    packets: packetsOf(session), trail: trailOf(session), caption: captionOf(session),
  }
}
