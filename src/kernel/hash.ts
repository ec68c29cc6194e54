/** A running fingerprint of a history: two 32-bit lanes, so that a run can be compared across machines by eight bytes. */
export interface Fingerprint { a: number; b: number }

export const createFingerprint = (): Fingerprint => ({ a: 0x811c9dc5, b: 0x9e3779b9 })

export function mix(print: Fingerprint, value: number): void {
  // A number above 2^32 counts with both halves; virtual time passes that after 71 minutes.
  const low = value >>> 0
  const high = (value / 4294967296) >>> 0
  print.a = Math.imul(print.a ^ low, 0x01000193) ^ high
  print.b = Math.imul((print.b << 5) | (print.b >>> 27), 0x85ebca6b) ^ (low + Math.imul(high, 31))
}

export function textHash(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return hash >>> 0
}

export const fingerprintText = ({ a, b }: Fingerprint): string => (a >>> 0).toString(16).padStart(8, '0') + (b >>> 0).toString(16).padStart(8, '0')
