import type { Input } from '../../kernel/index.ts'
import { commandGiven } from '../../projection/index.ts'
import { annalsUpTo } from './annals.ts'
import { land } from './play.ts'
import { annalsOf, kernelOf, type Session } from './session.ts'
import { act, atEnd, fork } from './timeline.ts'

/** Gives the cluster an input at the head. In the past this begins a branch, named after what was done. */
export function begin(session: Session, input: Input, line: string | undefined): number {
  land(session)
  const root = actHere(session, input, line)
  const { timeline } = session
  if (line !== undefined) {
    const annals = annalsOf(session)
    annals.marks.push({ mark: 'command', branch: timeline.current.id, at: kernelOf(session).now, event: root, line })
    annals.heardOf.set(root, kernelOf(session).now)
    if (annals.story) commandGiven(annals.story, line, root, kernelOf(session).handled, kernelOf(session).now)
    session.follow = 'last'
  }
  session.playing = true
  session.settled = false
  return root
}

export function actHere(session: Session, input: Input, name: string | undefined): number {
  if (!atEnd(session.timeline)) branchOff(session, name ?? '')
  return act(session.timeline, input, name)
}

export function branchOff(session: Session, name: string): void {
  const before = annalsOf(session)
  const branch = fork(session.timeline, name)
  session.annals.set(branch.id, annalsUpTo(before, kernelOf(session), branch.forkHandled, branch.forkAt, branch.id))
}
