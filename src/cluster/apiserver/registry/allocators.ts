import { parseCidr, addressText, addressNumber, type Cidr } from './addresses.ts'

/** Which service has which cluster address or node port. Rebuilt from the services in storage: only etcd remembers. */
export interface AddressAllocator { readonly range: Cidr; readonly taken: Map<number, string> }
export interface PortAllocator { readonly first: number; readonly last: number; readonly taken: Map<number, string> }

export function createAllocator(cidr: string, ports: readonly [number, number]): { addresses: AddressAllocator; ports: PortAllocator } {
  return { addresses: { range: parseCidr(cidr), taken: new Map() }, ports: { first: ports[0], last: ports[1], taken: new Map() } }
}

type Below = (bound: number) => number

/** A free address for `owner`, from the upper band first: the lower one is left to those who choose theirs. */
export function allocateAddress({ range, taken }: AddressAllocator, below: Below, owner: string): string | undefined {
  // The network's own address and its broadcast address are no one's.
  const usable = range.size - 2
  const lower = Math.min(256, Math.max(16, Math.floor(range.size / 16)))
  const band = usable > lower ? lower : 0
  const offset = freeOffset(taken, range.first + 1, band, usable, below) ?? freeOffset(taken, range.first + 1, 0, band, below)
  if (offset === undefined) return undefined
  taken.set(range.first + 1 + offset, owner)
  return addressText(range.first + 1 + offset)
}

export type Claim = 'ok' | 'taken' | 'outside' | 'malformed'

export function claimAddress({ range, taken }: AddressAllocator, address: string, owner: string): Claim {
  const number = addressNumber(address)
  if (number === undefined) return 'malformed'
  if (number <= range.first || number >= range.first + range.size - 1) return 'outside'
  const holder = taken.get(number)
  if (holder !== undefined && holder !== owner) return 'taken'
  taken.set(number, owner)
  return 'ok'
}

export function releaseAddress({ taken }: AddressAllocator, address: string, owner: string): void {
  const number = addressNumber(address)
  if (number !== undefined && taken.get(number) === owner) taken.delete(number)
}

export function allocatePort({ first, last, taken }: PortAllocator, below: Below, owner: string): number | undefined {
  const size = last - first + 1
  const lower = Math.min(128, Math.max(16, Math.floor(size / 32)))
  const band = size > lower ? lower : 0
  const offset = freeOffset(taken, first, band, size, below) ?? freeOffset(taken, first, 0, band, below)
  if (offset === undefined) return undefined
  taken.set(first + offset, owner)
  return first + offset
}

export function claimPort({ first, last, taken }: PortAllocator, port: number, owner: string): Claim {
  if (port < first || port > last) return 'outside'
  const holder = taken.get(port)
  if (holder !== undefined && holder !== owner) return 'taken'
  taken.set(port, owner)
  return 'ok'
}

export function releasePort({ taken }: PortAllocator, port: number, owner: string): void {
  if (taken.get(port) === owner) taken.delete(port)
}

/** A random place in [from, to), or the next free one after it, going round. */
function freeOffset(taken: ReadonlyMap<number, string>, first: number, from: number, to: number, below: Below): number | undefined {
  const size = to - from
  if (size <= 0) return undefined
  const start = below(size)
  for (let i = 0; i < size; i++) {
    const offset = from + ((start + i) % size)
    if (!taken.has(first + offset)) return offset
  }
  return undefined
}
