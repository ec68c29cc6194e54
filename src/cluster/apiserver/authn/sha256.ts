// SHA-256 and HMAC over bytes (FIPS 180-4, RFC 2104), because tokens that leave the simulation carry a signature and no crypto may be asked for here.

const PRIMES: readonly number[] = firstPrimes(64)
/** The first 32 bits of the fractional parts of roots of primes, found with integers only. */
const ROUND: readonly number[] = PRIMES.map((prime) => fractionBits(prime, 3n))
const START: readonly number[] = PRIMES.slice(0, 8).map((prime) => fractionBits(prime, 2n))
const BLOCK = 64

export function hmacSha256(key: Uint8Array, message: Uint8Array): Uint8Array {
  const padded = new Uint8Array(BLOCK)
  padded.set(key.length > BLOCK ? sha256(key) : key)
  return sha256(joined(padded.map((byte) => byte ^ 0x5c), sha256(joined(padded.map((byte) => byte ^ 0x36), message))))
}

export function sha256(message: Uint8Array): Uint8Array {
  const length = Math.ceil((message.length + 9) / BLOCK) * BLOCK
  const data = new Uint8Array(length)
  data.set(message)
  data[message.length] = 0x80
  const view = new DataView(data.buffer)
  view.setUint32(length - 8, Math.floor(message.length / 0x2000_0000))
  view.setUint32(length - 4, (message.length << 3) >>> 0)
  const hash = Uint32Array.from(START)
  const w = new Uint32Array(64)
  for (let at = 0; at < length; at += BLOCK) compress(hash, w, view, at)
  const out = new DataView(new ArrayBuffer(32))
  hash.forEach((word, index) => out.setUint32(index * 4, word))
  return new Uint8Array(out.buffer)
}

function compress(hash: Uint32Array, w: Uint32Array, view: DataView, at: number): void {
  for (let i = 0; i < 16; i++) w[i] = view.getUint32(at + i * 4)
  for (let i = 16; i < 64; i++) {
    const x = w[i - 15]!
    const y = w[i - 2]!
    w[i] = w[i - 16]! + (turn(x, 7) ^ turn(x, 18) ^ (x >>> 3)) + w[i - 7]! + (turn(y, 17) ^ turn(y, 19) ^ (y >>> 10))
  }
  let [a, b, c, d, e, f, g, h] = hash as unknown as [number, number, number, number, number, number, number, number]
  for (let i = 0; i < 64; i++) {
    const t1 = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + ROUND[i]! + w[i]!) | 0
    const t2 = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0
    ;[h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) | 0, c, b, a, (t1 + t2) | 0]
  }
  const next = [a, b, c, d, e, f, g, h]
  for (let i = 0; i < 8; i++) hash[i]! += next[i]!
}

const turn = (x: number, by: number): number => (x >>> by) | (x << (32 - by))

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length)
  both.set(a)
  both.set(b, a.length)
  return both
}

function firstPrimes(count: number): number[] {
  const primes: number[] = []
  for (let n = 2; primes.length < count; n++) if (primes.every((prime) => n % prime !== 0)) primes.push(n)
  return primes
}

function fractionBits(prime: number, degree: bigint): number {
  // The integer root of prime·2^(32·degree) is the root with 32 bits behind the point.
  const target = BigInt(prime) << (32n * degree)
  let low = 0n
  let high = 1n << 40n
  while (high - low > 1n) {
    const middle = (low + high) >> 1n
    if (middle ** degree <= target) low = middle
    else high = middle
  }
  return Number(low & 0xffff_ffffn)
}
