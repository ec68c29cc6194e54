import { ChevronDown, ChevronUp } from 'lucide-react'
import { Tabs } from 'radix-ui'
import { lazy, memo, Suspense } from 'react'
import { useText } from '../../i18n/text.ts'
import { useChange, useSettings } from '../../store/glass.ts'
import type { DockTab } from '../../store/settings.ts'
import styles from './dock.module.css'
import { Terminal } from './Terminal.tsx'

const Swimlanes = lazy(async () => ({ default: (await import('./Swimlanes.tsx')).Swimlanes }))
const EtcdLog = lazy(async () => ({ default: (await import('./EtcdLog.tsx')).EtcdLog }))
const SchedulerTable = lazy(async () => ({ default: (await import('./SchedulerTable.tsx')).SchedulerTable }))

const TABS = ['terminal', 'swimlanes', 'etcd', 'scheduler'] as const satisfies readonly DockTab[]

/** The panels under the stage: the terminal, and three ways to look closer. */
export const Dock = memo(function Dock() {
  const t = useText()
  const { dockOpen, dockTab } = useSettings(settings => settings)
  const change = useChange()
  const tab = TABS.includes(dockTab as never) ? dockTab : 'terminal'
  const fold = t(dockOpen ? 'dock.fold' : 'dock.unfold')
  return (
    <Tabs.Root className={styles.dock} value={tab} onValueChange={value => change(draft => { draft.dockTab = value as DockTab; draft.dockOpen = true })}>
      <div className={styles.bar}>
        <Tabs.List className={styles.tabs} aria-label={t('region.dock')}>
          {TABS.map(one => <Tabs.Trigger key={one} value={one} className={styles.tab}>{t(`dock.${one}`)}</Tabs.Trigger>)}
        </Tabs.List>
        <button type="button" className={styles.fold} aria-label={fold} title={fold} aria-expanded={dockOpen} onClick={() => change(draft => { draft.dockOpen = !dockOpen })}>
          {dockOpen ? <ChevronDown size={16} aria-hidden="true" /> : <ChevronUp size={16} aria-hidden="true" />}
        </button>
      </div>
      <Tabs.Content value="terminal" forceMount className={styles.content} hidden={tab !== 'terminal' || !dockOpen}><Terminal /></Tabs.Content>
      {dockOpen && tab !== 'terminal' && (
        <Tabs.Content value={tab} className={styles.content}>
          <Suspense fallback={null}>{tab === 'swimlanes' ? <Swimlanes /> : tab === 'etcd' ? <EtcdLog /> : <SchedulerTable />}</Suspense>
        </Tabs.Content>
      )}
    </Tabs.Root>
  )
})
