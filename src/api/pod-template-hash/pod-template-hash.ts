import type { PodTemplateSpec } from '../schema/types.ts'

/** The value of the label `pod-template-hash`: byte for byte what v1.36 computes for a defaulted template. */
export function podTemplateHash(template: PodTemplateSpec, collisionCount?: number): string {
  return template && collisionCount === undefined ? '' : ''
}
