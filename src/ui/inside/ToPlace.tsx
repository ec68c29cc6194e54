import type { ReactNode } from 'react'
import type { PlaceId } from '../../protocol/index.ts'
import { useText } from '../i18n/text.ts'
import { useStageStore } from '../store/stage-ui.ts'
import { zoomTo } from './levels.ts'
import styles from './near.module.css'

/** A door from one place into the next: the camera goes towards where it is drawn. */
export function ToPlace({ place, children, className = styles.door, label }: { readonly place: PlaceId; readonly children: ReactNode; readonly className?: string; readonly label?: string }) {
  const t = useText()
  const store = useStageStore()
  return <button type="button" className={className} data-place={place} aria-label={label} title={t('inside.enter')} onClick={() => zoomTo(store, place)}>{children}</button>
}
