import { registryKey } from '../../cluster/index.ts'
import type { ObjectRef } from '../../protocol/index.ts'
import { lastOfKey } from './fleet-writes.ts'
import { annalsOf, kernelOf, type Session } from './session.ts'

/** The event of the last write of an object before the head, since the lesson began; 0 for none. */
export function lastWriteOf(session: Session, object: ObjectRef): number {
  const here = kernelOf(session).handled
  const own = registryKey(object)
  const { writes, byKey } = annalsOf(session)
  if (byKey) return lastOfKey(byKey, own, here) ?? 0
  return writes.findLast(({ place, key }) => place <= here && key === own)?.event ?? 0
}
