import { useEffect, useState } from 'react'
import { useGlass } from '../store/glass.ts'

/** Whether Z is held. */
export function useLens(): boolean {
  const { settings } = useGlass()
  const [held, setHeld] = useState(false)
  useEffect(() => {
    const down = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'z' || event.ctrlKey || event.metaKey || event.altKey || !settings.getState().singleKeys) return
      if (event.target instanceof Element && event.target.closest('input, textarea, select, [contenteditable], [role="textbox"]') !== null) return
      setHeld(true)
    }
    const up = (event: KeyboardEvent) => { if (event.key.toLowerCase() === 'z') setHeld(false) }
    const away = () => setHeld(false)
    addEventListener('keydown', down)
    addEventListener('keyup', up)
    addEventListener('blur', away)
    return () => { removeEventListener('keydown', down); removeEventListener('keyup', up); removeEventListener('blur', away) }
  }, [settings])
  return held
}
