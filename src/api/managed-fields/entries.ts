import type { ApiObject } from '../objects.ts'
import type { ManagedFieldsEntry } from '../schema/types.ts'
import { isMap } from '../patch/json-value.ts'
import { type FieldSet, inElementOrder, LEAF, union } from './field-set.ts'

export type ManagedOperation = 'Apply' | 'Update'
/** Who writes: `subresource` is '' or missing for the object itself; `timeText` is the time of the request, in seconds, as RFC 3339. */
export interface Writer {
  readonly manager: string
  readonly timeText: string
  readonly subresource?: string
  /** The version the manager speaks; the object's own by default. */
  readonly apiVersion?: string
}

const MAX_UPDATERS = 10
const OLD_UPDATES = 'ancient-changes'

/** Whether an entry is this manager's: an applier may change its version and stay the same, an updater may not. */
export function isEntryOf(entry: ManagedFieldsEntry, writer: Writer, operation: ManagedOperation, apiVersion: string): boolean {
  return entry.manager === writer.manager && entry.operation === operation && (entry.subresource ?? '') === (writer.subresource ?? '')
    && (operation === 'Apply' || entry.apiVersion === apiVersion)
}

export function newEntry(writer: Writer, operation: ManagedOperation, apiVersion: string, set: FieldSet, time: string | undefined): ManagedFieldsEntry {
  return {
    apiVersion, fieldsType: 'FieldsV1', fieldsV1: inElementOrder(set), manager: writer.manager, operation,
    ...(writer.subresource ? { subresource: writer.subresource } : {}), ...(time === undefined ? {} : { time }),
  }
}

export function setOf(entry: ManagedFieldsEntry): FieldSet {
  return (entry.fieldsV1 ?? LEAF) as FieldSet
}

export function withSet(entry: ManagedFieldsEntry, set: FieldSet): ManagedFieldsEntry {
  return set === entry.fieldsV1 ? entry : { ...entry, fieldsV1: inElementOrder(set) }
}

/** The entries that an update starts from: the client may edit or reset them, except through a subresource. Undefined: a client's nonsense. */
export function startingEntries(old: ApiObject | undefined, next: ApiObject, subresource: string): readonly ManagedFieldsEntry[] {
  const stored = old?.metadata.managedFields ?? []
  const sent = next.metadata.managedFields
  if (subresource !== '' || sent === undefined || sent === null || sent === stored) return stored
  if (sent.length === 0 || (sent.length === 1 && Object.keys(sent[0]!).length === 0)) return []
  return sent.every(isEntry) ? sent : stored
}

function isEntry(entry: ManagedFieldsEntry): boolean {
  return (entry.operation === 'Apply' || entry.operation === 'Update') && !!entry.apiVersion && entry.fieldsType === 'FieldsV1'
    && (entry.fieldsV1 === undefined || isMap(entry.fieldsV1))
}

/** The object with these entries; itself if it has them already. */
export function withEntries<T extends ApiObject>(object: T, entries: readonly ManagedFieldsEntry[]): T {
  const own = object.metadata.managedFields
  if (own === entries || (own === undefined && entries.length === 0)) return object
  if (entries.length > 0) return { ...object, metadata: { ...object.metadata, managedFields: entries } }
  const { managedFields: _, ...metadata } = object.metadata
  return { ...object, metadata }
}

/** Appliers first, then by time, manager, version and subresource. */
export function inEntryOrder(entries: ManagedFieldsEntry[]): readonly ManagedFieldsEntry[] {
  return entries.sort((a, b) => compareTexts(a.operation, b.operation) || compareTexts(a.time, b.time) || compareTexts(a.manager, b.manager)
    || compareTexts(a.apiVersion, b.apiVersion) || compareTexts(a.subresource, b.subresource))
}

/** Keeps at most ten updaters: the oldest of a version become one entry, which takes the newest of their times. */
export function capUpdaters(entries: readonly ManagedFieldsEntry[]): readonly ManagedFieldsEntry[] {
  const updaters = entries.filter((entry) => entry.operation === 'Update')
  return updaters.length <= MAX_UPDATERS ? entries : joinOldest(entries, updaters)
}

function joinOldest(entries: readonly ManagedFieldsEntry[], updaters: ManagedFieldsEntry[]): readonly ManagedFieldsEntry[] {
  updaters.sort((a, b) => compareTexts(a.time, b.time) || compareTexts(JSON.stringify(identity(a)), JSON.stringify(identity(b))))
  let excess = updaters.length - MAX_UPDATERS
  const kept = new Set(entries)
  const buckets = new Map<string, ManagedFieldsEntry>()
  for (const entry of updaters) {
    if (excess === 0) break
    const version = entry.apiVersion ?? ''
    const first = buckets.get(version)
    if (first === undefined) {
      buckets.set(version, entry)
      continue
    }
    const named = first.manager === OLD_UPDATES ? first : [...kept].find((other) => other.manager === OLD_UPDATES && other.apiVersion === version)
    const bucket = named ?? first
    const joined: ManagedFieldsEntry = {
      ...newEntry({ manager: OLD_UPDATES, timeText: '' }, 'Update', version, union(setOf(bucket), setOf(entry))!, entry.time),
    }
    kept.delete(bucket)
    kept.delete(entry)
    kept.add(joined)
    buckets.set(version, joined)
    excess -= 1
  }
  return [...kept]
}

function identity({ manager, operation, apiVersion, subresource }: ManagedFieldsEntry): object {
  return { manager, operation, apiVersion, subresource }
}

function compareTexts(a: string | undefined, b: string | undefined): number {
  const left = a ?? ''
  const right = b ?? ''
  return left < right ? -1 : left > right ? 1 : 0
}
