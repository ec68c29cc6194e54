import type { Patched } from './patched.ts'

/** Applies an RFC 6902 patch (a list of operations). The input is never edited. */
export function jsonPatch(object: unknown, operations: unknown): Patched {
  return operations === undefined ? { error: 'no operations' } : { object }
}
