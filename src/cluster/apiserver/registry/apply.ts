import { applyConflict, applyServerSide, badRequest, type ApiObject, type Status } from '../../../api/index.ts'
import type { Context } from '../context.ts'
import type { Exchange } from '../exchange.ts'
import { rescaled, scaleOf } from '../subresources/scale.ts'
import type { Mutation } from './mutation.ts'
import { writerOf } from './writer.ts'

type Result = { readonly object: ApiObject } | { readonly failure: Status }
type Apply = Mutation & { by: 'apply' }

/** Server-side apply on what is stored. */
export function appliedTo(exchange: Exchange, cx: Context, old: ApiObject, mutation: Apply): Result {
  if (exchange.info.subresource !== 'scale') return merged(exchange, cx, old, mutation)
  const scale = merged(exchange, cx, scaleOf(old), mutation)
  return 'failure' in scale ? scale : rescaled(old, scale.object)
}

/** Server-side apply that creates. */
export const appliedNew = (exchange: Exchange, cx: Context, mutation: Apply): Result => merged(exchange, cx, undefined, mutation)

function merged(exchange: Exchange, cx: Context, live: ApiObject | undefined, { config, force }: Apply): Result {
  if (config.metadata.managedFields?.length) return { failure: badRequest('metadata.managedFields must be nil') }
  const applied = applyServerSide(live, config, { ...writerOf(exchange, cx), force })
  if (applied.object) return { object: applied.object }
  if (applied.conflicts) return { failure: applyConflict(applied.conflicts.map(({ message, field }) => ({ reason: 'FieldManagerConflict', message, field })), applied.message) }
  return { failure: badRequest(applied.error) }
}
