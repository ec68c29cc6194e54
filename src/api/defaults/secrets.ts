import type { Secret } from '../schema/types.ts'
import { withEmpty } from './fill.ts'

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** A secret has a type, and its `stringData`, which is never stored, is encoded over `data`. Models Convert_v1_Secret_To_core_Secret. */
export function secretDefaults(secret: Secret): Secret {
  const named = withEmpty(secret, { type: 'Opaque' })
  if (!named.stringData) return named
  const { stringData, ...rest } = named
  const data: Record<string, string> = { ...rest.data }
  for (const key in stringData) data[key] = base64(new TextEncoder().encode(stringData[key]))
  return { ...rest, data }
}

export function base64(bytes: Uint8Array): string {
  let text = ''
  for (let i = 0; i < bytes.length; i += 3) {
    const word = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0)
    text += ALPHABET[word >> 18]! + ALPHABET[(word >> 12) & 63]!
    text += i + 1 < bytes.length ? ALPHABET[(word >> 6) & 63]! : '='
    text += i + 2 < bytes.length ? ALPHABET[word & 63]! : '='
  }
  return text
}
