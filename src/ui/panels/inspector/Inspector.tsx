import { Tabs } from 'radix-ui'
import { lazy, memo, Suspense } from 'react'
import { useWhy } from '../../actions/ask-why.ts'
import { useOpenEditor } from '../../actions/open-editor.ts'
import { useText } from '../../i18n/text.ts'
import { useAnswer, useChange, useFleet, useSession, useSettings } from '../../store/glass.ts'
import type { InspectorTab } from '../../store/settings.ts'
import { Conditions } from './Conditions.tsx'
import { EventsTab } from './EventsTab.tsx'
import { Fidelity } from './Fidelity.tsx'
import { Gaps } from './Gaps.tsx'
import { Header } from './Header.tsx'
import styles from './inspector.module.css'
import { TreeTab } from './TreeTab.tsx'
import { WhyTab } from './WhyTab.tsx'
import { YamlTab } from './YamlTab.tsx'

const Charts = lazy(async () => ({ default: (await import('../../fleet/Charts.tsx')).Charts }))

const TABS = ['why', 'gap', 'yaml', 'events', 'tree'] as const satisfies readonly InspectorTab[]

/** One object, or one event: why it is so, what is wished and what is, its YAML with its writers, its events and its family. */
export const Inspector = memo(function Inspector() {
  const t = useText()
  const selected = useSession(session => session.selected)
  const why = useWhy()
  const tab = useSettings(settings => settings.inspectorTab)
  const change = useChange()
  const object = why.object ?? selected
  const edit = useOpenEditor()
  const answer = useAnswer(object === undefined ? undefined : ({ ask: 'object', object } as const))
  const large = useFleet(fleet => fleet.plan !== undefined)
  if (large && object === undefined && why.event === undefined) return <Suspense fallback={null}><Charts /></Suspense>
  const nothing = <p className={styles.quiet}>{t('inspector.empty')}</p>
  return (
    <Tabs.Root className={styles.inspector} value={tab} onValueChange={value => change(draft => { draft.inspectorTab = value as InspectorTab })}>
      <Header object={object} answer={answer} />
      <Tabs.List className={styles.tabs} aria-label={t('region.inspector')}>{TABS.map(one => <Tabs.Trigger key={one} value={one} className={styles.tab}>{t(`tab.${one}`)}</Tabs.Trigger>)}</Tabs.List>
      <Tabs.Content value="why" className={styles.content}><WhyTab object={object} answer={answer} /></Tabs.Content>
      <Tabs.Content value="gap" className={styles.content}>{object === undefined ? nothing : answer && <><Gaps answer={answer} /><Conditions rows={answer.conditions} /><Fidelity sentences={answer.fidelity} /></>}</Tabs.Content>
      <Tabs.Content value="yaml" className={styles.content}>{object === undefined ? nothing : answer && <YamlTab object={object} lines={answer.yaml} onEdit={() => edit({ open: 'object', object })} />}</Tabs.Content>
      <Tabs.Content value="events" className={styles.content}>{object === undefined ? nothing : answer && <EventsTab events={answer.events} />}</Tabs.Content>
      <Tabs.Content value="tree" className={styles.content}>{object === undefined ? nothing : answer && <TreeTab answer={answer} object={object} />}</Tabs.Content>
    </Tabs.Root>
  )
})
