import { useRef, type KeyboardEvent, type PointerEvent } from 'react'
import { useText } from '../i18n/text.ts'
import { within, type Spot } from './laser.ts'
import styles from './presenter.module.css'
import { useSpoken } from './spoken.ts'

const STEP = .02
const ARROWS: Readonly<Record<string, readonly [number, number]>> = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] }
const MIDDLE: Spot = { x: .5, y: .5 }

/** The audience's window in outline: who moves over it moves the dot there. The arrows do it, too. */
export function Pad() {
  const t = useText()
  const { laser, send } = useSpoken()
  const box = useRef<HTMLDivElement>(null)
  if (laser === undefined) return null
  const { at, sight } = laser
  const point = ({ clientX, clientY }: PointerEvent) => {
    const { left, top, width, height } = box.current!.getBoundingClientRect()
    send({ say: 'laser', at: { x: within((clientX - left) / width), y: within((clientY - top) / height) } })
  }
  const walk = (event: KeyboardEvent) => {
    const step = ARROWS[event.key]
    if (step === undefined) return
    event.preventDefault()
    const from = at ?? MIDDLE
    send({ say: 'laser', at: { x: within(from.x + step[0]), y: within(from.y + step[1]) } })
  }
  const part = (value: number) => `${(value * 100).toFixed(2)}%`
  return (
    <div className={styles.pad}>
      <div ref={box} role="group" tabIndex={0} aria-label={t('presenter.pad')} style={{ aspectRatio: sight.ratio }} onPointerMove={point} onPointerDown={point} onKeyDown={walk}>
        {sight.boxes.map((one, index) => <i key={index} style={{ left: part(one.x), top: part(one.y), width: part(one.width), height: part(one.height) }}>{one.name}</i>)}
        {at && <b data-testid="spot" style={{ left: part(at.x), top: part(at.y) }} />}
      </div>
      <p>{t('presenter.padHint')}</p>
    </div>
  )
}
