import { createStore } from 'zustand/vanilla'
import type { Frame, StageMoment } from '../../protocol/index.ts'
import { applyViews, noEntities } from '../store/entities.ts'
import type { Glass } from '../store/glass.ts'
import { noSession } from '../store/session.ts'

/** A glass through which the ordinary cards see one fixed moment of one branch. Nothing that is done there reaches the engine. */
export interface HalfGlass { readonly glass: Glass; readonly show: (moment: StageMoment) => void }

export function createHalfGlass(outer: Glass): HalfGlass {
  const entities = createStore(noEntities)
  const session = createStore(noSession)
  const listeners = new Set<(frame: Frame) => void>()
  let last: Frame | undefined
  const engine: Glass['engine'] = {
    ...outer.engine, entities, session, command: () => undefined, ask: () => Promise.resolve(undefined),
    onFrame(listener) {
      listeners.add(listener)
      if (last !== undefined) listener(last)
      return () => listeners.delete(listener)
    },
  }
  const show = (moment: StageMoment) => {
    last = frameOf(moment)
    for (const listener of listeners) listener(last)
    entities.setState(old => applyViews(old, { fresh: true, upserts: moment.views, removes: [] }), true)
    session.setState(old => ({ ...old, open: true, clock: { ...old.clock, at: moment.at, revision: moment.revision }, focus: moment.packets[0] ?? moment.trail[0] }))
  }
  return { glass: { ...outer, engine }, show }
}

const frameOf = ({ views, packets, trail, at, revision }: StageMoment): Frame => ({
  type: 'frame', seq: 0, fresh: true, upserts: views, removes: [], packets, trail, clock: { at, revision, head: 0, end: 0 }, transport: noSession().transport, scenario: '', flags: [], noisePerSecond: 0,
})
