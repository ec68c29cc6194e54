import { useReactFlow } from '@xyflow/react'
import { useEffect, useMemo, useRef, type MouseEvent } from 'react'
import { pokesOf } from '../chaos/pokes-of.ts'
import { ofTool, type Tool } from '../chaos/tools.ts'
import { useChange, useEngine, useSettings } from '../store/glass.ts'
import { useStageStore } from '../store/stage-ui.ts'
import { hit } from './hit.ts'
import type { StagePlan } from './plan.ts'
import { nothingShown, type Shown } from './scene.ts'
import { zoomInto } from '../inside/zoom.ts'
import { objectOf } from './thing.ts'

/** One listener for the whole picture: a card only says which thing it is; lines and messages are found by where they are drawn. */
export function useStageActions(plan: StagePlan) {
  const engine = useEngine()
  const store = useStageStore()
  const flow = useReactFlow()
  const change = useChange()
  const opening = useRef<number>(undefined)
  const still = useSettings(settings => settings.motion !== 'full')
  const shown = useRef<Shown>(nothingShown())
  useEffect(() => engine.onFrame(({ packets, trail }) => { shown.current = { packets, trail, since: performance.now() } }), [engine])
  return useMemo(() => {
    const thingAt = (event: MouseEvent) => (event.target as Element).closest<HTMLElement>('[data-thing]')?.dataset['thing']
      ?? hit(plan, shown.current, performance.now(), still, inPlan(event))
    const inPlan = (event: MouseEvent) => {
      const box = event.currentTarget.getBoundingClientRect()
      const { x, y, zoom } = flow.getViewport()
      return { x: (event.clientX - box.left - x) / zoom, y: (event.clientY - box.top - y) / zoom }
    }
    const use = (tool: Tool, thing: string, event: MouseEvent) => {
      const [only, ...others] = ofTool(pokesOf(engine.entities.getState(), thing), tool)
      if (only !== undefined && others.length === 0) {
        engine.command({ do: 'poke', poke: only })
        store.setState({ tool: event.shiftKey ? tool : undefined })
      } else store.setState({ tool: undefined, focused: focusable(thing), poke: { thing, x: event.clientX, y: event.clientY, tool } })
    }
    return {
      select(event: MouseEvent) {
        const thing = thingAt(event)
        const { tool } = store.getState()
        if (tool !== undefined && thing !== undefined) return use(tool, thing, event)
        if (thing === undefined) return engine.command({ do: 'select' })
        store.setState({ focused: focusable(thing) })
        const object = objectOf(engine.entities.getState(), thing)
        if (object !== undefined) {
          engine.command({ do: 'select', object })
          if (plan.layoutClass === 'wide') opening.current = window.setTimeout(() => { change(draft => { draft.inspectorOpen = true }) }, DOUBLE_CLICK_MS)
        }
        // A finger has no double click to spare: what cannot be selected opens at once. A mouse has one, whose second click would hit what has just opened.
        else if (plan.layoutClass === 'phone' && (event.nativeEvent as PointerEvent).pointerType !== 'mouse') zoomInto(store, thing)
      },
      zoom(event: MouseEvent) {
        clearTimeout(opening.current)
        const thing = thingAt(event)
        if (thing !== undefined && store.getState().tool === undefined) zoomInto(store, thing, engine.entities.getState())
      },
      open(event: MouseEvent) {
        const thing = thingAt(event)
        if (thing === undefined) return
        event.preventDefault()
        store.setState({ focused: focusable(thing), poke: { thing, x: event.clientX, y: event.clientY } })
      },
    }
  }, [engine, store, flow, change, plan, still])
}

/** The inspector takes room of the stage, which may not move under a double click. */
const DOUBLE_CLICK_MS = 250

/** The keyboard stands on things, not on lines or messages. */
const focusable = (thing: string): string => (thing.startsWith('line/') || thing.startsWith('message/') ? 'apiserver' : thing)
