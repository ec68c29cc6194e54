import { useEffect, useState } from 'react'
import type { LayoutClass } from '../stage/plan.ts'

/** Which of the layouts fits the window: `ux.md` 3.1. */
export function useWindowClass(): LayoutClass {
  const [found, setFound] = useState(classOf)
  useEffect(() => {
    const look = () => setFound(classOf())
    addEventListener('resize', look)
    return () => removeEventListener('resize', look)
  }, [])
  return found
}

const classOf = (): LayoutClass => (innerWidth < 720 ? 'phone' : innerWidth < 1024 ? 'tablet' : innerWidth < 1360 ? 'laptop' : 'wide')
