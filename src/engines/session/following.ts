import { transcriptOf } from '../../cluster/index.ts'
import { rowOf } from '../../projection/index.ts'
import { annalsOf, kernelOf, type Session } from './session.ts'

/** The root whose effects are drawn: by default those of the last command that began before the head; after a fault, everything. */
export function followed(session: Session): number | 'all' {
  if (session.follow !== 'last') return session.follow
  const { now } = kernelOf(session)
  const fault = annalsOf(session).marks.findLast(({ mark, at }) => mark === 'fault' && at <= now)
  const command = lastBegun(session)
  if (fault?.mark === 'fault' && (command === undefined || fault.event > command)) return 'all'
  return command ?? 'all'
}

/** What was typed ahead has not begun: the command before it is still the one to look at. */
function lastBegun(session: Session): number | undefined {
  const entry = transcriptOf(kernelOf(session).inspect('kubectl') as never).findLast((one) => one.entry === 'command')
  if (entry?.entry !== 'command') return newestCommand(session)
  return Math.max(rowOf(session.timeline.current.trace, entry.event)?.root ?? 0, isTypedAhead(session) ? 0 : newestCommand(session) ?? 0) || undefined
}

/** A command that was given at this very moment has not reached the terminal yet. */
function newestCommand(session: Session): number | undefined {
  const { now } = kernelOf(session)
  const mark = annalsOf(session).marks.findLast((one) => one.mark === 'command' && one.at <= now)
  return mark?.mark === 'command' ? mark.event : undefined
}

const isTypedAhead = (session: Session): boolean => (kernelOf(session).inspect('kubectl') as { readonly typedAhead: readonly unknown[] }).typedAhead.length > 0
