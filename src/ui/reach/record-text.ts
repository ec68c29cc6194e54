import { parseRecord, type SessionRecord } from '../../protocol/index.ts'

/** Longer links are cut off by some chats and mail programs; then a file is offered first. */
export const LINK_MOST = 8000
const UNPACKED_MOST = 20_000_000

export type Read = { readonly record: SessionRecord } | { readonly wrong: string }

/** A session as the fragment of an address: deflated JSON in base64url. Nothing of it reaches a server. */
export async function linkOf(record: SessionRecord): Promise<string> {
  const packed = await through(new TextEncoder().encode(JSON.stringify(record)), new CompressionStream('deflate-raw'))
  return `#s=${toBase64Url(packed)}`
}

export const fileOf = (record: SessionRecord): string => `${JSON.stringify(record, null, 1)}\n`

/** What came in a link. Whatever it is, the answer is a record or what is wrong with it. */
export async function readLink(fragment: string): Promise<Read> {
  const text = fragment.replace(/^#?s=/, '')
  if (!/^[A-Za-z0-9_-]+$/.test(text)) return { wrong: 'base64url' }
  try {
    const bytes = await through(fromBase64Url(text), new DecompressionStream('deflate-raw'))
    return readFile(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    // The streams throw on what was cut off or changed on the way.
    return { wrong: 'deflate' }
  }
}

export function readFile(text: string): Read {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { wrong: 'JSON' }
  }
  return parseRecord(value)
}

async function through(bytes: Uint8Array<ArrayBuffer>, stream: CompressionStream | DecompressionStream): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = []
  let length = 0
  for await (const part of new Blob([bytes]).stream().pipeThrough(stream) as unknown as AsyncIterable<Uint8Array>) {
    parts.push(part)
    length += part.length
    if (length > UNPACKED_MOST) throw new RangeError('more than a session can be')
  }
  const whole = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

function toBase64Url(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192))
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}

const fromBase64Url = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), letter => letter.charCodeAt(0))
