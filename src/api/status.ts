import type { Status, StatusCause, StatusDetails } from './schema/types.ts'
import { fieldErrorCause, fieldErrorsText } from './validation/field-error.ts'
import type { FieldError } from './validation/field-error.ts'

// Answers of kind Status, with the reasons, codes and words of apimachinery's pkg/api/errors.

export interface GroupResource {
  readonly group: string
  readonly resource: string
}
export interface GroupKind {
  readonly group: string
  readonly kind: string
}

/** What a refusal is: an HTTP code, a machine-readable reason and a sentence. */
export type FailureStatus = Status & {
  readonly status: 'Failure'
  readonly code: number
  readonly message: string
  readonly reason: string
}

export const OPTIMISTIC_LOCK = 'the object has been modified; please apply your changes to the latest version and try again'

export function notFound(resource: GroupResource, name: string): FailureStatus {
  return failure(404, 'NotFound', `${qualified(resource)} ${quote(name)} not found`, detailsOf(resource, name))
}

export function alreadyExists(resource: GroupResource, name: string): FailureStatus {
  return failure(409, 'AlreadyExists', `${qualified(resource)} ${quote(name)} already exists`, detailsOf(resource, name))
}

export function generateNameConflict(resource: GroupResource, name: string, retryAfterSeconds = 1): FailureStatus {
  const message = `${qualified(resource)} ${quote(name)} already exists, the server was not able to generate a unique name for the object`
  return failure(409, 'AlreadyExists', message, { ...detailsOf(resource, name), retryAfterSeconds })
}

export function conflict(resource: GroupResource, name: string, message: string = OPTIMISTIC_LOCK): FailureStatus {
  return failure(
    409,
    'Conflict',
    `Operation cannot be fulfilled on ${qualified(resource)} ${quote(name)}: ${message}`,
    detailsOf(resource, name),
  )
}

/** Server-side apply found fields that other managers own. */
export function applyConflict(causes: readonly StatusCause[], message: string): FailureStatus {
  return failure(409, 'Conflict', message, { causes })
}

export function forbidden(resource: GroupResource, name: string, message: string): FailureStatus {
  const subject =
    resource.resource === '' && resource.group === ''
      ? 'forbidden'
      : name === ''
        ? `${qualified(resource)} is forbidden`
        : `${qualified(resource)} ${quote(name)} is forbidden`
  return failure(403, 'Forbidden', `${subject}: ${message}`, detailsOf(resource, name))
}

export function unauthorized(message = 'Unauthorized'): FailureStatus {
  return failure(401, 'Unauthorized', message)
}

export function badRequest(message: string): FailureStatus {
  return failure(400, 'BadRequest', message)
}

/** 422, one cause per error. `kind.group` is '' for core. */
export function invalid(kind: GroupKind, name: string, errors: readonly FieldError[]): FailureStatus {
  const subject = `${kind.group === '' ? kind.kind : `${kind.kind}.${kind.group}`} ${quote(name)} is invalid`
  const message = errors.length === 0 ? subject : `${subject}: ${fieldErrorsText(errors)}`
  const details: StatusDetails = {
    ...(name && { name }),
    ...(kind.group && { group: kind.group }),
    kind: kind.kind,
    ...(errors.length > 0 && { causes: errors.map(fieldErrorCause) }),
  }
  return failure(422, 'Invalid', message, details)
}

export function methodNotSupported(resource: GroupResource, action: string): FailureStatus {
  return failure(
    405,
    'MethodNotAllowed',
    `${action} is not supported on resources of kind ${quote(qualified(resource))}`,
    detailsOf(resource, ''),
  )
}

export function gone(message: string): FailureStatus {
  return failure(410, 'Gone', message)
}

/** 410 with reason Expired: a resource version or continue token that is too old. */
export function expired(message: string): FailureStatus {
  return failure(410, 'Expired', message)
}

export function timeout(message: string, retryAfterSeconds = 0): FailureStatus {
  return failure(504, 'Timeout', `Timeout: ${message}`, retryAfterSeconds ? { retryAfterSeconds } : {})
}

export function serverTimeout(resource: GroupResource, operation: string, retryAfterSeconds = 0): FailureStatus {
  const message = `The ${operation} operation against ${qualified(resource)} could not be completed at this time, please try again.`
  return failure(500, 'ServerTimeout', message, { ...detailsOf(resource, operation), ...(retryAfterSeconds && { retryAfterSeconds }) })
}

export function tooManyRequests(message: string, retryAfterSeconds = 0): FailureStatus {
  return failure(429, 'TooManyRequests', message, retryAfterSeconds ? { retryAfterSeconds } : {})
}

export function serviceUnavailable(message: string): FailureStatus {
  return failure(503, 'ServiceUnavailable', message)
}

export function internalError(message: string): FailureStatus {
  return failure(500, 'InternalError', `Internal error occurred: ${message}`, { causes: [{ message }] })
}

export function unsupportedMediaType(mediaTypes: readonly string[]): FailureStatus {
  return failure(
    415,
    'UnsupportedMediaType',
    `the body of the request was in an unknown format - accepted media types include: ${mediaTypes.join(', ')}`,
  )
}

export function notAcceptable(mediaTypes: readonly string[]): FailureStatus {
  return failure(406, 'NotAcceptable', `only the following media types are accepted: ${mediaTypes.join(', ')}`)
}

export function requestEntityTooLarge(message: string): FailureStatus {
  return failure(413, 'RequestEntityTooLarge', `Request entity too large: ${message}`)
}

/** For a path that no handler serves. */
export function unknownPath(): FailureStatus {
  return failure(404, 'NotFound', 'the server could not find the requested resource', {})
}

/** The answer to a finished deletion and the like. */
export function success(details?: StatusDetails): Status {
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', ...(details && { details }) }
}

export function isStatus(value: unknown): value is Status {
  return typeof value === 'object' && value !== null && (value as Status).kind === 'Status' && (value as Status).apiVersion === 'v1'
}

export function failure(code: number, reason: string, message: string, details?: StatusDetails): FailureStatus {
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason, ...(details && { details }), code }
}

function detailsOf({ group, resource }: GroupResource, name: string): StatusDetails {
  return { ...(name && { name }), ...(group && { group }), ...(resource && { kind: resource }) }
}

/** 'deployments.apps', or 'pods' of the core group. */
function qualified({ group, resource }: GroupResource): string {
  return group === '' ? resource : `${resource}.${group}`
}

function quote(text: string): string {
  return JSON.stringify(text)
}
