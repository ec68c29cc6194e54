import type { ApiObject } from '../../api/index.ts'
import { objectsNow, yamlOf } from '../../projection/index.ts'
import type { BlameLine, ObjectRef } from '../../protocol/index.ts'
import { blameOf } from './editing/blame.ts'
import { kernelOf, type Session } from './session.ts'

/** The YAML of an object, each line with the write that brought it. Undefined where there is no such object. */
export function blamedLines(session: Session, ref: ObjectRef): readonly BlameLine[] | undefined {
  const object = objectsNow(kernelOf(session)).get(ref)
  if (!object) return undefined
  const { managedFields: _, ...metadata } = object.metadata
  const yaml = yamlOf(object)
  // Lines stand in the order of their keys; so do the fields, once the keys are sorted. A line that opens a map or a list has none of its own.
  const leaves = blameOf(session, ref, sorted({ ...object, metadata }) as ApiObject)
  let next = -1
  return yaml.map(({ text, path }, index) => {
    if (isBelow(yaml[index + 1]?.path, path)) return { text, path }
    if (path !== yaml[index - 1]?.path) next++
    const blame = leaves[next]?.blame
    return { text, path, ...blame, ...(blame?.manager === '' ? { manager: undefined } : {}) }
  })
}

/** The same, and a line that only opens others bears the newest write below it. */
export function blamedThroughout(session: Session, ref: ObjectRef): readonly BlameLine[] {
  const lines = blamedLines(session, ref) ?? []
  return lines.map((line, index) => {
    if (line.revision !== undefined) return line
    let newest = line
    for (let at = index + 1; at < lines.length && isBelow(lines[at]!.path, line.path); at++) if ((lines[at]!.revision ?? -1) > (newest.revision ?? -1)) newest = lines[at]!
    return { ...newest, text: line.text, path: line.path }
  })
}

/** The event of the newest write of fields of an object, or of what stands below them; the paths are those of the YAML's lines. Undefined for what was written before the history begins. */
export function writeOfFields(session: Session, ref: ObjectRef, fields: readonly string[]): number | undefined {
  const lines = blamedLines(session, ref) ?? []
  const written = lines.filter(({ path }) => fields.some((field) => path === field || isBelow(path, field)))
  return written.reduce<BlameLine | undefined>((newest, line) => ((line.revision ?? -1) > (newest?.revision ?? -1) ? line : newest), undefined)?.event
}

const isBelow = (path: string | undefined, above: string): boolean => path !== undefined && path.startsWith(above) && /^[.[]/.test(path.slice(above.length))

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const fields = value as Readonly<Record<string, unknown>>
  return Object.fromEntries(Object.keys(fields).filter((key) => fields[key] !== undefined).sort().map((key) => [key, sorted(fields[key])]))
}
