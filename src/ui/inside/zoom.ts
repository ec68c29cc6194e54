import type { StoreApi } from 'zustand/vanilla'
import type { PlaceId } from '../../protocol/index.ts'
import type { StageUi } from '../store/stage-ui.ts'

/** The place behind a thing of the stage that has an inside to show. */
export function placeOfThing(thing: string): PlaceId | undefined {
  const [kind, node, agent] = thing.split('/')
  switch (kind) {
    case 'etcd': case 'apiserver': case 'scheduler': case 'controller-manager': return kind
    case 'controller': return 'controller-manager'
    case 'agent': return agent === 'proxy' ? `node/${node}/proxy` : undefined
    default: return undefined
  }
}

/** The camera goes through the walls of a thing. False where there is nothing behind them. */
export function zoomInto(store: StoreApi<StageUi>, thing: string, byKeys = false): boolean {
  const place = placeOfThing(thing)
  if (place === undefined) return false
  const stage = document.querySelector<HTMLElement>('#stage')
  const box = stage?.querySelector(`[data-thing="${CSS.escape(thing)}"]`)?.getBoundingClientRect()
  if (stage && box) {
    const { left, top } = stage.getBoundingClientRect()
    stage.style.setProperty('--zoom-origin', `${box.left + box.width / 2 - left}px ${box.top + box.height / 2 - top}px`)
  }
  store.setState({ inside: { place, from: thing, byKeys }, focused: thing, poke: undefined })
  return true
}

/** Back to the cluster; whoever came by the keyboard stands where they were. */
export function zoomOut(store: StoreApi<StageUi>): void {
  const { inside } = store.getState()
  store.setState({ inside: undefined })
  if (inside?.byKeys) setTimeout(() => document.querySelector<HTMLElement>(`[data-mirror="${CSS.escape(inside.from)}"]`)?.focus(), 0)
}
