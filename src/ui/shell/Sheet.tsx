import { memo, useState } from 'react'
import { useText } from '../i18n/text.ts'
import { Story } from '../panels/story/Story.tsx'
import styles from './sheet.module.css'

const DETENTS = ['156px', '50dvh', '82dvh'] as const

/** On a phone the story is a sheet over the stage, in three sizes. */
export const Sheet = memo(function Sheet() {
  const t = useText()
  const [detent, setDetent] = useState(0)
  return (
    <nav id="story" className={styles.sheet} style={{ height: DETENTS[detent] }} aria-label={t('region.story')}>
      <button type="button" className={styles.handle} aria-label={t('sheet.size')} onClick={() => setDetent((detent + 1) % DETENTS.length)}><i /></button>
      <div className={styles.inside}><Story phone /></div>
    </nav>
  )
})
