import type { StatusCause } from '../schema/types.ts'

export type FieldErrorType =
  | 'required'
  | 'invalid'
  | 'duplicate'
  | 'notSupported'
  | 'forbidden'
  | 'tooLong'
  | 'tooShort'
  | 'tooMany'
  | 'tooFew'
  | 'notFound'
  | 'typeInvalid'
  | 'internal'

/** One thing wrong with one field. `value` is the offending JSON value; undefined is left out of the text. */
export interface FieldError {
  readonly type: FieldErrorType
  readonly field: string
  readonly value?: unknown
  readonly detail: string
}

const TITLES: Readonly<Record<FieldErrorType, { readonly title: string; readonly reason: string; readonly showsValue: boolean }>> = {
  required: { title: 'Required value', reason: 'FieldValueRequired', showsValue: false },
  invalid: { title: 'Invalid value', reason: 'FieldValueInvalid', showsValue: true },
  typeInvalid: { title: 'Invalid value', reason: 'FieldValueTypeInvalid', showsValue: true },
  duplicate: { title: 'Duplicate value', reason: 'FieldValueDuplicate', showsValue: true },
  notSupported: { title: 'Unsupported value', reason: 'FieldValueNotSupported', showsValue: true },
  forbidden: { title: 'Forbidden', reason: 'FieldValueForbidden', showsValue: false },
  tooLong: { title: 'Too long', reason: 'FieldValueTooLong', showsValue: false },
  tooShort: { title: 'Too short', reason: 'FieldValueTooShort', showsValue: false },
  tooMany: { title: 'Too many', reason: 'FieldValueTooMany', showsValue: true },
  tooFew: { title: 'Too few', reason: 'FieldValueTooFew', showsValue: true },
  notFound: { title: 'Not found', reason: 'FieldValueNotFound', showsValue: true },
  internal: { title: 'Internal error', reason: 'InternalError', showsValue: false },
}

/** 'spec.replicas: Invalid value: -1: must be greater than or equal to 0' */
export function fieldErrorText(error: FieldError): string {
  return `${error.field}: ${fieldErrorBody(error)}`
}

/** The same without the field: the message of a cause in a Status. */
export function fieldErrorBody({ type, value, detail }: FieldError): string {
  const { title, showsValue } = TITLES[type]
  const shown = showsValue && value !== undefined ? `${title}: ${goJson(value)}` : title
  return detail === '' ? shown : `${shown}: ${detail}`
}

export function fieldErrorCause(error: FieldError): StatusCause {
  return { reason: TITLES[error.type].reason, message: fieldErrorBody(error), field: error.field }
}

/** One message as it is, several as '[a, b]', repetitions once. Models ErrorList.ToAggregate. */
export function fieldErrorsText(errors: readonly FieldError[]): string {
  return aggregateText(errors.map(fieldErrorText))
}

export function aggregateText(messages: readonly string[]): string {
  const distinct = [...new Set(messages)]
  return distinct.length === 1 ? distinct[0]! : `[${distinct.join(', ')}]`
}

export const required = (field: string, detail = ''): FieldError => ({ type: 'required', field, detail })
export const invalid = (field: string, value: unknown, detail: string): FieldError => ({ type: 'invalid', field, value, detail })
export const typeInvalid = (field: string, value: unknown, detail: string): FieldError => ({ type: 'typeInvalid', field, value, detail })
export const duplicate = (field: string, value: unknown): FieldError => ({ type: 'duplicate', field, value, detail: '' })
export const forbiddenField = (field: string, detail: string): FieldError => ({ type: 'forbidden', field, detail })
export const fieldNotFound = (field: string, value: unknown): FieldError => ({ type: 'notFound', field, value, detail: '' })

/** The supported values are shown in the order given; upstream mostly gives them sorted. */
export const notSupported = (field: string, value: unknown, supported: readonly string[]): FieldError => ({
  type: 'notSupported',
  field,
  value,
  detail: supported.length === 0 ? '' : `supported values: ${supported.map(goQuote).join(', ')}`,
})

export const tooLong = (field: string, max: number): FieldError => ({
  type: 'tooLong',
  field,
  detail: max < 0 ? 'value is too long' : `may not be more than ${max} ${max === 1 ? 'byte' : 'bytes'}`,
})

export const tooMany = (field: string, actual: number, max: number): FieldError => ({
  type: 'tooMany',
  field,
  value: actual,
  detail: `must have at most ${max} ${max === 1 ? 'item' : 'items'}`,
})

/** Go's %q, for texts without exotic characters. */
export function goQuote(text: string): string {
  return JSON.stringify(text)
}

/** JSON as Go's encoder writes it: map keys sorted is the caller's matter, but <, > and & are escaped inside objects. */
function goJson(value: unknown): string {
  if (typeof value === 'string') return goQuote(value)
  const text = JSON.stringify(value) ?? 'null'
  return text.replace(/[<>&]/g, (c) => (c === '<' ? '\\u003c' : c === '>' ? '\\u003e' : '\\u0026'))
}
