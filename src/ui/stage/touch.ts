import { useMemo, type TouchEvent } from 'react'
import type { StoreApi } from 'zustand/vanilla'
import type { StageUi } from '../store/stage-ui.ts'

const SWIPE_PX = 40
const LONG_MILLIS = 500

/** Which node a swipe leads to; a short or steep one leads nowhere. */
export function swiped(first: number, nodes: number, dx: number, dy: number): number {
  if (Math.abs(dx) < SWIPE_PX || Math.abs(dx) < Math.abs(dy) * 1.5) return first
  return Math.min(Math.max(0, nodes - 1), Math.max(0, first + (dx < 0 ? 1 : -1)))
}

/** On a phone: a swipe turns to the next node, a long press opens what may be broken. */
export function useTouch(store: StoreApi<StageUi>, nodes: number) {
  return useMemo(() => {
    let begin = { x: 0, y: 0 }
    let timer: ReturnType<typeof setTimeout> | undefined
    return {
      onTouchStart(event: TouchEvent) {
        const touch = event.touches[0]
        if (touch === undefined) return
        begin = { x: touch.clientX, y: touch.clientY }
        const thing = (event.target as Element).closest<HTMLElement>('[data-thing]')?.dataset['thing']
        clearTimeout(timer)
        if (thing !== undefined) timer = setTimeout(() => store.setState({ focused: thing, poke: { thing, ...begin } }), LONG_MILLIS)
      },
      onTouchMove(event: TouchEvent) {
        const touch = event.touches[0]
        if (touch !== undefined && Math.hypot(touch.clientX - begin.x, touch.clientY - begin.y) > 8) clearTimeout(timer)
      },
      onTouchEnd(event: TouchEvent) {
        clearTimeout(timer)
        const touch = event.changedTouches[0]
        if (touch !== undefined) store.setState(old => ({ firstNode: swiped(old.firstNode, nodes, touch.clientX - begin.x, touch.clientY - begin.y) }))
      },
    }
  }, [store, nodes])
}
