import { Minus, Plus } from 'lucide-react'
import { memo, useEffect } from 'react'
import { useStore } from 'zustand'
import { useText } from '../i18n/text.ts'
import { isTyping } from '../shell/keys.ts'
import { useGlass } from '../store/glass.ts'
import { isNearest, isWhole, type Sight } from './camera.ts'
import styles from './fleet.module.css'
import type { FleetCamera } from './use-camera.ts'

/** Nearer, farther, and the whole again; with +, - and 0 as well. */
export const ZoomButtons = memo(function ZoomButtons({ sight, camera }: { readonly sight: Sight; readonly camera: FleetCamera }) {
  const t = useText()
  const view = useStore(camera.store)
  const { settings } = useGlass()
  useEffect(() => {
    // Before the keys of the levels, which know only places with walls.
    const listen = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || !settings.getState().singleKeys) return
      if (event.key === '+' || event.key === '=') camera.press(1)
      else if (event.key === '-') camera.press(-1)
      else if (event.key === '0') camera.fit()
      else return
      event.preventDefault()
    }
    addEventListener('keydown', listen, { capture: true })
    return () => removeEventListener('keydown', listen, { capture: true })
  }, [camera, settings])
  const all = isWhole(sight, view)
  return (
    <div className={styles.zoom}>
      <button type="button" aria-label={t('zoom.out')} title={`${t('zoom.out')} (-)`} aria-disabled={all} onClick={() => camera.press(-1)}><Minus size={14} aria-hidden="true" /></button>
      <button type="button" aria-label={t('zoom.fit')} title={`${t('zoom.fit')} (0)`} onClick={camera.fit}>{all ? t('inside.fleet') : `${Math.round(view.scale * 100)} %`}</button>
      <button type="button" aria-label={t('zoom.in')} title={`${t('zoom.in')} (+)`} aria-disabled={isNearest(sight, view)} onClick={() => camera.press(1)}><Plus size={14} aria-hidden="true" /></button>
    </div>
  )
})
