import { BinaryReader } from '@bufbuild/protobuf/wire'
import { microTimeText, parseTimeUs, timeText } from '../time.ts'

// The messages whose JSON is no object of their fields.

const EPOCH_US = parseTimeUs('1970-01-01T00:00:00Z')

/** {seconds, nanos} → RFC 3339, undefined for Go's zero time, which is encoded as an empty message. */
export function timeOf(bytes: Uint8Array, micro: boolean): string | undefined {
  if (bytes.length === 0) return undefined
  const values = numbersOf(bytes)
  const us = EPOCH_US + (values.get(1) ?? 0) * 1_000_000
  return micro ? microTimeText(us + Math.floor((values.get(2) ?? 0) / 1000)) : timeText(us)
}

export function intOrString(bytes: Uint8Array): number | string {
  const reader = new BinaryReader(bytes)
  let isText = false
  let number = 0
  let text = ''
  while (reader.pos < reader.len) {
    const [field, wire] = reader.tag()
    if (field === 1) isText = Number(reader.int64()) === 1
    else if (field === 2) number = reader.int32()
    else if (field === 3) text = reader.string()
    else reader.skip(wire, field)
  }
  return isText ? text : number
}

/** A message with one string. */
export function wrappedText(bytes: Uint8Array): string {
  return wrappedList(bytes)[0] ?? '0'
}

/** A message with one list of strings. */
export function wrappedList(bytes: Uint8Array): readonly string[] {
  const reader = new BinaryReader(bytes)
  const items: string[] = []
  while (reader.pos < reader.len) {
    const [field, wire] = reader.tag()
    if (field === 1) items.push(reader.string())
    else reader.skip(wire, field)
  }
  return items
}

/** A message that carries JSON as bytes. Throws if it is none. */
export function rawJson(bytes: Uint8Array): unknown {
  const reader = new BinaryReader(bytes)
  let value: unknown
  while (reader.pos < reader.len) {
    const [field, wire] = reader.tag()
    if (field === 1) value = JSON.parse(new TextDecoder().decode(reader.bytes()))
    else reader.skip(wire, field)
  }
  return value
}

function numbersOf(bytes: Uint8Array): ReadonlyMap<number, number> {
  const reader = new BinaryReader(bytes)
  const numbers = new Map<number, number>()
  while (reader.pos < reader.len) {
    const [field, wire] = reader.tag()
    if (wire === 0) numbers.set(field, Number(reader.int64()))
    else reader.skip(wire, field)
  }
  return numbers
}
