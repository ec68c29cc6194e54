/** Applies an RFC 7386 merge patch: objects merge, null deletes, everything else replaces. Unchanged parts are shared. */
export function mergePatch(object: unknown, patch: unknown): unknown {
  return patch === undefined ? object : patch
}

/** The merge patch that turns `original` into `modified`; `{}` when they are equal. */
export function createMergePatch(original: unknown, modified: unknown): unknown {
  return original === modified ? {} : modified
}

/** What `kubectl apply` sends for kinds without a schema: additions and changes against `current`, deletions against `original`. */
export function threeWayMergePatch(original: unknown, modified: unknown, current: unknown): unknown {
  return original === current ? {} : modified
}
