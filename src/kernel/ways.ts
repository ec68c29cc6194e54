import type { HostId, Micros } from './component.ts'
import type { Latency } from './network.ts'
import type { Actor } from './world.ts'

/** The ways from one actor to another, numbered in the order of their first use. A message costs one look-up of its way. */
export interface Ways {
  readonly between: (from: HostId, to: HostId) => Latency
  /** Indices of the actors at both ends. They only grow, so that checkpoints can share them. */
  from: number[]
  to: number[]
  latency: Latency[]
  /** When the last message on each way arrives: messages between two actors never overtake each other. */
  arrivesAt: Float64Array
}

/** What a checkpoint keeps: another kernel of the same world may have numbered its ways otherwise. */
export type SavedWays = Pick<Ways, 'from' | 'to' | 'arrivesAt'>

export const createWays = (between: (from: HostId, to: HostId) => Latency): Ways => ({ between, from: [], to: [], latency: [], arrivesAt: new Float64Array(1024) })

export function wayBetween(ways: Ways, source: Actor, target: Actor): number {
  const known = source.ways.get(target.index)
  return known === undefined ? newWay(ways, source, target) : known
}

/** The arrival of a message that travels until `at` unless an earlier one is slower. */
export function arrival({ arrivesAt }: Ways, way: number, at: Micros): Micros {
  const moment = Math.max(at, arrivesAt[way]!)
  arrivesAt[way] = moment
  return moment
}

export const saveWays = ({ from, to, arrivesAt }: Ways): SavedWays => ({ from, to, arrivesAt: arrivesAt.slice(0, from.length) })

export function restoreWays(ways: Ways, saved: SavedWays, actors: readonly Actor[]): void {
  if (saved.from !== ways.from) {
    for (const actor of actors) actor.ways.clear()
    ways.from = []
    ways.to = []
    ways.latency = []
    for (let i = 0; i < saved.arrivesAt.length; i++) newWay(ways, actors[saved.from[i]!]!, actors[saved.to[i]!]!)
  }
  // Ways that were found after the checkpoint stay: 0 keeps nothing waiting.
  ways.arrivesAt = lengthened(saved.arrivesAt, ways.arrivesAt.length)
}

function newWay(ways: Ways, source: Actor, target: Actor): number {
  const way = ways.from.length
  if (way === ways.arrivesAt.length) ways.arrivesAt = lengthened(ways.arrivesAt, 2 * way)
  ways.from.push(source.index)
  ways.to.push(target.index)
  ways.latency.push(ways.between(source.host, target.host))
  source.ways.set(target.index, way)
  return way
}

function lengthened(column: Float64Array, length: number): Float64Array {
  const longer = new Float64Array(length)
  longer.set(column)
  return longer
}
