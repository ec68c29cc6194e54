/**
 * ln(n + 2) for whole n ≥ 0: the weight of a topology of n domains. Made of the four basic operations only,
 * whose last bits are the same in every engine, unlike those of Math.log.
 */
export const lnOfDomains = (n: number): number => (n < TABLE_SIZE ? TABLE[n]! : naturalLog(n + 2))

const LN2 = 0.6931471805599453
const TABLE_SIZE = 1024
const TABLE = Float64Array.from({ length: TABLE_SIZE }, (_, n) => naturalLog(n + 2))

function naturalLog(value: number): number {
  let mantissa = value
  let exponent = 0
  while (mantissa > 1.4142135623730951) {
    mantissa /= 2
    exponent++
  }
  // ln m = 2 artanh((m - 1) / (m + 1)); |x| < 0.172, so eleven terms are below the last bit.
  const x = (mantissa - 1) / (mantissa + 1)
  const square = x * x
  let sum = 0
  for (let power = 21; power >= 1; power -= 2) sum = sum * square + 1 / power
  return exponent * LN2 + 2 * x * sum
}
