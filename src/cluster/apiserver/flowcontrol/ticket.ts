import type { Micros } from '../../../kernel/index.ts'
import type { Width } from './estimate.ts'

/** Work is counted in seats times microseconds. */
export type SeatMicros = number

/** What a request is expected to take where nobody knows better. */
export const EXPECTED_US: Micros = 3_000

/** A request on its way through a priority level. */
export interface Ticket {
  /** How the server calls the request. */
  readonly key: string
  readonly schema: string
  readonly level: string
  readonly flow: string
  /** The queue that it waits in, or came through; -1 without queues. */
  readonly queue: number
  readonly arrivedAt: Micros
  /** The level's progress when it arrived. */
  readonly arrivedR: SeatMicros
  readonly initialSeats: number
  finalSeats: number
  extraUs: Micros
  readonly finalWork: SeatMicros
  readonly work: SeatMicros
  startedAt: Micros
  /** 'served' is answered and keeps its seats for a while; 'gone' has none any more. */
  stage: 'waiting' | 'executing' | 'served' | 'gone'
}

export type Origin = Pick<Ticket, 'key' | 'schema' | 'level' | 'flow'>

export function createTicket({ key, schema, level, flow }: Origin, { initialSeats, finalSeats, extraUs }: Width, queue: number, now: Micros, arrivedR: SeatMicros): Ticket {
  const finalWork = finalSeats * extraUs
  return { key, schema, level, flow, queue, arrivedAt: now, arrivedR, initialSeats, finalSeats, extraUs, finalWork, work: initialSeats * EXPECTED_US + finalWork, startedAt: 0, stage: 'waiting' }
}

export const seatsOf = ({ initialSeats, finalSeats }: Ticket): number => Math.max(initialSeats, finalSeats)
