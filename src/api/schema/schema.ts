import { restNames, restTypes } from './rest-types.ts'
import schema from './schema.json'

/** What one field, list item or map value is: a scalar `type`, a named type `ref`, or a container of those. */
export interface FieldSchema {
  readonly type?: 'string' | 'integer' | 'number' | 'boolean' | 'array' | 'map' | 'object'
  readonly ref?: string
  readonly items?: FieldSchema
  readonly values?: FieldSchema
  /** 'int32', 'int64', 'byte', 'date-time', 'int-or-string' … */
  readonly format?: string
  readonly required?: boolean
  readonly default?: unknown
  readonly listType?: 'atomic' | 'set' | 'map'
  readonly mapKeys?: readonly string[]
  readonly mapType?: 'atomic' | 'granular'
  /** 'merge', 'replace', 'retainKeys', or two of them joined by ','. */
  readonly patchStrategy?: string
  readonly patchMergeKey?: string
  readonly oneOf?: unknown
}

export interface TypeSchema {
  readonly type?: 'string' | 'integer' | 'number' | 'boolean' | 'array'
  readonly format?: string
  readonly mapType?: 'atomic' | 'granular'
  readonly oneOf?: unknown
  readonly fields: { readonly [name: string]: FieldSchema }
}

// The compiler cannot give a JSON file this type: the file is made by src/build/schema.mjs, which can. It holds what a small cluster's boot comes to;
// rarer types are in a file of their own, so that the engine's first part can do without them.
const TABLE = schema as unknown as {
  readonly version: string
  readonly kinds: { readonly [apiVersionAndKind: string]: string }
  readonly types: { readonly [name: string]: TypeSchema }
}

export const SCHEMA_VERSION: string = TABLE.version
/** 'apps/v1 Deployment' → name of its type. */
export const KIND_TYPES: { readonly [apiVersionAndKind: string]: string } = TABLE.kinds

const UNKNOWN: TypeSchema = { fields: {} }

/** The type of this short name ('PodSpec'). An unknown name has no fields. */
export function typeSchema(name: string): TypeSchema {
  return TABLE.types[name] ?? restTypes()[name] ?? UNKNOWN
}

export function schemaOfKind(apiVersion: string, kind: string): TypeSchema | undefined {
  const name = KIND_TYPES[`${apiVersion} ${kind}`]
  return name === undefined ? undefined : typeSchema(name)
}

const NAMES: ReadonlyMap<TypeSchema, string> = new Map(Object.entries(TABLE.types).map(([name, type]) => [type, name]))

/** The short name of a type; the unknown one has none. */
export const nameOfType = (type: TypeSchema): string | undefined => NAMES.get(type) ?? (type === UNKNOWN ? undefined : restNames().get(type))
