import { memo, useEffect, useRef } from 'react'
import type { Scenario } from '../../lessons/index.ts'
import { useGlass, useSettings } from '../store/glass.ts'
import { useLook } from '../styles/drawn.ts'
import styles from './gallery.module.css'
import { paintInstant, readInks } from './paint-instant.ts'
import { queueUp } from './queue.ts'
import { glance, record, type Instant } from './recording.ts'

const FRAME_MS = 80
/** How every card begins is seen before any of them moves. */
const GLANCES_FIRST = -1000

/** A few seconds of the scenario, run by an engine of its own while the card is seen, then shown again and again. With reduced motion: its last instant. */
export const Thumbnail = memo(function Thumbnail({ scenario, order }: { readonly scenario: Scenario; readonly order: number }) {
  const { connect } = useGlass()
  const canvas = useRef<HTMLCanvasElement>(null)
  const still = useSettings(settings => settings.motion !== 'full')
  const look = useLook()
  const instants = useRef<Instant[]>([])
  useEffect(() => {
    const element = canvas.current
    const ctx = element?.getContext('2d')
    if (element == null || ctx == null) return
    const inks = readInks(element)
    let at = 0
    const show = (instant: Instant | undefined) => {
      const ratio = devicePixelRatio
      const [width, height] = [element.clientWidth, element.clientHeight]
      if (instant === undefined || width === 0) return
      element.width = Math.round(width * ratio)
      element.height = Math.round(height * ratio)
      ctx.setTransform(ratio, 0, 0, ratio, 0, 0)
      paintInstant(ctx, instant, inks, width, height)
    }
    let whole = instants.current.length > 1
    const timer = setInterval(() => {
      const { length } = instants.current
      if (still || !whole) return show(instants.current.at(-1))
      show(instants.current[at++ % length])
    }, FRAME_MS)
    let leave: (() => void) | undefined
    const seen = new IntersectionObserver(([entry]) => {
      if (whole || leave !== undefined || entry?.isIntersecting !== true) return
      const leaveGlance = queueUp(GLANCES_FIRST + order, done => glance(connect, scenario, instant => {
        instants.current = [instant]
        done()
      }))
      const leaveRecording = queueUp(order, done => record(connect, scenario, (instant, last) => {
        instants.current.push(instant)
        if (!last) return
        whole = true
        done()
      }))
      leave = () => { leaveGlance(); leaveRecording() }
    })
    seen.observe(element)
    return () => { seen.disconnect(); clearInterval(timer); leave?.(); if (!whole) instants.current = [] }
  }, [connect, scenario, order, still, look])
  return <canvas ref={canvas} className={styles.thumbnail} aria-hidden="true" />
})
