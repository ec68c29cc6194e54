import type { Micros } from '../../../kernel/index.ts'

/** How wide a request is: seats while it is served, and seats that it keeps for a while afterwards, while all who watch are told. */
export interface Width { readonly initialSeats: number; readonly finalSeats: number; readonly extraUs: Micros }

export interface ListAsk {
  /** All of the resource, and how large one is on average, in bytes. */
  readonly objects: number
  readonly meanBytes: number
  /** 0: all of them. */
  readonly limit: number
  readonly single: boolean
  readonly fromCache: boolean
  readonly selected: boolean
}

const BYTES_PER_SEAT = 100_000
const STREAMED_BYTES_MAX = 1_000_000
const UNKNOWN_BYTES = 1_500_000
const LIST_SEATS_MAX = 100
const WRITE_SEATS_MAX = 10
const WATCHES_PER_SEAT = 10
const EVENT_US: Micros = 5_000

export const ONE_SEAT: Width = { initialSeats: 1, finalSeats: 0, extraUs: 0 }

/** Models the list work estimator with SizeBasedListCostEstimate. `most` is what the level allows one request; 0 for levels without queues. */
export function listWidth({ objects, meanBytes, limit, single, fromCache, selected }: ListAsk, most: number): Width {
  const limited = limit > 0 ? Math.min(limit, objects) : objects
  const loaded = single ? 1 : fromCache || !selected ? limited : Math.max(limited, Math.floor(objects / 2))
  const bytes = loaded * (meanBytes > 0 || objects === 0 ? Math.round(meanBytes) : UNKNOWN_BYTES)
  const seats = Math.ceil((fromCache ? Math.min(bytes, STREAMED_BYTES_MAX) : bytes) / BYTES_PER_SEAT)
  const initialSeats = Math.max(1, Math.min(seats, most === 0 ? LIST_SEATS_MAX : Math.min(most, LIST_SEATS_MAX)))
  return initialSeats === 1 ? ONE_SEAT : { initialSeats, finalSeats: 0, extraUs: 0 }
}

/** Models the mutating work estimator: the more watch, the longer a write keeps seats after it was answered. */
export function writeWidth(watchers: number, most: number): Width {
  if (watchers < WATCHES_PER_SEAT) return ONE_SEAT
  const wanted = Math.ceil(watchers / WATCHES_PER_SEAT)
  const finalSeats = Math.min(wanted, most === 0 ? WRITE_SEATS_MAX : Math.min(most, WRITE_SEATS_MAX))
  return { initialSeats: 1, finalSeats, extraUs: Math.round((wanted * EVENT_US) / finalSeats) }
}
