/** No vowels, no digits that look like letters: random names spell no words. */
export const SAFE_ALPHABET = 'bcdfghjklmnpqrstvwxz2456789'

/** `base` plus five random letters, cut so that the whole has at most 63 characters. `below(n)` draws an integer in [0, n). */
export function randomName(below: (n: number) => number, base: string): string {
  let name = base.slice(0, 58)
  for (let i = 0; i < 5; i += 1) name += SAFE_ALPHABET[below(SAFE_ALPHABET.length)]!
  return name
}

/** Letters that spell no word for any text: each character c becomes the c-th letter, counting round. */
export function safeEncode(text: string): string {
  let encoded = ''
  for (const character of text) encoded += SAFE_ALPHABET[character.codePointAt(0)! % SAFE_ALPHABET.length]!
  return encoded
}

/** FNV-1a, 32 bits, as an unsigned integer. */
export function fnv1a32(bytes: Uint8Array, seed = 0x811c9dc5): number {
  let hash = seed
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193)
  return hash >>> 0
}
