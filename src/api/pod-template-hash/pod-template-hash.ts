import { fnv1a32, safeEncode, utf8 } from '../names.ts'
import type { PodTemplateSpec } from '../schema/types.ts'
import { goText } from './go-text.ts'

/**
 * The value of the label `pod-template-hash`: byte for byte what v1.36 computes for a template as it is stored, that is after defaulting
 * and without the label itself. `collisionCount` is the Deployment's, undefined as long as it has none.
 */
export function podTemplateHash(template: PodTemplateSpec, collisionCount?: number): string {
  let hash = fnv1a32(utf8(goText('v1.PodTemplateSpec', template)))
  if (collisionCount !== undefined) {
    const count = new Uint8Array(8)
    new DataView(count.buffer).setUint32(0, collisionCount, true)
    hash = fnv1a32(count, hash)
  }
  return safeEncode(String(hash))
}
