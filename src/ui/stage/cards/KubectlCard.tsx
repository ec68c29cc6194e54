import { memo } from 'react'
import { KindGlyph } from '../../glyphs/KindGlyph.tsx'
import { useText } from '../../i18n/text.ts'
import { useView } from '../../store/glass.ts'
import { useActing } from '../acting.ts'
import styles from './cards.module.css'

export const KubectlCard = memo(function KubectlCard() {
  const t = useText()
  const view = useView('kubectl', 'kubectl')
  const line = (view?.line ?? '').replace(/^kubectl\s+/, '')
  return (
    <div className={styles.you} data-thing="kubectl" data-act={useActing('kubectl')}>
      <div className={styles.head}><KindGlyph kind="client" own /><b>kubectl</b><span className={styles.side}>{t('box.you')}</span></div>
      {line === '' ? <p className={styles.quiet}>{t('box.idle')}</p> : <p className={styles.command}>{line}</p>}
    </div>
  )
})
