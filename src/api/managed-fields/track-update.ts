import type { ApiObject } from '../objects.ts'
import { schemaOfKind } from '../schema/schema.ts'
import { shapeOf } from '../schema/shape.ts'
import type { ManagedFieldsEntry } from '../schema/types.ts'
import { compareObjects, type Difference } from './compare.ts'
import { capUpdaters, inEntryOrder, isEntryOf, type ManagedOperation, newEntry, setOf, startingEntries, withEntries, withSet, type Writer } from './entries.ts'
import { difference, type FieldSet, union } from './field-set.ts'

/**
 * Sets metadata.managedFields of `next`, which `writer` makes out of `old` (undefined: it is created). What the writer changes becomes
 * its own and nobody else's; what is gone is nobody's. Returns `next` itself where its entries need no change.
 */
export function trackUpdate(old: ApiObject | undefined, next: ApiObject, writer: Writer & { readonly operation?: ManagedOperation }): ApiObject {
  const type = schemaOfKind(next.apiVersion, next.kind)
  if (type === undefined) return next
  const entries = startingEntries(old, next, writer.subresource ?? '')
  // An object that nobody tracks stays so until someone applies it.
  if (entries.length === 0 && old?.metadata.uid) return withEntries(next, entries)
  const changes = compareObjects(old, next, shapeOf(type))
  if (changes === undefined) return withEntries(next, entries)
  const known = { ...writer, manager: writer.manager === '' ? 'unknown' : writer.manager }
  return withEntries(next, entriesAfter(entries, changes, known, writer.operation ?? 'Update', writer.apiVersion ?? next.apiVersion))
}

function entriesAfter(
  entries: readonly ManagedFieldsEntry[], { written, removed }: Difference, writer: Writer, operation: ManagedOperation, apiVersion: string,
): readonly ManagedFieldsEntry[] {
  const after: ManagedFieldsEntry[] = []
  let own: FieldSet | undefined
  let ownEntry: ManagedFieldsEntry | undefined
  for (const entry of entries) {
    const kept = difference(setOf(entry), removed)
    if (isEntryOf(entry, writer, operation, apiVersion)) {
      own = kept
      ownEntry = entry
      continue
    }
    const left = difference(kept, written)
    if (left !== undefined) after.push(withSet(entry, left))
  }
  if (written !== undefined) {
    const set = union(own, written)!
    const same = ownEntry !== undefined && set === ownEntry.fieldsV1
    if (same && ownEntry!.time === writer.timeText) after.push(ownEntry!)
    else after.push(same ? { ...ownEntry!, time: writer.timeText } : newEntry(writer, operation, apiVersion, set, writer.timeText))
  } else if (own !== undefined) after.push(withSet(ownEntry!, own))
  const ordered = inEntryOrder([...capUpdaters(after)])
  return ordered.length === entries.length && ordered.every((entry, i) => entry === entries[i]) ? entries : ordered
}
