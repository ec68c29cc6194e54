/** No vowels, no digits that look like letters: random names spell no words. */
export const SAFE_ALPHABET = 'bcdfghjklmnpqrstvwxz2456789'

const RANDOM_LETTERS = 5
const MAX_NAME = 63

/** `base` plus five random letters, cut so that the whole has at most 63 characters. `below(n)` draws an integer in [0, n). */
export function randomName(below: (n: number) => number, base: string): string {
  let letters = ''
  for (let i = 0; i < RANDOM_LETTERS; i += 1) letters += SAFE_ALPHABET[below(SAFE_ALPHABET.length)]!
  return base.slice(0, MAX_NAME - RANDOM_LETTERS) + letters
}

const HEX_BYTES: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** Four hexadecimal digits of an integer below 2^16. */
export const hexHalf = (half: number): string => HEX_BYTES[half >>> 8]! + HEX_BYTES[half & 0xff]!

/** Eight hexadecimal digits of an integer below 2^32. */
export const hexWord = (word: number): string => hexHalf(word >>> 16) + hexHalf(word & 0xffff)

/** Letters that spell no word for any text: each character picks a letter by its code, counting round. */
export function safeEncode(text: string): string {
  let encoded = ''
  for (const character of text) encoded += SAFE_ALPHABET[character.codePointAt(0)! % SAFE_ALPHABET.length]!
  return encoded
}

/** FNV-1a, 32 bits, as an unsigned integer. `seed` continues a hash. */
export function fnv1a32(bytes: Uint8Array, seed = 0x811c9dc5): number {
  let hash = seed
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193)
  return hash >>> 0
}

export function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}
