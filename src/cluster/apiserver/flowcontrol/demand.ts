import type { Micros } from '../../../kernel/index.ts'

/** How many seats a level wanted since it was asked last: the integrals of 1, x and x² over seconds, and the highest x. */
export interface Demand { at: Micros; seats: number; seconds: number; sum: number; squares: number; highest: number }

/** What is remembered of it from period to period. */
export interface DemandStats { highest: number; average: number; deviation: number; smoothed: number }

/** Half of what is remembered is forgotten after five minutes of periods of ten seconds. */
const REMEMBERED = 0.977

export const createDemand = (now: Micros): Demand => ({ at: now, seats: 0, seconds: 0, sum: 0, squares: 0, highest: 0 })
export const createStats = (): DemandStats => ({ highest: 0, average: 0, deviation: 0, smoothed: 0 })

export function demandIs(demand: Demand, seats: number, now: Micros): void {
  integrate(demand, now)
  demand.seats = seats
  if (seats > demand.highest) demand.highest = seats
}

/** Ends a period and begins the next one. */
export function takeStock(demand: Demand, stats: DemandStats, now: Micros): void {
  integrate(demand, now)
  stats.highest = demand.highest
  if (demand.seconds > 0) {
    const average = demand.sum / demand.seconds
    const variance = demand.squares / demand.seconds - average * average
    stats.average = average
    stats.deviation = root(variance)
    const envelope = stats.average + stats.deviation
    stats.smoothed = Math.max(envelope, REMEMBERED * stats.smoothed + (1 - REMEMBERED) * envelope)
  }
  demand.seconds = demand.sum = demand.squares = 0
  demand.highest = demand.seats
}

/** The square root, to the thousandth of a seat; by arithmetic alone, which is the same on every machine. */
function root(square: number): number {
  if (square <= 0) return 0
  let guess = Math.max(1, square)
  for (let better = (guess + square / guess) / 2; guess - better > 0.001; better = (guess + square / guess) / 2) guess = better
  return guess
}

function integrate(demand: Demand, now: Micros): void {
  const seconds = (now - demand.at) / 1_000_000
  demand.at = now
  if (seconds <= 0) return
  demand.seconds += seconds
  demand.sum += demand.seats * seconds
  demand.squares += demand.seats * demand.seats * seconds
}
