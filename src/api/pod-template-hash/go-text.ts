import { restStructs } from './rest-structs.ts'
import { structsOf, type GoField } from './structs.ts'
import goTypes from './go-types.json'
import { quantityText } from './quantity-text.ts'

// How Go's spew prints a pod template with `%#v`: the bytes that upstream hashes. Every field of a struct is preceded by its type;
// items of lists and maps are not.

/** The bytes hashed for a value of this Go type, as text. */
export function goText(type: string, value: unknown): string {
  return typed(type, value)
}

type Values = Readonly<Record<string, unknown>>

const STRUCTS = structsOf(goTypes.structs)
/** Texts, by whatever name. */
const TEXTS: ReadonlySet<string> = new Set(goTypes.texts.split(' '))
const MAP_VALUES: ReadonlyMap<string, string> = new Map([['v1.ResourceList', 'resource.Quantity'], ['map[string]string', 'string']])
const INTEGERS: ReadonlySet<string> = new Set(['int32', 'int64', 'uint64', 'int'])
const ZERO_TIME = '{Time:(time.Time){wall:(uint64)0 ext:(int64)0 loc:(*time.Location)<nil>}}'

function typed(type: string, value: unknown): string {
  const absent = value === undefined || value === null
  if (type.startsWith('*')) return `(${type})${absent ? '<nil>' : bare(type.slice(1), value)}`
  if (absent && (type.startsWith('[]') || MAP_VALUES.has(type))) return `(${type})<nil>`
  return `(${type})${bare(type, value)}`
}

function bare(type: string, value: unknown): string {
  if (type.startsWith('[]')) {
    const item = type.slice(2)
    return `[${(value as readonly unknown[]).map((element) => bare(item, element)).join(' ')}]`
  }
  const values = MAP_VALUES.get(type)
  if (values !== undefined) {
    const map = value as Values
    return `map[${Object.keys(map).sort().map((key) => `${key}:${bare(values, map[key])}`).join(' ')}]`
  }
  if (INTEGERS.has(type)) return String(value ?? 0)
  switch (type) {
    case 'bool': return String(value ?? false)
    // NB: always the zero time, because a template's metadata is never created or deleted and has no times of its own.
    case 'v1.Time': return ZERO_TIME
    case 'resource.Quantity': return quantityText(value as string | undefined)
    case 'intstr.IntOrString': return typeof value === 'string'
      ? `{Type:(intstr.Type)1 IntVal:(int32)0 StrVal:(string)${value}}`
      : `{Type:(intstr.Type)0 IntVal:(int32)${String(value ?? 0)} StrVal:(string)}`
    default: return structText(type, value)
  }
}

function structText(type: string, value: unknown): string {
  const fields: readonly GoField[] | undefined = TEXTS.has(type) ? undefined : STRUCTS.get(type) ?? restStructs().get(type)
  if (fields === undefined) return String(value ?? '')
  const own = (value ?? {}) as Values
  return `{${fields.map(({ name, json, type: inner }) => `${name}:${typed(inner, json === '-' ? own : own[json])}`).join(' ')}}`
}
