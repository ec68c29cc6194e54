import type { TypeSchema } from './schema.ts'
import rest from './schema-rest.json'

const TYPES = rest as unknown as { readonly [name: string]: TypeSchema }
const NAMES: ReadonlyMap<TypeSchema, string> = new Map(Object.entries(TYPES).map(([name, type]) => [type, name]))

/** The types that only larger manifests come to. */
export const restTypes = (): { readonly [name: string]: TypeSchema } => TYPES
export const restNames = (): ReadonlyMap<TypeSchema, string> => NAMES
