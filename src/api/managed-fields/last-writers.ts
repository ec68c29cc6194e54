import type { ApiObject } from '../objects.ts'
import type { ManagedOperation } from './entries.ts'
import { setOf } from './entries.ts'
import { memberPaths } from './field-set.ts'
import { pathText } from './path-element.ts'

export interface LastWriter { readonly manager: string; readonly operation: ManagedOperation; readonly time: string; readonly subresource: string }

/** Path (`.spec.containers[name="web"].image`) → who wrote it last: of the owners of a field the one with the latest time. */
export function lastWriters(object: ApiObject): ReadonlyMap<string, LastWriter> {
  const writers = new Map<string, LastWriter>()
  for (const entry of object.metadata.managedFields ?? []) {
    const writer: LastWriter = {
      manager: entry.manager ?? '', operation: entry.operation === 'Apply' ? 'Apply' : 'Update', time: entry.time ?? '', subresource: entry.subresource ?? '',
    }
    for (const path of memberPaths(setOf(entry))) {
      const text = pathText(path)
      const before = writers.get(text)
      if (before === undefined || before.time <= writer.time) writers.set(text, writer)
    }
  }
  return writers
}

/** The writer of a path; of a field that nobody owns by itself, the writer of the nearest one around it. */
export function writerAt(writers: ReadonlyMap<string, LastWriter>, path: string): LastWriter | undefined {
  for (let at = path; at !== ''; at = at.slice(0, Math.max(at.lastIndexOf('.'), at.lastIndexOf('['), 0))) {
    const writer = writers.get(at)
    if (writer) return writer
  }
  return undefined
}
