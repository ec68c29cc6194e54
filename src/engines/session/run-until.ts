import { objectsNow } from '../../projection/index.ts'
import type { Command, Condition } from '../../protocol/index.ts'
import { holds } from './conditions.ts'
import { annalsOf, kernelOf, refuse, type Session } from './session.ts'

const LIMIT_US = 600_000_000

/** Lets time run until a condition comes true, for at most ten virtual minutes unless told. */
export function runUntil(session: Session, command: Extract<Command, { do: 'run-until' }>): void {
  const { until, limitUs = LIMIT_US } = command
  const reached = comesTrue(session, until)
  if (reached(session)) return refuse(session, command, 'refused.already')
  session.playing = false
  session.settled = false
  session.motion = { motion: 'run', limitAt: kernelOf(session).now + limitUs, until: reached, missed: () => refuse(session, command, 'refused.never', { seconds: String(limitUs / 1_000_000) }) }
}

/** Warnings that were there before are not waited for. */
function comesTrue(session: Session, until: Condition): (one: Session) => boolean {
  if (until.is !== 'warning-event') return (one) => holds(until, kernelOf(one), annalsOf(one)).met
  const before = new Set(warnings(session))
  return (one) => warnings(one).some((key) => !before.has(key))
}

interface Told { readonly type?: string; readonly count?: number; readonly metadata: { readonly uid?: string } }

const warnings = (session: Session): string[] =>
  objectsNow(kernelOf(session)).list<Told>('', 'events').filter(({ type }) => type === 'Warning').map(({ metadata, count }) => `${metadata.uid} ${count ?? 1}`)
