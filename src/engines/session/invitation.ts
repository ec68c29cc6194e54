import type { Pod } from '../../api/index.ts'
import { objectsNow, rowOf, type ChapterProgress } from '../../projection/index.ts'
import type { StoryState } from '../../protocol/index.ts'
import { selected } from './conditions.ts'
import { annalsOf, kernelOf, restsHere, type Session } from './session.ts'

/** "Both are Ready. Now break one", and then: "Why are you here?" Open between the chapter that it follows and the next one. */
export function invitationOf(session: Session, current: ChapterProgress, waiting: ChapterProgress | undefined): StoryState['invitation'] {
  const annals = annalsOf(session)
  const invitation = annals.story?.lesson.invitation
  if (!invitation || !waiting || current.root === 0 || current.chapter.id !== invitation.after) return undefined
  const pods = selected(objectsNow(kernelOf(session)).list<Pod>('', 'pods'), invitation.namespace, invitation.selector).filter(({ metadata }) => metadata.deletionTimestamp === undefined)
  const made = pods.map((pod) => ({ id: `pod/${pod.metadata.uid}`, event: creationOf(session, pod) }))
  const later = made.filter(({ event }) => (rowOf(session.timeline.current.trace, event)?.root ?? 0) > current.root)
  if (later.length > 0) return { invite: 'why', pods: later }
  return restsHere(session) && made.length > 0 ? { invite: 'break', pods: made } : undefined
}

/** The event of the first write of this Pod; 0 for one from before the lesson. */
function creationOf(session: Session, { metadata: { namespace, name } }: Pod): number {
  const key = `/registry/pods/${namespace}/${name}`
  return annalsOf(session).writes.find((write) => write.key === key)?.event ?? 0
}
