import type { ApiObject } from '../objects.ts'

/** What the server decides about a new object, whatever the client said. Uid and creation time are the API server's own. */
export function prepareForCreate(object: ApiObject): ApiObject {
  return object
}

export function prepareForUpdate(next: ApiObject, _old: ApiObject): ApiObject {
  return next
}

export function prepareForStatusUpdate(next: ApiObject, _old: ApiObject): ApiObject {
  return next
}

/** A PUT on a missing name creates it. */
export function allowsCreateOnUpdate(_kind: string): boolean {
  return false
}

/** An update may come without a resourceVersion. */
export function allowsUnconditionalUpdate(_kind: string): boolean {
  return true
}
