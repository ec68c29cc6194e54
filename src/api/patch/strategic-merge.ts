import type { TypeSchema } from '../schema/schema.ts'
import type { Patched } from './patched.ts'

/** Applies a strategic merge patch, with its directives, by the patch strategies of `type`. Unchanged parts are shared. */
export function strategicMergePatch(object: unknown, patch: unknown, type: TypeSchema): Patched {
  return type && patch ? { object } : { error: '' }
}
