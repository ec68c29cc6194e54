import table from './schema.json'
import { type FieldSchema, type TypeSchema, typeSchema } from './schema.ts'

/** A field's schema with its references resolved: what patches and managed fields walk beside a value. Built once; identities are stable. */
export interface Shape {
  readonly is: 'scalar' | 'struct' | 'map' | 'list'
  /** The type's short name, for messages. */
  readonly name: string
  /** Owned and replaced as one value. */
  readonly atomic: boolean
  /** Of a struct; empty otherwise. */
  readonly fields: ReadonlyMap<string, Shape>
  /** Of a list its items, of a map its values. */
  readonly element: Shape | undefined
  /** Of a list whose items have keys: the key fields in order of name, with the values that a missing one stands for. */
  readonly keys: readonly string[]
  readonly keyDefaults: Readonly<Record<string, unknown>>
  /** Strategic merge patch: lists and maps that merge, by this field of their items; structs that drop what the patch does not retain. */
  readonly merges: boolean
  readonly replaces: boolean
  readonly retainsKeys: boolean
  readonly mergeKey: string
}

/** The shape of a type; the same one for every call. */
export function shapeOf(type: TypeSchema): Shape {
  return SHAPES.get(type) ?? NOTHING
}

const NO_FIELDS: ReadonlyMap<string, Shape> = new Map<string, Shape>()
const NOTHING: Shape = {
  is: 'scalar', name: '', atomic: true, fields: NO_FIELDS, element: undefined, keys: [], keyDefaults: {},
  merges: false, replaces: false, retainsKeys: false, mergeKey: '',
}
const SHAPES: ReadonlyMap<TypeSchema, Shape> = buildShapes()

function buildShapes(): ReadonlyMap<TypeSchema, Shape> {
  const names = Object.keys(table.types)
  // Types refer to each other and to themselves, so every type's map of fields exists before the first is filled.
  const fieldsOf = new Map(names.map((name) => [name, new Map<string, Shape>()]))
  const shapes = new Map<TypeSchema, Shape>()
  for (const name of names) {
    const type = typeSchema(name)
    for (const [field, schema] of Object.entries(type.fields)) fieldsOf.get(name)!.set(field, fieldShape(schema, fieldsOf))
    shapes.set(type, fieldShape({ ref: name }, fieldsOf))
  }
  return shapes
}

function fieldShape(field: FieldSchema, fieldsOf: ReadonlyMap<string, ReadonlyMap<string, Shape>>): Shape {
  const strategies = field.patchStrategy?.split(',') ?? []
  const patching = {
    merges: strategies.includes('merge'), replaces: strategies.includes('replace'), retainsKeys: strategies.includes('retainKeys'),
    mergeKey: field.patchMergeKey ?? '',
  }
  if (field.ref !== undefined) {
    const type = typeSchema(field.ref)
    const fields = fieldsOf.get(field.ref)!
    const is = Object.keys(type.fields).length > 0 ? 'struct' : 'scalar'
    return { ...NOTHING, ...patching, is, name: field.ref, atomic: is === 'scalar' || type.mapType === 'atomic' || field.mapType === 'atomic', fields }
  }
  if (field.type === 'array') {
    const element = fieldShape(field.items ?? {}, fieldsOf)
    const keys = field.listType === 'map' ? [...field.mapKeys ?? []].sort() : []
    const defaults = field.items?.ref === undefined ? {} : typeSchema(field.items.ref).fields
    const keyDefaults = Object.fromEntries(keys.flatMap((key) => defaults[key]?.default === undefined ? [] : [[key, defaults[key].default]]))
    return { ...NOTHING, ...patching, is: 'list', name: element.name, atomic: field.listType !== 'map' && field.listType !== 'set', element, keys, keyDefaults }
  }
  if (field.type === 'map') {
    return { ...NOTHING, ...patching, is: 'map', name: 'map', atomic: field.mapType === 'atomic', element: fieldShape(field.values ?? {}, fieldsOf) }
  }
  return { ...NOTHING, ...patching, name: field.type ?? '' }
}
