import type { TypeSchema } from '../schema/schema.ts'

/** The strategic merge patch that turns `original` into `modified`, as kubectl computes it; `{}` when nothing differs. */
export function twoWayPatch(original: unknown, modified: unknown, type: TypeSchema): Record<string, unknown> {
  return original === modified && type ? {} : {}
}

/** What `kubectl apply` sends: changes from `current` to `modified`, deletions from `original` (last applied) to `modified`. */
export function threeWayPatch(original: unknown, modified: unknown, current: unknown, type: TypeSchema): Record<string, unknown> {
  return original === modified && type && current ? {} : {}
}
