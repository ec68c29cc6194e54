import { useEffect, useRef } from 'react'
import type { StoreApi } from 'zustand/vanilla'
import { useSettings } from '../store/glass.ts'
import type { Laser } from './laser.ts'
import styles from './presenter.module.css'

const TRAIL = 14

/** A red dot in place of the pointer, wherever the audience's mouse or the speaker's hand is; with a short trail, unless motion is reduced. It never takes a click. */
export function LaserDot({ laser }: { readonly laser: StoreApi<Laser> }) {
  const dot = useRef<HTMLDivElement>(null)
  const trail = useRef<SVGPolylineElement>(null)
  const still = useSettings(settings => settings.motion !== 'full')
  useEffect(() => {
    const places: string[] = []
    let fading: ReturnType<typeof setTimeout> | undefined
    const draw = () => {
      const { at } = laser.getState()
      if (at === undefined || dot.current === null) return
      const [x, y] = [at.x * innerWidth, at.y * innerHeight]
      Object.assign(dot.current.style, { left: `${x}px`, top: `${y}px`, visibility: 'visible' })
      Object.assign(dot.current.dataset, { x: at.x.toFixed(3), y: at.y.toFixed(3) })
      if (trail.current === null) return
      places.push(`${x},${y}`)
      if (places.length > TRAIL) places.shift()
      trail.current.setAttribute('points', places.join(' '))
      clearTimeout(fading)
      fading = setTimeout(() => { places.length = 0; trail.current?.setAttribute('points', '') }, 160)
    }
    const moved = ({ clientX, clientY }: PointerEvent) => laser.setState({ at: { x: clientX / innerWidth, y: clientY / innerHeight } })
    const leave = laser.subscribe(draw)
    addEventListener('pointermove', moved)
    document.documentElement.dataset.laser = 'on'
    draw()
    return () => {
      leave()
      removeEventListener('pointermove', moved)
      clearTimeout(fading)
      delete document.documentElement.dataset.laser
    }
  }, [laser, still])
  return <div aria-hidden="true" className={styles.laser} data-testid="laser">{!still && <svg><polyline ref={trail} fill="none" /></svg>}<div ref={dot} /></div>
}
