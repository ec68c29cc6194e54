import { refKey, type ObjectRef } from '../../protocol/index.ts'
import { lastOfKey } from './fleet-writes.ts'
import { isKeyOf } from './moving.ts'
import { annalsOf, kernelOf, type Session } from './session.ts'

/** The event of the last write of an object before the head, since the lesson began; 0 for none. */
export function lastWriteOf(session: Session, object: ObjectRef): number {
  const here = kernelOf(session).handled
  const ref = refKey(object)
  const { writes, byKey } = annalsOf(session)
  if (byKey) return lastOfKey(byKey, [...byKey.keys()].find((key) => isKeyOf(key, ref)) ?? '', here) ?? 0
  for (let i = writes.length - 1; i >= 0; i--) {
    const write = writes[i]!
    if (write.place <= here && isKeyOf(write.key, ref)) return write.event
  }
  return 0
}
