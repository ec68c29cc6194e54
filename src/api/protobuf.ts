import { BinaryReader } from '@bufbuild/protobuf/wire'
import { decodeMessage, isMessage } from './protobuf/decode-message.ts'
import { KIND_TYPES } from './schema/schema.ts'

const MAGIC = [0x6b, 0x38, 0x73, 0x00]

export type DecodedProtobuf = { readonly object: unknown; readonly error?: undefined } | { readonly error: string; readonly object?: undefined }

/**
 * Decodes a request body in Kubernetes' protobuf envelope (`k8s\0`) into the JSON form of the kinds that we serve.
 * The Node engine's side door: no room index exports it, so that its table stays out of the page.
 */
export function decodeProtobuf(bytes: Uint8Array): DecodedProtobuf {
  if (MAGIC.some((byte, i) => bytes[i] !== byte)) return { error: 'provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]' }
  try {
    const { apiVersion, kind, raw } = readEnvelope(bytes.subarray(MAGIC.length))
    const type = kind === 'DeleteOptions' ? kind : KIND_TYPES[`${apiVersion} ${kind}`]
    if (type === undefined || !isMessage(type)) return { error: `no kind "${kind}" is registered for version "${apiVersion}" in scheme` }
    return { object: { apiVersion, kind, ...decodeMessage(type, raw) } }
  } catch (error) {
    // The reader throws on truncated or malformed bytes.
    return { error: error instanceof Error ? error.message : String(error) }
  }
}

function readEnvelope(bytes: Uint8Array): { apiVersion: string; kind: string; raw: Uint8Array } {
  const envelope: { apiVersion: string; kind: string; raw: Uint8Array } = { apiVersion: '', kind: '', raw: new Uint8Array() }
  const reader = new BinaryReader(bytes)
  while (reader.pos < reader.len) {
    const [field, wire] = reader.tag()
    if (field === 1) Object.assign(envelope, readTypeMeta(reader.bytes()))
    else if (field === 2) envelope.raw = reader.bytes()
    else reader.skip(wire, field)
  }
  return envelope
}

function readTypeMeta(bytes: Uint8Array): { apiVersion: string; kind: string } {
  const meta = { apiVersion: '', kind: '' }
  const reader = new BinaryReader(bytes)
  while (reader.pos < reader.len) {
    const [field, wire] = reader.tag()
    if (field === 1) meta.apiVersion = reader.string()
    else if (field === 2) meta.kind = reader.string()
    else reader.skip(wire, field)
  }
  return meta
}
