import { memo } from 'react'
import { KindGlyph } from '../../glyphs/KindGlyph.tsx'
import { useText } from '../../i18n/text.ts'
import { useView } from '../../store/glass.ts'
import { useActing } from '../acting.ts'
import styles from './cards.module.css'

export const SchedulerCard = memo(function SchedulerCard() {
  const t = useText()
  const view = useView('scheduler', 'scheduler')
  const best = view?.scores.reduce((most, one) => Math.max(most, one.score), 1) ?? 1
  const state = view === undefined ? '' : !view.up ? t('box.down') : view.paused ? t('box.paused') : ''
  const waiting = view === undefined ? 0 : view.active + view.backoff + view.unschedulable
  return (
    <div className={styles.card} data-thing="scheduler" data-act={useActing('scheduler')}>
      <div className={styles.head}><KindGlyph kind="scheduler" /><b>kube-scheduler</b><span className={styles.side}>{state || (waiting > 0 ? <i className={styles.badge} style={{ fontStyle: 'normal' }}>{waiting}</i> : '')}</span></div>
      {view === undefined || view.scores.length === 0
        ? <p className={styles.quiet}>{t(view !== undefined && view.unschedulable > 0 ? 'box.nothingFits' : 'box.noDecision')}</p>
        : <div className={styles.scores}>{[...view.scores].sort((a, b) => (a.node < b.node ? -1 : 1)).slice(0, 3).map(one => (
          <div key={one.node} className={styles.score} data-chosen={one.chosen}>
            <span>{one.node}</span><i><u style={{ width: `${Math.max(2, Math.round((one.score / best) * 100))}%` }} /></i><em>{view.scores.length === 1 ? t('box.onlyFit') : one.score}</em>
          </div>
        ))}</div>}
    </div>
  )
})
