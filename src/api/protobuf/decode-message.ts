import { BinaryReader, WireType } from '@bufbuild/protobuf/wire'
import { base64 } from '../defaults/secrets.ts'
import fields from './fields.json'
import { intOrString, rawJson, wrappedList, wrappedText, timeOf } from './well-known.ts'

interface Field { readonly name: string; readonly type: string; readonly repeated: boolean; readonly map: boolean; readonly keepsZero: boolean }
type Json = Record<string, unknown>

const MESSAGES: ReadonlyMap<string, ReadonlyMap<number, Field>> = new Map(Object.entries(fields as Readonly<Record<string, string>>).map(([name, line]) => [name, fieldsOf(line)]))
const ZEROS: Readonly<Record<string, unknown>> = { s: '', i: 0, b: false, y: '', d: 0 }

/** The JSON form of an encoded message of this type. Throws on bytes that are no protobuf. */
export function decodeMessage(type: string, bytes: Uint8Array): Json {
  return readInto({}, type, bytes)
}

export function isMessage(type: string): boolean {
  return MESSAGES.has(type)
}

function fieldsOf(line: string): ReadonlyMap<number, Field> {
  return new Map(line.split(';').filter((text) => text !== '').map((text) => {
    const [number, name, type] = text.split(' ') as [string, string, string]
    const field = { name, type: type.replace(/^(?:\[\]|\{\})/, '').replace('!', ''), repeated: type.startsWith('[]'), map: type.startsWith('{}'), keepsZero: type.endsWith('!') }
    return [Number(number), field]
  }))
}

function readInto(target: Json, type: string, bytes: Uint8Array): Json {
  const known = MESSAGES.get(type)!
  const reader = new BinaryReader(bytes)
  while (reader.pos < reader.len) {
    const [number, wire] = reader.tag()
    const field = known.get(number)
    if (field === undefined) reader.skip(wire, number)
    else if (field.name === '-') readInto(target, field.type, reader.bytes())
    else if (field.map) readEntry((target[field.name] ??= {}) as Json, field.type, reader.bytes())
    else if (field.repeated) readItems((target[field.name] ??= []) as unknown[], field.type, reader, wire)
    else {
      const value = readValue(reader, field.type)
      if (value !== undefined && (field.keepsZero || value !== ZEROS[field.type])) target[field.name] = value
    }
  }
  return target
}

function readItems(items: unknown[], type: string, reader: BinaryReader, wire: WireType): void {
  if (type !== 'i' || wire !== WireType.LengthDelimited) {
    items.push(readValue(reader, type))
    return
  }
  const end = reader.uint32() + reader.pos
  while (reader.pos < end) items.push(readValue(reader, type))
}

function readEntry(map: Json, type: string, bytes: Uint8Array): void {
  const reader = new BinaryReader(bytes)
  let key = ''
  let value: unknown = ZEROS[type]
  while (reader.pos < reader.len) {
    const [number, wire] = reader.tag()
    if (number === 1) key = reader.string()
    else if (number === 2) value = readValue(reader, type)
    else reader.skip(wire, number)
  }
  map[key] = value ?? {}
}

function readValue(reader: BinaryReader, type: string): unknown {
  switch (type) {
    case 's': return reader.string()
    case 'i': return Number(reader.int64())
    case 'b': return reader.bool()
    case 'd': return reader.double()
    case 'y': return base64(reader.bytes())
    case 'Time': return timeOf(reader.bytes(), false)
    case 'MicroTime': return timeOf(reader.bytes(), true)
    case 'Quantity': return wrappedText(reader.bytes())
    case 'IntOrString': return intOrString(reader.bytes())
    case 'FieldsV1': case 'RawExtension': return rawJson(reader.bytes())
    case 'list': return wrappedList(reader.bytes())
    default: return decodeMessage(type, reader.bytes())
  }
}
