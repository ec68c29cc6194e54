import { memo, Suspense, useEffect, useMemo, useState } from 'react'
import { useText } from '../i18n/text.ts'
import { useAnswer, useEngine } from '../store/glass.ts'
import { useStageUi } from '../store/stage-ui.ts'
import { crumbsTo } from './crumbs.ts'
import { roomOf } from './InsidePlace.tsx'
import styles from './lens.module.css'
import { TouchingContext } from './touching.ts'
import { placeOfThing } from './zoom.ts'

export interface Point { readonly x: number; readonly y: number }

const WIDTH = 460
const HEIGHT = 300

/** A magnifier over the picture: the inside of what is under the pointer, or of what the keyboard stands on, small. */
export const InsideLens = memo(function InsideLens({ begin }: { readonly begin: Point | undefined }) {
  const t = useText()
  const engine = useEngine()
  const point = usePointer(begin)
  const focused = useStageUi(ui => (ui.ring ? ui.focused : undefined))
  const box = useMemo(() => boxOf(focused), [focused])
  const thing = focused ?? (point && thingAt(point))
  const place = thing === undefined ? undefined : placeOfThing(thing, engine.entities.getState())
  const answer = useAnswer(place === undefined ? undefined : ({ ask: 'inside', place } as const))
  const at = box ?? point
  if (place === undefined || at === undefined) return null
  const Room = answer?.inside && roomOf(answer.inside)
  const left = Math.max(8, Math.min(innerWidth - WIDTH - 8, at.x + 22))
  const top = at.y + 26 + HEIGHT > innerHeight ? Math.max(8, at.y - HEIGHT - 22) : at.y + 22
  return (
    <div className={styles.lens} style={{ left, top, width: WIDTH, height: HEIGHT }} data-testid="inside-lens" data-place={place} role="img" aria-label={t('inside.lens', { place: crumbsTo(place).at(-1)!.name })}>
      <b aria-hidden="true">{crumbsTo(place).at(-1)!.name}</b>
      <div inert aria-hidden="true" className={styles.small}>{Room && <TouchingContext value={answer.touching}><Suspense fallback={null}><Room place={place} inside={answer.inside!} of={undefined} onOf={() => undefined} /></Suspense></TouchingContext>}</div>
    </div>
  )
})

function usePointer(begin: Point | undefined): Point | undefined {
  const [point, setPoint] = useState(begin)
  useEffect(() => {
    const moved = (event: PointerEvent) => setPoint({ x: event.clientX, y: event.clientY })
    addEventListener('pointermove', moved)
    return () => removeEventListener('pointermove', moved)
  }, [])
  return point
}

const thingAt = ({ x, y }: Point): string | undefined => document.elementFromPoint(x, y)?.closest<HTMLElement>('#stage [data-thing]')?.dataset['thing']

function boxOf(thing: string | undefined): Point | undefined {
  const box = thing === undefined ? undefined : document.querySelector(`#stage [data-thing="${CSS.escape(thing.split('#')[0] ?? thing)}"]`)?.getBoundingClientRect()
  return box && { x: box.right - 20, y: box.top + 10 }
}
