import type { ManagedFieldsEntry } from '../schema/types.ts'
import { type FieldSet, memberPaths } from './field-set.ts'
import { pathText } from './path-element.ts'

/** A field that the applied configuration would change and that `manager` owns. `message` is upstream's: `conflict with "x" using apps/v1`. */
export interface ApplyConflict { readonly manager: string; readonly field: string; readonly message: string }

const WITH = 'conflict with '

/** The conflicts with one owner, a field each. */
export function conflictsWith(entry: ManagedFieldsEntry, fields: FieldSet): readonly ApplyConflict[] {
  const owner = ownerText(entry)
  return memberPaths(fields).map((path) => ({ manager: entry.manager ?? '', field: pathText(path), message: `${WITH}${owner}` }))
}

/** The message of the whole refusal. */
export function conflictMessage(conflicts: readonly ApplyConflict[]): string {
  if (conflicts.length === 1) return `Apply failed with 1 conflict: ${conflicts[0]!.message}: ${conflicts[0]!.field}`
  const lines: string[] = []
  for (const owner of [...new Set(conflicts.map(({ message }) => message))].sort()) {
    lines.push(`conflicts with ${owner.slice(WITH.length)}:`)
    for (const { message, field } of conflicts) if (message === owner) lines.push(`- ${field}`)
  }
  return `Apply failed with ${conflicts.length} conflicts: ${lines.join('\n')}`
}

function ownerText({ manager, subresource, operation, apiVersion }: ManagedFieldsEntry): string {
  const name = subresource ? `${JSON.stringify(manager)} with subresource ${JSON.stringify(subresource)}` : JSON.stringify(manager)
  return operation === 'Update' ? `${name} using ${apiVersion}` : name
}
