import { Maximize2 } from 'lucide-react'
import { useText } from '../i18n/text.ts'
import { zoomInto } from '../inside/zoom.ts'
import { useStageStore } from '../store/stage-ui.ts'
import styles from './stage.module.css'

/** The corner of a card that leads inside, for the mouse; the keyboard has Enter. */
export function ZoomInto({ thing }: { readonly thing: string }) {
  const t = useText()
  const store = useStageStore()
  return <button type="button" tabIndex={-1} className={styles.zoomInto} title={t('inside.open')} onClick={event => { event.stopPropagation(); zoomInto(store, thing) }}><Maximize2 size={13} aria-hidden="true" /></button>
}
