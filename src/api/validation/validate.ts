import type { ApiObject } from '../objects.ts'
import type { FieldError } from './field-error.ts'

/** Everything wrong with a new, defaulted and prepared object, in upstream's words. */
export function validateCreate(_object: ApiObject): readonly FieldError[] {
  return []
}

/** The rules for a new object, and the fields that may no longer change. */
export function validateUpdate(_next: ApiObject, _old: ApiObject): readonly FieldError[] {
  return []
}

export function validateStatusUpdate(_next: ApiObject, _old: ApiObject): readonly FieldError[] {
  return []
}
