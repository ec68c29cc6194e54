import { annalsOf, kernelOf, type Session } from './session.ts'

/** The root whose effects are drawn: by default those of the last command before the head; after a fault, everything. */
export function followed(session: Session): number | 'all' {
  if (session.follow !== 'last') return session.follow
  const { now } = kernelOf(session)
  const { marks } = annalsOf(session)
  for (let i = marks.length - 1; i >= 0; i--) {
    const mark = marks[i]!
    if (mark.at > now) continue
    if (mark.mark === 'command') return mark.event
    if (mark.mark === 'fault') return 'all'
  }
  return 'all'
}
