import { useLayoutEffect, useMemo, useRef, useState } from 'react'
import { createStore, type StoreApi } from 'zustand/vanilla'
import { useGlass } from '../store/glass.ts'
import { cellOn, facing, isWhole, moved, nodeUnder, showing, stopFarther, stopNearer, whole, zoomed, type Camera, type Sight } from './camera.ts'
import { HEAD } from './grid.ts'

const GLIDE_MS = 320
/** One press of a button or a key. */
const PRESS = 1.5

export interface FleetCamera {
  readonly store: StoreApi<Camera>
  /** At once, under the hand; the point is of the room below the heads. */
  zoom(factor: number, x: number, y: number): void
  move(dx: number, dy: number): void
  /** One press nearer or farther, around the middle. */
  press(way: 1 | -1): void
  fit(): void
  /** To the next stop towards a node; false where only its inside is nearer. */
  goNearer(node: number): boolean
  /** To the stop before; false where this is the whole. */
  goFarther(): boolean
  show(node: number): void
}

/** The camera of the cells. It stays on what it looks at while the room changes, and glides where motion is wanted. */
export function useCamera(sight: Sight | undefined): FleetCamera {
  const { settings } = useGlass()
  const [store] = useState(() => createStore<Camera>(() => ({ scale: 1, x: 0, y: 0 })))
  const before = useRef<Sight>(undefined)
  const now = useRef<Sight>(undefined)
  useLayoutEffect(() => {
    const old = before.current
    now.current = sight
    if (sight === undefined || old === sight) return
    before.current = sight
    store.setState(old === undefined || isWhole(old, store.getState()) || old.grid.x.length !== sight.grid.x.length ? whole(sight) : facing(sight, middleOf(old, store.getState()), cellOn(old.grid, store.getState())), true)
  }, [sight, store])
  return useMemo(() => {
    let gliding = 0
    // Where it glides to: a second press goes on from there.
    let aim: Camera | undefined
    const settled = (): Camera => aim ?? store.getState()
    const put = (make: (sight: Sight, camera: Camera) => Camera) => {
      cancelAnimationFrame(gliding)
      aim = undefined
      if (now.current !== undefined) store.setState(make(now.current, store.getState()), true)
    }
    const glide = (make: (sight: Sight, camera: Camera) => Camera) => {
      cancelAnimationFrame(gliding)
      if (now.current === undefined) return
      const from = store.getState()
      const to = make(now.current, settled())
      aim = undefined
      if (settings.getState().motion !== 'full') return store.setState(to, true)
      aim = to
      let begun: number | undefined
      const step = (at: number) => {
        begun ??= at
        const part = Math.min(1, (at - begun) / GLIDE_MS)
        const eased = 1 - (1 - part) ** 3
        const mix = (a: number, b: number) => a + (b - a) * eased
        store.setState(part === 1 ? to : { scale: mix(from.scale, to.scale), x: mix(from.x, to.x), y: mix(from.y, to.y) }, true)
        if (part < 1) gliding = requestAnimationFrame(step)
        else aim = undefined
      }
      gliding = requestAnimationFrame(step)
    }
    return {
      store,
      zoom: (factor, x, y) => put((sight, camera) => zoomed(sight, camera, factor, x, y)),
      move: (dx, dy) => put((sight, camera) => moved(sight, camera, dx, dy)),
      press: way => glide((sight, camera) => zoomed(sight, camera, PRESS ** way, sight.width / 2, (sight.height - HEAD) / 2)),
      fit: () => glide(whole),
      goNearer(node) {
        const stop = now.current === undefined ? undefined : stopNearer(now.current.grid, settled())
        if (stop === undefined) return false
        glide(sight => facing(sight, node, stop))
        return true
      },
      goFarther() {
        const sight = now.current
        if (sight === undefined || isWhole(sight, settled())) return false
        const stop = stopFarther(sight, settled())
        glide(stop === undefined ? whole : (one, camera) => facing(one, middleOf(one, camera), stop))
        return true
      },
      show: node => put((sight, camera) => showing(sight, camera, node)),
    }
  }, [store, settings])
}

/** The node in the middle of what is seen, or near it. */
function middleOf(sight: Sight, camera: Camera): number {
  const [x, y] = [sight.width / 2, (sight.height - HEAD) / 2]
  for (let away = 0; away < 400; away += 9) {
    for (const [dx, dy] of [[0, 0], [away, 0], [-away, 0], [0, -away], [0, away]] as const) {
      const node = nodeUnder(sight.grid, camera, x + dx, y + dy)
      if (node >= 0) return node
    }
  }
  return 0
}
