import { lazy, memo, Suspense, useEffect, useRef } from 'react'
import { useLens } from '../fleet/use-lens.ts'
import { useTouch } from '../stage/touch.ts'
import { useStageUi } from '../store/stage-ui.ts'
import { useLevels } from './levels.ts'
import { useWheelZoom } from './wheel.ts'

const InsideLens = lazy(async () => ({ default: (await import('./InsideLens.tsx')).InsideLens }))

/** What hands do on the picture that it can first be drawn without. */
export const NearStage = memo(function NearStage({ phone }: { readonly phone: boolean }) {
  return phone ? <Fingers /> : <Closer />
})

function Fingers() {
  useTouch()
  return null
}

/** The wheel from level to level, and Z held for the inside of what is pointed at, small. */
function Closer() {
  const held = useLens()
  const inside = useStageUi(ui => ui.inside !== undefined)
  const last = useRef<{ readonly x: number; readonly y: number }>(undefined)
  useEffect(() => {
    const moved = (event: PointerEvent) => { last.current = { x: event.clientX, y: event.clientY } }
    addEventListener('pointermove', moved, { passive: true })
    return () => removeEventListener('pointermove', moved)
  }, [])
  useWheelZoom()
  useLevels()
  return held && !inside ? <Suspense fallback={null}><InsideLens begin={last.current} /></Suspense> : null
}
