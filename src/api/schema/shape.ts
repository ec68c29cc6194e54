import { rememberedByIdentity } from '../remembered.ts'
import { type FieldSchema, nameOfType, type TypeSchema, typeSchema } from './schema.ts'

/** A field's schema with its references resolved: what patches and managed fields walk beside a value. Built when it is first looked at; identities are stable. */
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
export const shapeOf = rememberedByIdentity((type: TypeSchema): Shape => {
  const name = nameOfType(type)
  return name === undefined ? NOTHING : new TypeShape(name, false, PLAIN)
})

const NO_FIELDS: ReadonlyMap<string, Shape> = new Map<string, Shape>()
type Patching = Pick<Shape, 'merges' | 'replaces' | 'retainsKeys' | 'mergeKey'>
const PLAIN: Patching = { merges: false, replaces: false, retainsKeys: false, mergeKey: '' }
const NOTHING: Shape = { is: 'scalar', name: '', atomic: true, fields: NO_FIELDS, element: undefined, keys: [], keyDefaults: {}, ...PLAIN }

/** Types refer to each other and to themselves, so one looks at its fields only when somebody else does. */
class TypeShape implements Shape {
  readonly element = undefined
  readonly keys: readonly string[] = []
  readonly keyDefaults: Readonly<Record<string, unknown>> = {}
  readonly merges: boolean
  readonly replaces: boolean
  readonly retainsKeys: boolean
  readonly mergeKey: string
  private seen: Pick<Shape, 'is' | 'atomic' | 'fields'> | undefined

  constructor(readonly name: string, private readonly isAtomicHere: boolean, { merges, replaces, retainsKeys, mergeKey }: Patching) {
    this.merges = merges
    this.replaces = replaces
    this.retainsKeys = retainsKeys
    this.mergeKey = mergeKey
  }

  get is(): Shape['is'] { return this.look().is }
  get atomic(): boolean { return this.look().atomic }
  get fields(): ReadonlyMap<string, Shape> { return this.look().fields }

  private look(): Pick<Shape, 'is' | 'atomic' | 'fields'> {
    if (this.seen) return this.seen
    const type = typeSchema(this.name)
    const fields = fieldsOf(type)
    this.seen = fields.size === 0 ? { is: 'scalar', atomic: true, fields } : { is: 'struct', atomic: this.isAtomicHere || type.mapType === 'atomic', fields }
    return this.seen
  }
}

const fieldsOf = rememberedByIdentity((type: TypeSchema): ReadonlyMap<string, Shape> => new Map(Object.entries(type.fields).map(([name, field]) => [name, fieldShape(field)])))

function fieldShape(field: FieldSchema): Shape {
  const strategies = field.patchStrategy?.split(',') ?? []
  const patching: Patching = {
    merges: strategies.includes('merge'), replaces: strategies.includes('replace'), retainsKeys: strategies.includes('retainKeys'),
    mergeKey: field.patchMergeKey ?? '',
  }
  if (field.ref !== undefined) return new TypeShape(field.ref, field.mapType === 'atomic', patching)
  if (field.type === 'array') {
    const element = fieldShape(field.items ?? {})
    const keys = field.listType === 'map' ? [...field.mapKeys ?? []].sort() : []
    const defaults = keys.length === 0 || field.items?.ref === undefined ? {} : typeSchema(field.items.ref).fields
    const keyDefaults = Object.fromEntries(keys.flatMap((key) => defaults[key]?.default === undefined ? [] : [[key, defaults[key].default]]))
    return { ...NOTHING, ...patching, is: 'list', name: element.name, atomic: field.listType !== 'map' && field.listType !== 'set', element, keys, keyDefaults }
  }
  if (field.type === 'map') {
    return { ...NOTHING, ...patching, is: 'map', name: 'map', atomic: field.mapType === 'atomic', element: fieldShape(field.values ?? {}) }
  }
  return { ...NOTHING, ...patching, name: field.type ?? '' }
}
