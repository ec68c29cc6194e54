/** A block of IPv4 addresses as numbers. */
export interface Cidr { readonly first: number; readonly size: number }

/** '10.96.0.0/12' */
export function parseCidr(text: string): Cidr {
  const [address, bits] = text.split('/')
  const size = 2 ** (32 - Number(bits))
  const number = addressNumber(address!) ?? 0
  return { first: number - (number % size), size }
}

/** Undefined where the text is no IPv4 address. */
export function addressNumber(text: string): number | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)
  if (!match) return undefined
  let number = 0
  for (const part of match.slice(1)) {
    if (Number(part) > 255 || (part.length > 1 && part.startsWith('0'))) return undefined
    number = number * 256 + Number(part)
  }
  return number
}

export function addressText(number: number): string {
  return `${Math.floor(number / 2 ** 24)}.${Math.floor(number / 2 ** 16) % 256}.${Math.floor(number / 256) % 256}.${number % 256}`
}
