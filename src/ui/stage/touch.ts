import { useEffect } from 'react'
import { useEngine } from '../store/glass.ts'
import { useStageStore } from '../store/stage-ui.ts'

const SWIPE_PX = 40
const LONG_MILLIS = 500

/** Which node a swipe leads to; a short or steep one leads nowhere. */
export function swiped(first: number, nodes: number, dx: number, dy: number): number {
  if (Math.abs(dx) < SWIPE_PX || Math.abs(dx) < Math.abs(dy) * 1.5) return first
  return Math.min(Math.max(0, nodes - 1), Math.max(0, first + (dx < 0 ? 1 : -1)))
}

/** On a phone: a swipe turns to the next node, a long press opens what may be broken. */
export function useTouch(): void {
  const store = useStageStore()
  const engine = useEngine()
  useEffect(() => {
    const picture = document.querySelector<HTMLElement>('#stage > [data-picture]')
    if (picture === null) return
    let begin = { x: 0, y: 0 }
    let timer: ReturnType<typeof setTimeout> | undefined
    const started = (event: TouchEvent) => {
      const touch = event.touches[0]
      if (touch === undefined) return
      begin = { x: touch.clientX, y: touch.clientY }
      const thing = (event.target as Element).closest<HTMLElement>('[data-thing]')?.dataset['thing']
      clearTimeout(timer)
      if (thing !== undefined) timer = setTimeout(() => store.setState({ focused: thing, poke: { thing, ...begin } }), LONG_MILLIS)
    }
    const moved = (event: TouchEvent) => {
      const touch = event.touches[0]
      if (touch !== undefined && Math.hypot(touch.clientX - begin.x, touch.clientY - begin.y) > 8) clearTimeout(timer)
    }
    const ended = (event: TouchEvent) => {
      clearTimeout(timer)
      const touch = event.changedTouches[0]
      if (touch !== undefined) store.setState(old => ({ firstNode: swiped(old.firstNode, engine.entities.getState().nodes.length, touch.clientX - begin.x, touch.clientY - begin.y) }))
    }
    picture.addEventListener('touchstart', started, { passive: true })
    picture.addEventListener('touchmove', moved, { passive: true })
    picture.addEventListener('touchend', ended, { passive: true })
    return () => {
      clearTimeout(timer)
      picture.removeEventListener('touchstart', started)
      picture.removeEventListener('touchmove', moved)
      picture.removeEventListener('touchend', ended)
    }
  }, [store, engine])
}
