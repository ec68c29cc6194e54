import { ChevronUp } from 'lucide-react'
import { lazy, memo, Suspense, useEffect, useState } from 'react'
import { useWhyStore } from '../actions/ask-why.ts'
import { useText } from '../i18n/text.ts'
import { Story } from '../panels/story/Story.tsx'
import { Terminal } from '../panels/dock/Terminal.tsx'
import { useGlass, useSession } from '../store/glass.ts'
import type { DockTab } from '../store/settings.ts'
import styles from './sheet.module.css'

const Inspector = lazy(async () => ({ default: (await import('../panels/inspector/Inspector.tsx')).Inspector }))
const Swimlanes = lazy(async () => ({ default: (await import('../panels/dock/Swimlanes.tsx')).Swimlanes }))
const EtcdLog = lazy(async () => ({ default: (await import('../panels/dock/EtcdLog.tsx')).EtcdLog }))
const SchedulerTable = lazy(async () => ({ default: (await import('../panels/dock/SchedulerTable.tsx')).SchedulerTable }))

const DETENTS = ['156px', '50dvh', '82dvh'] as const
const LABELS = { story: 'region.story', terminal: 'dock.terminal', why: 'tab.why', swimlanes: 'dock.swimlanes', etcd: 'dock.etcd', scheduler: 'dock.scheduler' } as const
type Tab = keyof typeof LABELS
type Closer = Extract<DockTab, 'swimlanes' | 'etcd' | 'scheduler'>
const CLOSER: readonly string[] = ['swimlanes', 'etcd', 'scheduler'] satisfies readonly Closer[]

/** On a phone the panels are one sheet over the stage, in three sizes; one of them at a time. */
export const Sheet = memo(function Sheet() {
  const t = useText()
  const [detent, setDetent] = useState(0)
  const [tab, setTab] = useState<Tab>('story')
  const [closer, setCloser] = useState<Closer>('swimlanes')
  const why = useWhyStore()
  const isAsked = useSession(({ story }) => story?.prediction !== undefined && (story.prediction.right === undefined || story.prediction.chosen !== undefined))
  // A question needs room for its choices, and an answer for the verdict.
  const size = isAsked && tab === 'story' ? Math.max(1, detent) : detent
  const { settings } = useGlass()
  const show = (next: Tab) => {
    setTab(next)
    setDetent(old => old || 1)
    // Here the dock is open as long as one of its panels is in the sheet, so that asking for it again is heard.
    settings.change(draft => { draft.dockOpen = next === 'terminal' || CLOSER.includes(next) })
  }
  // Who asks why, or for a panel, from wherever, wants to see the answer.
  useEffect(() => why.subscribe(() => show('why')), [why])
  useEffect(() => settings.subscribe((now, before) => {
    if (!now.dockOpen || (before.dockOpen && now.dockTab === before.dockTab)) return
    if (CLOSER.includes(now.dockTab)) setCloser(now.dockTab as Closer)
    else if (now.dockTab !== 'terminal') return
    setTab(now.dockTab as Tab)
    setDetent(old => old || 1)
  }), [settings])
  const choose = (next: Tab) => {
    if (next === 'terminal' || CLOSER.includes(next)) settings.change(draft => { draft.dockTab = next as DockTab })
    show(next)
  }
  return (
    <nav id="story" className={styles.sheet} style={{ height: DETENTS[size] }} aria-label={t('region.story')}>
      <div className={styles.head}>
        <div className={styles.tabs}>{(['story', 'terminal', 'why', closer] as const).map(id => <button key={id} type="button" aria-pressed={tab === id} onClick={() => choose(id)}>{t(LABELS[id])}</button>)}</div>
        <button type="button" className={styles.size} data-high={size === DETENTS.length - 1} aria-label={t('sheet.size')} onClick={() => setDetent((size + 1) % DETENTS.length)}><ChevronUp size={18} aria-hidden="true" /></button>
      </div>
      <div className={styles.inside} data-tab={tab}>{tab === 'story' ? <Story phone /> : tab === 'terminal' ? <Terminal /> : <Suspense fallback={null}>{tab === 'why' ? <Inspector /> : tab === 'swimlanes' ? <Swimlanes /> : tab === 'etcd' ? <EtcdLog /> : <SchedulerTable />}</Suspense>}</div>
    </nav>
  )
})
