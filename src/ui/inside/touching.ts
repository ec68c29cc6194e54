import { createContext, useContext, useEffect, useState } from 'react'
import type { Touching } from '../../protocol/index.ts'
import { useEngine } from '../store/glass.ts'

/** The messages that touch the place that is looked into, for a room that draws them where they are. */
export const TouchingContext = createContext<readonly Touching[]>([])

export const useTouching = (): readonly Touching[] => useContext(TouchingContext)

/** Messages that fly now at the pace of the story, and how long in wall milliseconds. */
export function useFlights(): ReadonlyMap<number, number> {
  const engine = useEngine()
  const [flights, setFlights] = useState<ReadonlyMap<number, number>>(new Map())
  useEffect(() => engine.onFrame(({ packets }) => setFlights(old => {
    const flying = packets.flatMap(({ id, flightMs }) => (flightMs === undefined ? [] : [[id, flightMs] as const]))
    return flying.length === old.size && flying.every(([id]) => old.has(id)) ? old : new Map(flying)
  })), [engine])
  return flights
}
