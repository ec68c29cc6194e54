import { useEffect } from 'react'
import type { StoreApi } from 'zustand/vanilla'
import type { PlaceId } from '../../protocol/index.ts'
import { isTyping } from '../shell/keys.ts'
import { useEngine, useGlass } from '../store/glass.ts'
import { useStageStore, type StageUi } from '../store/stage-ui.ts'
import { aimAt, zoomInto, zoomOut } from './zoom.ts'

/** From one place to another, further in or back out; the way back to the cluster stays. */
export function zoomTo(store: StoreApi<StageUi>, place: PlaceId): void {
  const { inside } = store.getState()
  aimAt(`[data-place="${CSS.escape(place)}"]`)
  store.setState({ inside: { place, from: inside?.from ?? place, ...(inside?.byKeys ? { byKeys: true } : {}) }, poke: undefined })
}

export const leaveInside = (store: StoreApi<StageUi>): void => store.setState({ inside: undefined })

/** The keys of the levels: + goes into what the keyboard stands on, - one out, 0 back to the whole. Escape is a key of the page. */
export function useLevels(): void {
  const store = useStageStore()
  const engine = useEngine()
  const { settings } = useGlass()
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
      const { inside, focused, time } = store.getState()
      if (!settings.getState().singleKeys || time !== undefined) return
      if (event.key === '-' && inside !== undefined) zoomOut(store)
      else if (event.key === '0' && inside !== undefined) leaveInside(store)
      else if ((event.key === '+' || event.key === '=') && inside === undefined) zoomInto(store, focused, engine.entities.getState(), true)
      else return
      event.preventDefault()
    }
    addEventListener('keydown', listen)
    return () => removeEventListener('keydown', listen)
  }, [store, engine, settings])
}
