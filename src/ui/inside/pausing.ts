import type { Poke } from '../../protocol/index.ts'
import { useEngine, useSession } from '../store/glass.ts'

/** A loop that may be paused: by the same poke as everywhere else, and resumed by taking its flag back. */
export function usePause(poke: Extract<Poke, { readonly poke: 'pause-scheduler' | 'pause-controller' }>, paused: boolean) {
  const engine = useEngine()
  const wanted = JSON.stringify(poke)
  const flag = useSession(({ flags }) => flags.findLast(one => JSON.stringify(one.poke) === wanted)?.id)
  const toggle = () => {
    if (paused && flag !== undefined) engine.command({ do: 'undo-poke', flag })
    else if (!paused) engine.command({ do: 'poke', poke })
  }
  return { paused, toggle }
}
