import { perform } from './commands.ts'
import { recordOf, replay } from './replay.ts'
import { annalsOf, createSession, type Session } from './session.ts'
import { advance, atEnd, seek } from './timeline.ts'

/** A question is answered within the effects of one command; who waits longer waits for something that the visitor has yet to do. */
const EVENTS_MOST = 60_000

/** What the run will answer to an open question if nobody does anything: found out in a second session that lives the same inputs and goes on. This one does not move. */
export function foresee(session: Session, card: string): string | undefined {
  const known = gradedIn(session, card)
  if (known !== undefined) return known
  if (!annalsOf(session).story?.chapters.some(({ root, chapter }) => root !== 0 && chapter.predictions.some(({ id }) => id === card))) return undefined
  const twin = createSession(session.scenario, session.seed, 0)
  if (replay(twin, recordOf(session), (command) => perform(twin, command, 0)) !== undefined) return undefined
  if (!atEnd(twin.timeline)) seek(twin.timeline, twin.timeline.current.endHandled, twin.timeline.current.endAt)
  for (let count = 0; count < EVENTS_MOST && gradedIn(twin, card) === undefined; count++) if (!advance(twin.timeline)) break
  return gradedIn(twin, card)
}

/** Also where the head lies before the answer: the branch has lived through it. */
const gradedIn = (session: Session, card: string): string | undefined =>
  annalsOf(session).story?.chapters.map(({ graded }) => graded.get(card)?.option).find((option) => option !== undefined)
