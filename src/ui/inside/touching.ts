import { createContext, useContext } from 'react'
import type { Touching } from '../../protocol/index.ts'

/** The messages that touch the place that is looked into, for a room that draws them where they are. */
export const TouchingContext = createContext<readonly Touching[]>([])

export const useTouching = (): readonly Touching[] => useContext(TouchingContext)
