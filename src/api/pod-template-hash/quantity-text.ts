/** How Go's spew prints a resource.Quantity: its amount, its scale, and the text where upstream's parser remembers it. */
export function quantityText(text = ''): string {
  const { value, scale, remembered, format } = text === '0' || text === '' ? { value: 0n, scale: 0, remembered: text, format: text && 'DecimalSI' } : parse(text)
  const amount = `(resource.int64Amount){value:(int64)${value} scale:(resource.Scale)${scale}}`
  return `{i:${amount} d:(resource.infDecAmount){Dec:(*inf.Dec)<nil>} s:(string)${remembered} Format:(resource.Format)${format}}`
}

interface Parsed { readonly value: bigint; readonly scale: number; readonly remembered: string; readonly format: string }

const DECIMAL: Readonly<Record<string, number>> = { n: -9, u: -6, m: -3, '': 0, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 }
const BINARY: Readonly<Record<string, number>> = { Ki: 10, Mi: 20, Gi: 30, Ti: 40, Pi: 50, Ei: 60 }

/**
 * Models the fast path of resource.ParseQuantity. It remembers a decimal text only if that looks canonical without a closer look.
 * NB: binary texts count as remembered, which upstream's parser alone would not do for multiples of eight: the known hashes say so.
 * NB: amounts too precise for 64 bits, which upstream keeps as big decimals, print like the others because no template has them.
 */
function parse(text: string): Parsed {
  const [, sign, digits, fraction = '', suffix] = /^([+-]?)(\d*)(?:\.(\d*))?(.*)$/.exec(text) as unknown as [string, string, string, string | undefined, string]
  const number = (digits.replace(/^0+/, '') || '0') + fraction
  const negative = sign === '-' ? -1n : 1n
  const power = BINARY[suffix]
  if (power !== undefined) {
    const value = (BigInt(number) << BigInt(power)) / 10n ** BigInt(fraction.length)
    return { value: negative * value, scale: 0, remembered: text, format: 'BinarySI' }
  }
  const exponent = DECIMAL[suffix]
  const scale = (exponent ?? Number(suffix.slice(1))) - fraction.length
  const canonical = scale % 3 === 0 && !number.endsWith('000') && number[0] !== '0'
  return { value: negative * BigInt(number), scale, remembered: canonical ? text : '', format: exponent === undefined ? 'DecimalExponent' : 'DecimalSI' }
}
