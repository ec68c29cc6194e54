import { useEffect } from 'react'
import { useChange, useGlass } from '../store/glass.ts'

/** Below this the dock makes room for what is inside; it comes back on the way out. */
const ENOUGH = 680

/** The dock folds while somebody looks inside, where the window is small; opened again by hand it stays open. */
export function useMakingRoom(): void {
  const { settings } = useGlass()
  const change = useChange()
  useEffect(() => {
    const stage = document.querySelector('#stage')
    if (!settings.getState().dockOpen || stage === null || stage.clientHeight >= ENOUGH) return
    change(draft => { draft.dockOpen = false })
    return () => change(draft => { draft.dockOpen = true })
  }, [settings, change])
}
