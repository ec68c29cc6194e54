import { useEffect } from 'react'
import { useEngine } from '../store/glass.ts'
import { useStageStore } from '../store/stage-ui.ts'
import { zoomTo } from './levels.ts'
import { zoomInto, zoomOut } from './zoom.ts'

/** How far the wheel or two fingers must go beyond a border before the camera snaps over it; less springs back. */
const PINCH_BORDER = 1.12
const WHEEL_BORDER = 1.35
const REST_MS = 500
/** `maxZoom` of the picture. */
const LARGEST = 2

/** How much larger one turn makes things: up is in. */
export const growth = (deltaY: number, pinch: boolean): number => Math.exp(-deltaY * (pinch ? .01 : .001))

/** -1 out, 1 in, 0 not over a border yet. */
export function crossed(scale: number, pinch: boolean): -1 | 0 | 1 {
  const border = pinch ? PINCH_BORDER : WHEEL_BORDER
  return scale >= border ? 1 : scale <= 1 / border ? -1 : 0
}

/** The wheel and two fingers go from level to level. In the cluster two fingers first make the picture larger, as far as that goes. */
export function useWheelZoom(): void {
  const engine = useEngine()
  const store = useStageStore()
  useEffect(() => {
    const element = document.querySelector<HTMLElement>('#stage')
    if (element === null) return
    let scale = 1
    let last = 0
    let snapped = 0
    const onWheel = (event: WheelEvent) => {
      const pinch = event.ctrlKey || event.metaKey
      const { inside, tool } = store.getState()
      const target = event.target as Element
      if (inside !== undefined && pinch) event.preventDefault()
      if (tool !== undefined || event.deltaY === 0 || (inside === undefined && pinch && !magnified()) || (inside !== undefined && !pinch && scrolls(target, element))) return
      // What is left of a turn that has taken the camera over a border is no new wish.
      if (event.timeStamp - snapped < REST_MS) return void (snapped = event.timeStamp)
      scale = (event.timeStamp - last > REST_MS ? 1 : scale) * growth(event.deltaY, pinch)
      last = event.timeStamp
      const way = crossed(scale, pinch)
      if (way === 0) return
      scale = 1
      snapped = event.timeStamp
      const thing = target.closest<HTMLElement>('[data-thing]')?.dataset['thing']
      const place = target.closest<HTMLElement>('[data-place]')?.dataset['place']
      if (way < 0 && inside !== undefined) zoomOut(store)
      else if (way > 0 && inside !== undefined && place !== undefined) zoomTo(store, place)
      else if (way > 0 && inside === undefined && thing !== undefined) zoomInto(store, thing, engine.entities.getState())
    }
    element.addEventListener('wheel', onWheel, { passive: false })
    return () => element.removeEventListener('wheel', onWheel)
  }, [engine, store])
}

/** Whether the picture is as large as it gets, or nearly. */
function magnified(): boolean {
  const picture = document.querySelector('#stage .react-flow__viewport')
  return picture !== null && new DOMMatrixReadOnly(getComputedStyle(picture).transform).a >= LARGEST - .01
}

/** Whether the wheel moves something here. */
function scrolls(target: Element, stage: Element): boolean {
  for (let one: Element | null = target; one !== null && one !== stage; one = one.parentElement) {
    if (one.scrollHeight > one.clientHeight + 1 && /auto|scroll/.test(getComputedStyle(one).overflowY)) return true
  }
  return false
}
