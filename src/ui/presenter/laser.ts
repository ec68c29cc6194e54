import { createStore, type StoreApi } from 'zustand/vanilla'

/** A place in the audience's window: parts of its width and height, from 0 to 1. */
export interface Spot { readonly x: number; readonly y: number }

/** What stands where in the audience's window, so that the speaker can point without seeing it. */
export interface Sight { readonly ratio: number; readonly boxes: readonly { readonly name: string; readonly x: number; readonly y: number; readonly width: number; readonly height: number }[] }

export interface Laser { readonly at?: Spot }

export const createLaser = (): StoreApi<Laser> => createStore<Laser>(() => ({}))

export const within = (value: number): number => Math.max(0, Math.min(1, value))

/** The boxes of the picture, the large ones with their names; what is out of sight is left out. */
export function sightOf(root: ParentNode): Sight {
  const boxes = [...root.querySelectorAll<HTMLElement>('#stage [data-thing]')].flatMap(one => {
    const { left, top, width, height } = one.getBoundingClientRect()
    const name = /^(?:node\/)?((?!limbo|registry)[a-z0-9-]+)$/.exec(one.dataset.thing!)?.[1] ?? ''
    return width === 0 || left > innerWidth || top > innerHeight ? [] : [{ name, x: left / innerWidth, y: top / innerHeight, width: width / innerWidth, height: height / innerHeight }]
  })
  return { ratio: innerWidth / innerHeight, boxes: boxes.slice(0, BOXES_MOST) }
}

const BOXES_MOST = 80
