import { memo, type Memo } from './remembered.ts'
import { typeSchema } from './schema/schema.ts'
import type { FieldSchema } from './schema/schema.ts'
import { canonicalQuantity, quantityError } from './quantity.ts'
import { parseTimeUs, timeText } from './time.ts'

/** What the walk collects. After the first error the rest does not matter. */
export interface DecodeState {
  readonly unknown: string[]
  error: string | undefined
}

type Json = { readonly [key: string]: unknown }

// Lists that Go writes even when they are empty.
const KEPT_EMPTY: ReadonlySet<string> = new Set(['EndpointSlice.endpoints', 'EndpointSlice.ports', 'Role.rules', 'ClusterRole.rules'])

/**
 * One value by its schema. `path` is Go's: names of fields without indices, 'spec.containers.image'; `struct` is the Go type
 * whose field this is. Complaints of strictness use `path` with indices, which `where` carries.
 */
export function decodeField(value: unknown, field: FieldSchema, path: string, struct: string, state: DecodeState, where = path): unknown {
  if (field.ref !== undefined) return decodeRef(value, field.ref, path, struct, state, where)
  switch (field.type) {
    case 'string':
      return field.format === 'byte' ? decodeBytes(value, path, struct, state) : expectType(value, 'string', 'string', path, struct, state)
    case 'boolean':
      return expectType(value, 'boolean', 'bool', path, struct, state)
    case 'integer':
      return decodeInteger(value, field.format ?? 'int64', path, struct, state)
    case 'number':
      return expectType(value, 'number', 'float64', path, struct, state)
    case 'array':
      return decodeList(value, field, path, struct, state, where)
    case 'map':
      return decodeMap(value, field, path, struct, state, where)
    default:
      return value
  }
}

function decodeRef(value: unknown, ref: string, path: string, struct: string, state: DecodeState, where: string): unknown {
  switch (ref) {
    case 'Quantity':
      return decodeQuantity(value, state)
    case 'Time':
      return decodeTime(value, state, false)
    case 'MicroTime':
      return decodeTime(value, state, true)
    case 'IntOrString':
      return decodeIntOrString(value, state)
    case 'FieldsV1':
    case 'RawExtension':
    case 'JSON':
      return value
    default:
      return decodeStruct(value, ref, path, struct, state, where)
  }
}

/** What these decode to where nothing is wrong with them: specs are shared by many objects, and come back with every write. */
const CLEAN: Readonly<Record<string, Memo<object, unknown>>> = { PodSpec: memo(), PodTemplateSpec: memo() }

function decodeStruct(value: unknown, name: string, path: string, struct: string, state: DecodeState, where: string): unknown {
  const known = CLEAN[name]
  if (!known || typeof value !== 'object' || value === null) return decodeStructFields(value, name, path, struct, state, where)
  const clean = known.get(value)
  if (clean !== undefined) return clean
  const complaints = state.unknown.length
  const decoded = decodeStructFields(value, name, path, struct, state, where)
  if (state.error === undefined && state.unknown.length === complaints) known.set(value, decoded)
  return decoded
}

function decodeStructFields(value: unknown, name: string, path: string, struct: string, state: DecodeState, where: string): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return mismatch(value, `v1.${name}`, path, struct, state)
  const { fields } = typeSchema(name)
  const source = value as Json
  let changed: Record<string, unknown> | undefined
  const prefix = path === '' ? '' : `${path}.`
  const wherePrefix = where === '' ? '' : `${where}.`
  for (const key in source) {
    const field = Object.hasOwn(fields, key) ? fields[key] : undefined
    if (!field) {
      state.unknown.push(`unknown field "${wherePrefix}${key}"`)
      changed ??= fieldsBefore(source, key)
      continue
    }
    const given = source[key]
    const next = given === null || given === undefined ? undefined : decodeField(given, field, prefix + key, name, state, wherePrefix + key)
    if (state.error !== undefined) return value
    const dropped = next === undefined || isOmitted(next, field, name, key)
    if (changed === undefined && (dropped || next !== given)) changed = fieldsBefore(source, key)
    if (changed !== undefined && !dropped) changed[key] = next
  }
  return changed ?? value
}

/** What an object that loses a field begins with: nothing is deleted from it, for then it were slow for ever. */
function fieldsBefore(source: Json, end: string): Record<string, unknown> {
  const fields: Record<string, unknown> = {}
  for (const key in source) {
    if (key === end) break
    fields[key] = source[key]
  }
  return fields
}

/** Go leaves out empty lists and maps of optional fields when it writes them. */
function isOmitted(value: unknown, field: FieldSchema, struct: string, key: string): boolean {
  if (field.required) return false
  if (field.type === 'array') return (value as readonly unknown[]).length === 0 && !KEPT_EMPTY.has(`${struct}.${key}`)
  if (field.type !== 'map') return false
  for (const _ in value as Json) return false
  return true
}

function decodeList(value: unknown, field: FieldSchema, path: string, struct: string, state: DecodeState, where: string): unknown {
  const items = field.items ?? {}
  if (!Array.isArray(value)) return mismatch(value, goType(field), path, struct, state)
  let changed: unknown[] | undefined
  for (let i = 0; i < value.length; i++) {
    const next = value[i] === null ? zeroOf(items) : decodeField(value[i], items, path, struct, state, `${where}[${i}]`)
    if (state.error !== undefined) return value
    if (next === value[i]) continue
    changed ??= [...value]
    changed[i] = next
  }
  return changed ?? value
}

function decodeMap(value: unknown, field: FieldSchema, path: string, struct: string, state: DecodeState, where: string): unknown {
  const values = field.values ?? {}
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return mismatch(value, goType(field), path, struct, state)
  const source = value as Json
  let changed: Record<string, unknown> | undefined
  for (const key in source) {
    const next = source[key] === null ? zeroOf(values) : decodeField(source[key], values, path, struct, state, `${where}.${key}`)
    if (state.error !== undefined) return value
    if (next === source[key]) continue
    changed ??= { ...source }
    changed[key] = next
  }
  return changed ?? value
}

function decodeInteger(value: unknown, format: string, path: string, struct: string, state: DecodeState): unknown {
  if (typeof value !== 'number') return mismatch(value, format, path, struct, state)
  const fits = Number.isInteger(value) && (format !== 'int32' || (value >= -2_147_483_648 && value <= 2_147_483_647))
  if (!fits) state.error = `json: cannot unmarshal number ${value} into Go struct field ${struct}.${path} of type ${format}`
  return value
}

function decodeQuantity(value: unknown, state: DecodeState): unknown {
  const text = typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : JSON.stringify(value)
  const problem = quantityError(text)
  if (problem) state.error = problem
  return problem ? value : canonicalQuantity(text)
}

function decodeTime(value: unknown, state: DecodeState, micro: boolean): unknown {
  if (typeof value !== 'string') {
    state.error = `json: cannot unmarshal ${wordFor(value)} into Go value of type string`
    return value
  }
  if (value === '') return undefined
  const us = parseTimeUs(value)
  if (Number.isNaN(us)) {
    const layout = micro ? '2006-01-02T15:04:05.000000Z07:00' : '2006-01-02T15:04:05Z07:00'
    state.error = `parsing time ${JSON.stringify(value)} as "${layout}": cannot parse ${JSON.stringify(value)} as "2006"`
    return value
  }
  if (micro) return value
  return value.length === 20 && value.endsWith('Z') ? value : timeText(us)
}

function decodeIntOrString(value: unknown, state: DecodeState): unknown {
  if (typeof value === 'string') return value
  if (typeof value !== 'number') state.error = `json: cannot unmarshal ${wordFor(value)} into Go value of type int32`
  else if (!Number.isInteger(value) || Math.abs(value) > 2_147_483_647)
    state.error = `json: cannot unmarshal number ${value} into Go value of type int32`
  return value
}

function decodeBytes(value: unknown, path: string, struct: string, state: DecodeState): unknown {
  if (typeof value !== 'string') return mismatch(value, '[]uint8', path, struct, state)
  const text = value.replace(/[\r\n]/g, '')
  const bad = text.search(/[^A-Za-z0-9+/]/)
  const body = bad === -1 ? text.length : bad
  const padded = /^={0,2}$/.test(text.slice(body)) && text.length % 4 === 0
  if (!padded) state.error = `illegal base64 data at input byte ${bad === -1 || text[bad] === '=' ? text.length - (text.length % 4) : bad}`
  return text
}

function expectType(
  value: unknown,
  type: 'string' | 'boolean' | 'number',
  goName: string,
  path: string,
  struct: string,
  state: DecodeState,
): unknown {
  return typeof value === type ? value : mismatch(value, goName, path, struct, state)
}

function mismatch(value: unknown, goName: string, path: string, struct: string, state: DecodeState): unknown {
  state.error = `json: cannot unmarshal ${wordFor(value)} into Go struct field ${struct}.${path} of type ${goName}`
  return value
}

function wordFor(value: unknown): string {
  if (Array.isArray(value)) return 'array'
  return typeof value === 'boolean' ? 'bool' : value === null ? 'null' : typeof value
}

/** What null in a list or map becomes. */
function zeroOf(field: FieldSchema): unknown {
  if (field.type === 'string') return ''
  if (field.type === 'integer' || field.type === 'number') return 0
  if (field.type === 'boolean') return false
  return field.type === 'array' ? [] : {}
}

function goType(field: FieldSchema): string {
  if (field.ref)
    return field.ref === 'Quantity' ? 'resource.Quantity' : field.ref === 'IntOrString' ? 'intstr.IntOrString' : `v1.${field.ref}`
  switch (field.type) {
    case 'array':
      return `[]${goType(field.items ?? {})}`
    case 'map':
      return `map[string]${goType(field.values ?? {})}`
    case 'boolean':
      return 'bool'
    case 'integer':
      return field.format ?? 'int64'
    case 'string':
      return field.format === 'byte' ? '[]uint8' : 'string'
    default:
      return 'interface {}'
  }
}
