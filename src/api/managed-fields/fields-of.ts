import { isMap } from '../patch/json-value.ts'
import type { Shape } from '../schema/shape.ts'
import { type FieldSet, fieldSet, LEAF } from './field-set.ts'
import { elementOf } from './path-element.ts'

/** The fields that a configuration speaks about: what its applier will own. */
export function fieldsOf(value: unknown, shape: Shape | undefined): FieldSet | undefined {
  if (shape === undefined || shape.is === 'scalar' || shape.atomic) return LEAF
  if (shape.is === 'list') return Array.isArray(value) ? fieldsOfList(value, shape) : undefined
  if (!isMap(value)) return undefined
  const fields: Record<string, FieldSet> = {}
  for (const key in value) {
    const field = value[key]
    if (field === undefined) continue
    const named = shape.fields.get(key)
    const inner = fieldsOf(field, named ?? shape.element)
    const owned = named === undefined || field === null || (isMap(field) && Object.keys(field).length === 0)
    const set = owned ? fieldSet(true, inner) : inner
    if (set !== undefined) fields[`f:${key}`] = set
  }
  return fieldSet(false, fields)
}

function fieldsOfList(items: readonly unknown[], shape: Shape): FieldSet | undefined {
  const fields: Record<string, FieldSet> = {}
  for (const item of items) {
    const element = elementOf(item, shape)
    if (element === undefined) continue
    // Twice the same key: owned as one.
    fields[element] = element in fields ? LEAF : fieldSet(true, fieldsOf(item, shape.element))!
  }
  return fieldSet(false, fields)
}

/** The same set, where every field of a struct that has members below it is a member too. */
export function withNamedFields(set: FieldSet | undefined, shape: Shape | undefined): FieldSet | undefined {
  if (set === undefined || shape === undefined) return set
  let full: Record<string, FieldSet> | undefined
  for (const element in set) {
    if (element === '.') continue
    const isField = element.startsWith('f:')
    const named = isField ? shape.fields.get(element.slice(2)) : undefined
    const inner = withNamedFields(set[element], named ?? shape.element)
    const child = fieldSet(named !== undefined || '.' in set[element]! || inner === LEAF, inner)!
    if (child !== set[element]) (full ??= { ...set })[element] = child
  }
  return full ?? set
}
