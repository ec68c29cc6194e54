import { useEffect, useMemo, useRef, type PointerEvent, type RefObject } from 'react'
import { crossed, growth } from '../inside/wheel.ts'
import { isNearest, type Sight } from './camera.ts'
import type { FleetCamera } from './use-camera.ts'

const DRAG_PX = 5
/** What is left of a turn that ended at the border is no wish to cross it. */
const REST_MS = 400

interface Point { readonly x: number; readonly y: number }

/** Drag, pinch and wheel on the cells, as on the stage of a small cluster. `enter` is asked for when the wheel goes on where nothing gets larger. */
export function useGestures(surface: RefObject<HTMLElement | null>, sight: Sight, camera: FleetCamera, enter: (at: Point) => void) {
  const fingers = useRef(new Map<number, Point>())
  const dragged = useRef(false)
  const goIn = useRef(enter)
  goIn.current = enter
  useEffect(() => {
    const element = surface.current
    if (element === null) return
    let beyond = 1
    let last = -Infinity
    const turned = (event: WheelEvent) => {
      event.preventDefault()
      event.stopPropagation()
      const pinch = event.ctrlKey || event.metaKey
      if (!pinch && (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY))) return camera.move(-(event.deltaX || event.deltaY), 0)
      const by = growth(event.deltaY * (pinch ? 1 : 1.6), pinch)
      if (by > 1 && isNearest(sight, camera.store.getState())) {
        beyond = event.timeStamp - last > REST_MS ? by : beyond * by
        last = event.timeStamp
        if (crossed(beyond, pinch) > 0) { beyond = 1; goIn.current({ x: event.clientX, y: event.clientY }) }
        return
      }
      const box = element.getBoundingClientRect()
      camera.zoom(by, event.clientX - box.left, event.clientY - box.top)
    }
    // The page under it may be scrolled by one finger, not by two.
    const two = (event: TouchEvent) => { if (event.touches.length > 1) event.preventDefault() }
    element.addEventListener('wheel', turned, { passive: false })
    element.addEventListener('touchstart', two, { passive: false })
    element.addEventListener('touchmove', two, { passive: false })
    return () => { element.removeEventListener('wheel', turned); element.removeEventListener('touchstart', two); element.removeEventListener('touchmove', two) }
  }, [surface, sight, camera])
  return useMemo(() => {
    const lift = (event: PointerEvent) => { fingers.current.delete(event.pointerId) }
    return {
      /** Whether a hand has just moved the picture: then its click is none. */
      wasDragged: () => dragged.current,
      down(event: PointerEvent<HTMLElement>) {
        if (event.button !== 0) return
        if (fingers.current.size === 0) dragged.current = false
        fingers.current.set(event.pointerId, { x: event.clientX, y: event.clientY })
        // A finger that was put down belongs to this surface until it is lifted.
        if (event.pointerType !== 'mouse') event.currentTarget.setPointerCapture(event.pointerId)
      },
      /** Whether the movement was one of the picture. */
      move(event: PointerEvent<HTMLElement>): boolean {
        const from = fingers.current.get(event.pointerId)
        if (from === undefined) return false
        const to = { x: event.clientX, y: event.clientY }
        const other = [...fingers.current].find(([id]) => id !== event.pointerId)?.[1]
        if (other !== undefined) {
          const box = event.currentTarget.getBoundingClientRect()
          const before = { x: (from.x + other.x) / 2, y: (from.y + other.y) / 2 }
          const after = { x: (to.x + other.x) / 2, y: (to.y + other.y) / 2 }
          camera.move(after.x - before.x, after.y - before.y)
          camera.zoom(distance(to, other) / Math.max(1, distance(from, other)), after.x - box.left, after.y - box.top)
          dragged.current = true
        } else if (dragged.current || distance(from, to) > DRAG_PX) {
          if (!dragged.current && event.pointerType === 'mouse') event.currentTarget.setPointerCapture(event.pointerId)
          dragged.current = true
          camera.move(to.x - from.x, to.y - from.y)
        } else return false
        fingers.current.set(event.pointerId, to)
        return true
      },
      up: lift,
    }
  }, [camera])
}

const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y)
