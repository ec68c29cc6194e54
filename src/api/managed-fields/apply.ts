import { type ApiObject, objectKey, sameValue } from '../objects.ts'
import type { JsonMap } from '../patch/json-value.ts'
import { schemaOfKind } from '../schema/schema.ts'
import { type Shape, shapeOf } from '../schema/shape.ts'
import type { ManagedFieldsEntry } from '../schema/types.ts'
import { compareObjects } from './compare.ts'
import { type ApplyConflict, conflictMessage, conflictsWith } from './conflicts.ts'
import { inEntryOrder, isEntryOf, newEntry, setOf, withEntries, withSet, type Writer } from './entries.ts'
import { difference, differenceBelow, type FieldSet, intersection, union } from './field-set.ts'
import { fieldsOf, withNamedFields } from './fields-of.ts'
import { LAST_APPLIED, toleratedFields, withLastApplied } from './last-applied.ts'
import { mergeValues, withoutFields } from './merge-values.ts'
import { resetFields, SERVER_FIELDS } from './reset-fields.ts'
import { trackUpdate } from './track-update.ts'
import { configError } from './validate-config.ts'

export type { ApplyConflict } from './conflicts.ts'
export type Applied =
  | { readonly object: ApiObject; readonly conflicts?: undefined; readonly error?: undefined }
  | { readonly conflicts: readonly ApplyConflict[]; readonly message: string; readonly object?: undefined; readonly error?: undefined }
  | { readonly error: string; readonly object?: undefined; readonly conflicts?: undefined }

/**
 * Server-side apply: merges `config` into `live` (undefined: creates), takes away what this applier applied before and now leaves out and
 * nobody else owns, and keeps account of who owns what. Defaults are the caller's. An apply that changes nothing answers `live` itself.
 */
export function applyServerSide(live: ApiObject | undefined, config: ApiObject, options: Writer & { readonly force: boolean }): Applied {
  const type = schemaOfKind(config.apiVersion, config.kind)
  if (type === undefined) return { error: `no type found matching: ${config.apiVersion}, Kind=${config.kind}` }
  if (config.metadata?.managedFields) return { error: 'metadata.managedFields must be nil' }
  const shape = shapeOf(type)
  const problem = configError(config, shape)
  if (problem !== undefined) return { error: `failed to create typed patch object (${nameOf(config)}; ${config.apiVersion}, Kind=${config.kind}): ${problem}` }
  const applied = applyTo(live, config, options, shape)
  if (options.manager !== 'kubectl') return applied
  if (applied.object !== undefined) return { object: withLastApplied(applied.object, config) }
  if (applied.conflicts === undefined || live === undefined) return applied
  // What client-side apply wrote and nobody changed since is kubectl's to take over.
  const tolerated = toleratedFields(live, shape)
  const left = applied.conflicts.filter(({ field }) => !tolerated.has(field))
  if (left.length > 0) return { conflicts: left, message: conflictMessage(left) }
  const forced = applyTo(live, config, { ...options, force: true }, shape)
  return forced.object === undefined ? forced : { object: withLastApplied(forced.object, config) }
}

export { LAST_APPLIED }

function applyTo(live: ApiObject | undefined, config: ApiObject, options: Writer & { readonly force: boolean }, shape: Shape): Applied {
  const apiVersion = options.apiVersion ?? config.apiVersion
  const entries = live === undefined ? [] : entriesBefore(live, options.timeText)
  const own = entries.find((entry) => isEntryOf(entry, options, 'Apply', apiVersion))
  const others = entries.filter((entry) => entry !== own)
  const reset = resetFields(config.kind, options.subresource ?? '')
  const set = differenceBelow(fieldsOf(config, shape), reset)
  const base: ApiObject = live ?? { apiVersion: config.apiVersion, kind: config.kind, metadata: {} }
  const merged = mergeValues(base, config, shape) as ApiObject
  const next = pruned(merged, own === undefined ? undefined : setOf(own), [set, ...others.map(setOf)], shape)
  const changes = compareObjects(live, next, shape)
  const written = differenceBelow(changes?.written, reset)
  const removed = differenceBelow(changes?.removed, reset)
  const after: ManagedFieldsEntry[] = []
  const conflicts: ApplyConflict[] = []
  for (const entry of others) {
    const taken = intersection(setOf(entry), written)
    if (taken !== undefined && !options.force) conflicts.push(...conflictsWith(entry, taken))
    const left = difference(difference(setOf(entry), taken), removed)
    if (left !== undefined) after.push(withSet(entry, left))
  }
  if (conflicts.length > 0) return { conflicts, message: conflictMessage(conflicts) }
  const unchanged = live !== undefined && (next === live || sameValue(next, live))
  const owned = difference(set, SERVER_FIELDS)
  if (owned !== undefined) {
    const time = unchanged ? own?.time : options.timeText
    const same = own !== undefined && own.time === time && own.apiVersion === apiVersion && sameValue(own.fieldsV1, owned)
    after.push(same ? own : newEntry(options, 'Apply', apiVersion, owned, time))
  }
  const ordered = inEntryOrder(after)
  const stored = live?.metadata.managedFields
  const sameEntries = stored !== undefined && ordered.length === stored.length && ordered.every((entry, i) => entry === stored[i])
  return { object: withEntries(unchanged ? live : next, sameEntries ? stored : ordered) }
}

/** The entries of a live object. One that nobody tracked yet gets an owner for what it has before the first apply. */
function entriesBefore(live: ApiObject, timeText: string): readonly ManagedFieldsEntry[] {
  const stored = live.metadata.managedFields
  if (stored !== undefined && stored.length > 0) return stored
  return trackUpdate(undefined, withEntries(live, []), { manager: 'before-first-apply', timeText }).metadata.managedFields ?? []
}

/** Takes away what the last configuration had, unless this one or another manager still owns it. */
function pruned(merged: ApiObject, last: FieldSet | undefined, owners: readonly (FieldSet | undefined)[], shape: Shape): ApiObject {
  if (last === undefined) return merged
  const full = withNamedFields(fieldsOf(merged, shape), shape)
  const lastFull = withNamedFields(last, shape)
  const without = withoutFields(merged, lastFull, shape) ?? {}
  const owned = withNamedFields(owners.reduce<FieldSet | undefined>((all, set) => union(all, set), undefined), shape)
  const stays = union(withNamedFields(fieldsOf(without, shape), shape), owned)
  const addedBack = withoutFields(merged, difference(full, stays), shape) ?? {}
  const kept = withNamedFields(fieldsOf(addedBack, shape), shape)
  return withoutFields(merged, intersection(difference(full, kept), lastFull), shape) as ApiObject
}

function nameOf(config: ApiObject): string {
  const { namespace, name } = config.metadata as JsonMap
  return namespace ? objectKey(config) : `/${String(name ?? '')}`
}
