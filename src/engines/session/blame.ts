import type { ApiObject } from '../../api/index.ts'
import { fidelity } from '../../cluster/index.ts'
import { objectAnswer, objectsNow } from '../../projection/index.ts'
import type { BlameLine, ObjectRef } from '../../protocol/index.ts'
import { blameOf } from './editing/blame.ts'
import { kernelOf, type Session } from './session.ts'

/** The YAML of an object, each line with the write that brought it. Undefined where there is no such object. */
export function blamedLines(session: Session, ref: ObjectRef): readonly BlameLine[] | undefined {
  const object = objectsNow(kernelOf(session)).get(ref)
  if (!object) return undefined
  const { managedFields: _, ...metadata } = object.metadata
  const { yaml } = objectAnswer(kernelOf(session), ref, session.beganAt, fidelity(), () => undefined)
  // Lines stand in the order of their keys; so do the fields, once the keys are sorted. A line that opens a map or a list has none of its own.
  const leaves = blameOf(session, ref, sorted({ ...object, metadata }) as ApiObject)
  let next = -1
  return yaml.map(({ text, path }, index) => {
    if (isParent(path, yaml[index + 1]?.path)) return { text, path }
    if (path !== yaml[index - 1]?.path) next++
    const blame = leaves[next]?.blame
    return { text, path, ...blame, ...(blame?.manager === '' ? { manager: undefined } : {}) }
  })
}

/** The event of the write that brought a field its value; the paths are those of the YAML's lines. */
export const writeOfField = (session: Session, ref: ObjectRef, path: string): number | undefined => blamedLines(session, ref)?.find((line) => line.path === path)?.event

const isParent = (path: string, below: string | undefined): boolean => below !== undefined && below.startsWith(path) && /^[.[]/.test(below.slice(path.length))

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const fields = value as Readonly<Record<string, unknown>>
  return Object.fromEntries(Object.keys(fields).filter((key) => fields[key] !== undefined).sort().map((key) => [key, sorted(fields[key])]))
}
