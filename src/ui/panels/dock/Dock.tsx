import { ChevronDown, ChevronUp } from 'lucide-react'
import { Tabs } from 'radix-ui'
import { lazy, memo, Suspense, useEffect, useRef, useState } from 'react'
import { ExportMenu } from '../../exports/ExportMenu.tsx'
import { useText } from '../../i18n/text.ts'
import { useChange, useSettings } from '../../store/glass.ts'
import type { DockTab } from '../../store/settings.ts'
import styles from './dock.module.css'
import { Terminal } from './Terminal.tsx'

const Swimlanes = lazy(async () => ({ default: (await import('./Swimlanes.tsx')).Swimlanes }))
const EtcdLog = lazy(async () => ({ default: (await import('./EtcdLog.tsx')).EtcdLog }))
const SchedulerTable = lazy(async () => ({ default: (await import('./SchedulerTable.tsx')).SchedulerTable }))
const EditorTab = lazy(async () => ({ default: (await import('../../editor/EditorTab.tsx')).EditorTab }))

const TABS = ['terminal', 'swimlanes', 'etcd', 'scheduler', 'editor'] as const satisfies readonly DockTab[]
/** From this width on, the terminal and the swimlanes stand side by side. */
const TWO_PANES = 640

/** The panels under the stage: the terminal, and three ways to look closer. */
export const Dock = memo(function Dock() {
  const t = useText()
  const dockOpen = useSettings(settings => settings.dockOpen)
  const dockTab = useSettings(settings => settings.dockTab)
  const change = useChange()
  const [root, wide] = useWide()
  const tab = TABS.includes(dockTab as never) ? dockTab : 'terminal'
  const both = wide && tab === 'terminal'
  const fold = t(dockOpen ? 'dock.fold' : 'dock.unfold')
  return (
    <Tabs.Root ref={root} className={styles.dock} value={tab} onValueChange={value => change(draft => { draft.dockTab = value as DockTab; draft.dockOpen = true })}>
      <div className={styles.bar}>
        <Tabs.List className={styles.tabs} aria-label={t('region.dock')}>
          {TABS.map(one => <Tabs.Trigger key={one} value={one} data-tab={one} className={styles.tab} data-beside={both && one === 'swimlanes'}>{t(`dock.${one}`)}</Tabs.Trigger>)}
        </Tabs.List>
        <span className={styles.side}><ExportMenu /></span>
        <button type="button" className={styles.fold} aria-label={fold} title={fold} aria-expanded={dockOpen} onClick={() => change(draft => { draft.dockOpen = !dockOpen })}>
          {dockOpen ? <ChevronDown size={16} aria-hidden="true" /> : <ChevronUp size={16} aria-hidden="true" />}
        </button>
      </div>
      <Tabs.Content value="terminal" forceMount className={styles.content} hidden={tab !== 'terminal' || !dockOpen} data-both={both}>
        <Terminal />
        {both && dockOpen && <div className={styles.beside}><Suspense fallback={null}><Swimlanes brief /></Suspense></div>}
      </Tabs.Content>
      {dockOpen && tab !== 'terminal' && (
        <Tabs.Content value={tab} className={styles.content}>
          <Suspense fallback={null}>{tab === 'swimlanes' ? <Swimlanes /> : tab === 'etcd' ? <EtcdLog /> : tab === 'editor' ? <EditorTab /> : <SchedulerTable />}</Suspense>
        </Tabs.Content>
      )}
    </Tabs.Root>
  )
})

function useWide() {
  const root = useRef<HTMLDivElement>(null)
  const [wide, setWide] = useState(false)
  useEffect(() => {
    const watched = root.current
    if (watched === null) return
    const observer = new ResizeObserver(() => setWide(watched.clientWidth >= TWO_PANES))
    observer.observe(watched)
    return () => observer.disconnect()
  }, [])
  return [root, wide] as const
}
