import table from './schema.json'

/** What the API's schema says about one field, or about the items or values of one. */
export interface FieldSchema {
  readonly ref?: string
  readonly type?: string
  readonly format?: string
  readonly required?: boolean
  readonly default?: unknown
  readonly items?: FieldSchema
  readonly values?: FieldSchema
  readonly listType?: string
  readonly mapKeys?: readonly string[]
  readonly mapType?: string
  readonly patchStrategy?: string
  readonly patchMergeKey?: string
  readonly oneOf?: readonly string[]
}
export interface TypeSchema {
  readonly full: string
  readonly type?: string
  readonly format?: string
  readonly mapType?: string
  readonly oneOf?: readonly string[]
  readonly gvk?: { readonly group: string; readonly version: string; readonly kind: string }
  readonly fields: Readonly<Record<string, FieldSchema>>
}

// The JSON's inferred type is one literal per type; this is the form they share.
const TYPES = table.types as unknown as Readonly<Record<string, TypeSchema>>
const KINDS = table.kinds as Readonly<Record<string, string>>

export function typeSchema(name: string): TypeSchema {
  return TYPES[name]!
}

export function schemaOfKind(apiVersion: string, kind: string): TypeSchema | undefined {
  const name = KINDS[`${apiVersion} ${kind}`]
  return name === undefined ? undefined : TYPES[name]
}
