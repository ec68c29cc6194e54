import { useMemo } from 'react'
import type { StepSize } from '../../protocol/index.ts'
import { useGlass } from '../store/glass.ts'

/** What the buttons and the keys of time do: the same functions for both. */
export interface Controls {
  readonly playOrPause: () => void
  readonly forward: () => void
  readonly back: () => void
  readonly message: (direction: 1 | -1) => void
  readonly toStart: () => void
  readonly toEnd: () => void
  readonly stepBy: (size: StepSize) => void
  readonly fork: () => void
}

export function useControls(): Controls {
  const { engine, settings } = useGlass()
  return useMemo(() => {
    const step = (by: StepSize, direction: 1 | -1) => {
      if (engine.session.getState().transport.playing) engine.command({ do: 'pause' })
      engine.command({ do: 'step', by, direction })
    }
    return {
      playOrPause: () => engine.command({ do: engine.session.getState().transport.playing ? 'pause' : 'play' }),
      forward: () => step(settings.getState().stepBy, 1),
      back: () => step(settings.getState().stepBy, -1),
      message: direction => step('message', direction),
      toStart: () => engine.command({ do: 'seek', to: { place: 'start' } }),
      toEnd: () => engine.command({ do: 'seek', to: { place: 'end' } }),
      stepBy: size => settings.change(draft => { draft.stepBy = size }),
      fork: () => engine.command({ do: 'fork' }),
    }
  }, [engine, settings])
}
