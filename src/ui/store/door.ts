import type { FromEngine, ToEngine } from '../../protocol/index.ts'

/** A way to an engine, whether a worker or a socket carries it. Values cross as plain data. */
export interface EngineDoor {
  readonly send: (message: ToEngine) => void
  /** One listener; a later one replaces it. Messages that came before are kept for it. */
  readonly listen: (hear: (message: FromEngine) => void) => void
  readonly close: () => void
}

/** A fresh engine each time: after a failure the page asks for another one. */
export type Connect = () => EngineDoor
