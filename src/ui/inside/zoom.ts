import type { StoreApi } from 'zustand/vanilla'
import type { PlaceId } from '../../protocol/index.ts'
import type { Entities } from '../store/entities.ts'
import type { StageUi } from '../store/stage-ui.ts'

// What the first picture needs of the zoom; the rest is in `levels.ts`.

/** The place behind a thing of the stage that has an inside to show; a Pod's is known by its view. */
export function placeOfThing(thing: string, entities?: Pick<Entities, 'views'>): PlaceId | undefined {
  const [kind, node, agent] = thing.split('/')
  switch (kind) {
    case 'etcd': case 'apiserver': case 'scheduler': case 'controller-manager': return kind
    case 'controller': return 'controller-manager'
    case 'node': return thing
    // The other agents are what the node itself shows.
    case 'agent': return agent === 'proxy' ? `node/${node}/proxy` : `node/${node}`
    case 'pod': {
      const [id = '', container] = thing.split('#')
      const pod = entities?.views.get(id)
      return pod?.kind === 'pod' ? `pod/${pod.namespace}/${pod.name}${container === undefined ? '' : `/${container}`}` : undefined
    }
    default: return undefined
  }
}

/** The camera goes through the walls of a thing. False where there is nothing behind them. */
export function zoomInto(store: StoreApi<StageUi>, thing: string, entities?: Pick<Entities, 'views'>, byKeys = false): boolean {
  const place = placeOfThing(thing, entities)
  if (place === undefined) return false
  aimAt(`[data-thing="${CSS.escape(thing.split('#')[0] ?? thing)}"]`)
  store.setState({ inside: { place, from: thing, byKeys }, focused: thing, poke: undefined })
  return true
}

/** One level out: from a container to its Pod, from there to its node, from a node or any part of the control plane to the cluster. */
export function zoomOut(store: StoreApi<StageUi>): void {
  store.setState(({ inside }) => ({ inside: inside?.around === undefined ? undefined : { place: inside.around, from: inside.from, byKeys: inside.byKeys } }))
}

/** The camera moves towards where something is drawn now. */
export function aimAt(selector: string): void {
  const stage = document.querySelector<HTMLElement>('#stage')
  const box = stage?.querySelector(selector)?.getBoundingClientRect()
  if (!stage || !box) return
  const { left, top } = stage.getBoundingClientRect()
  stage.style.setProperty('--zoom-origin', `${box.left + box.width / 2 - left}px ${box.top + box.height / 2 - top}px`)
}
