import { memo } from 'react'
import { useText, type TextKey } from '../i18n/text.ts'
import styles from './fleet.module.css'

const MARKS = ['ready', 'starting', 'failing', 'notReady', 'unknown', 'noExecute', 'cordoned'] as const

export const FleetLegend = memo(function FleetLegend() {
  const t = useText()
  return (
    <footer className={styles.legend}>
      <ul aria-label={t('legend.title')}>{MARKS.map(mark => <li key={mark}><i data-mark={mark} />{t(`fleet.legend.${mark}` as TextKey)}</li>)}</ul>
      <span>{t('fleet.help')}</span>
    </footer>
  )
})
