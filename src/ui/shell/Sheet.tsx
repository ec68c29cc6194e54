import { lazy, memo, Suspense, useEffect, useState } from 'react'
import { useWhyStore } from '../actions/ask-why.ts'
import { useText } from '../i18n/text.ts'
import { Story } from '../panels/story/Story.tsx'
import { Terminal } from '../panels/dock/Terminal.tsx'
import styles from './sheet.module.css'

const Inspector = lazy(async () => ({ default: (await import('../panels/inspector/Inspector.tsx')).Inspector }))

const DETENTS = ['156px', '50dvh', '82dvh'] as const
const TABS = [['story', 'region.story'], ['terminal', 'dock.terminal'], ['why', 'tab.why']] as const

/** On a phone the panels are one sheet over the stage, in three sizes; one of them at a time. */
export const Sheet = memo(function Sheet() {
  const t = useText()
  const [detent, setDetent] = useState(0)
  const [tab, setTab] = useState<(typeof TABS)[number][0]>('story')
  const why = useWhyStore()
  // Who asks why, from wherever, wants to see the answer.
  useEffect(() => why.subscribe(() => { setTab('why'); setDetent(old => old || 1) }), [why])
  return (
    <nav id="story" className={styles.sheet} style={{ height: DETENTS[detent] }} aria-label={t('region.story')}>
      <button type="button" className={styles.handle} aria-label={t('sheet.size')} onClick={() => setDetent((detent + 1) % DETENTS.length)}><i /></button>
      <div className={styles.tabs}>{TABS.map(([id, label]) => <button key={id} type="button" aria-pressed={tab === id} onClick={() => { setTab(id); if (detent === 0) setDetent(1) }}>{t(label)}</button>)}</div>
      <div className={styles.inside}>{tab === 'story' ? <Story phone /> : tab === 'terminal' ? <Terminal /> : <Suspense fallback={null}><Inspector /></Suspense>}</div>
    </nav>
  )
})
