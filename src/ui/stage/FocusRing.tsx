import { useLayoutEffect, useRef, useState } from 'react'
import { useEntities } from '../store/glass.ts'
import { useStageUi } from '../store/stage-ui.ts'
import styles from './stage.module.css'

/** Draws the keyboard's place on the picture, while the mirror of the stage has the focus. */
export function FocusRing() {
  const focused = useStageUi(ui => ui.focused)
  const ring = useStageUi(ui => ui.ring)
  // Only a ring that is drawn has to follow what moves: to measure costs a layout.
  const version = useEntities(entities => (ring ? entities.version : 0))
  const self = useRef<HTMLDivElement>(null)
  const [box, setBox] = useState<{ left: number; top: number; width: number; height: number }>()
  useLayoutEffect(() => {
    const home = self.current?.parentElement
    const thing = ring ? home?.querySelector(`[data-thing="${CSS.escape(focused.split('#')[0] ?? '')}"]`) : undefined
    if (home == null || thing == null) return setBox(undefined)
    const outer = home.getBoundingClientRect(), inner = thing.getBoundingClientRect()
    setBox({ left: inner.left - outer.left, top: inner.top - outer.top, width: inner.width, height: inner.height })
  }, [focused, ring, version])
  return <div ref={self} aria-hidden="true" className={box === undefined ? undefined : styles.ring} style={box} />
}
