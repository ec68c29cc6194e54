import { useEffect, useRef, useState, type RefObject } from 'react'
import type { StageMoment } from '../../protocol/index.ts'
import { paintInstant, readInks } from '../gallery/paint-instant.ts'
import { instantOf } from '../gallery/recording.ts'
import { useLessonText } from '../i18n/lesson-texts.ts'
import { useText } from '../i18n/text.ts'
import { useSettings } from '../store/glass.ts'
import { useLook } from '../styles/drawn.ts'
import { applyViews, noEntities } from '../store/entities.ts'
import { secondsText, type TimeScale } from '../transport/time-scale.ts'
import { useLatestAnswer } from './latest-answer.ts'
import styles from './time.module.css'

export interface PreviewProps { readonly home: RefObject<HTMLElement | null>; /** Where the pointer came in, in the window. */ readonly entered: number; readonly scale: TimeScale; readonly end: number; readonly branch: number }

const WIDTH = 180
const HEIGHT = 110

/** Over the timeline, a pointer that presses nothing sees the stage of that moment, small, with its caption. The head stays where it is. */
export function Preview({ home, entered, scale, end, branch }: PreviewProps) {
  const t = useText()
  const say = useLessonText()
  const language = useSettings(settings => settings.language)
  const x = useHover(home, entered)
  const at = x === undefined ? undefined : Math.min(end, Math.max(0, Math.round(scale.timeOf(x) / 10_000) * 10_000))
  const moment = useLatestAnswer(at === undefined ? undefined : { ask: 'moment', at, branch })
  if (x === undefined || at === undefined || moment === undefined) return null
  const caption = moment.caption === undefined ? t('caption.start') : say(language, moment.caption.text, moment.caption.params)
  const left = Math.min(Math.max(x - WIDTH / 2 - 9, 0), (home.current?.clientWidth ?? 400) - WIDTH - 18)
  return (
    <div className={styles.preview} style={{ left }} data-at={moment.at} aria-hidden="true">
      <Picture moment={moment} />
      <p><b>{secondsText(moment.at)} s</b></p>
      <p className={styles.caption}>{moment.caption?.hop === undefined ? '' : `${moment.caption.chapter ?? ''} ${moment.caption.hop} · `}{caption}</p>
    </div>
  )
}

function Picture({ moment }: { readonly moment: StageMoment }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const look = useLook()
  useEffect(() => {
    const ctx = canvas.current?.getContext('2d')
    if (canvas.current == null || ctx == null) return
    const ratio = devicePixelRatio
    canvas.current.width = Math.round(WIDTH * ratio)
    canvas.current.height = Math.round(HEIGHT * ratio)
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0)
    const entities = applyViews(noEntities(), { fresh: true, upserts: moment.views, removes: [] })
    paintInstant(ctx, instantOf(entities, { packets: moment.packets, trail: moment.trail, since: performance.now() }), readInks(canvas.current), WIDTH, HEIGHT)
  }, [moment, look])
  return <canvas ref={canvas} style={{ width: WIDTH, height: HEIGHT }} />
}

/** Where a mouse stands over an element, while no button is down. */
function useHover(home: RefObject<HTMLElement | null>, entered: number): number | undefined {
  const [x, setX] = useState(() => (home.current?.matches(':hover') === true ? entered - home.current.getBoundingClientRect().left : undefined))
  useEffect(() => {
    const element = home.current
    if (element === null) return
    const move = (event: PointerEvent) => setX(event.pointerType !== 'mouse' || event.buttons !== 0 ? undefined : event.clientX - element.getBoundingClientRect().left)
    const leave = () => setX(undefined)
    element.addEventListener('pointermove', move)
    element.addEventListener('pointerdown', leave)
    element.addEventListener('pointerleave', leave)
    return () => { element.removeEventListener('pointermove', move); element.removeEventListener('pointerdown', leave); element.removeEventListener('pointerleave', leave) }
  }, [home])
  return x
}
