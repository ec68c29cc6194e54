import { X } from 'lucide-react'
import { Tabs } from 'radix-ui'
import { memo, type ReactNode } from 'react'
import type { AnswerTo, ObjectRef } from '../../../protocol/index.ts'
import { useWhy } from '../../actions/ask-why.ts'
import { useText } from '../../i18n/text.ts'
import { useAnswer, useChange, useEngine, useSession, useSettings } from '../../store/glass.ts'
import type { InspectorTab } from '../../store/settings.ts'
import controls from '../../styles/controls.module.css'
import styles from './inspector.module.css'
import { WhyTab } from './WhyTab.tsx'

const TABS = ['why', 'gap', 'yaml', 'events', 'tree'] as const satisfies readonly InspectorTab[]

/** One object, or one event: why it is so, what is wished and what is, its YAML with its writers, its events and its family. */
export const Inspector = memo(function Inspector() {
  const t = useText()
  const selected = useSession(session => session.selected)
  const why = useWhy()
  const tab = useSettings(settings => settings.inspectorTab)
  const change = useChange()
  const object = why.object ?? selected
  const answer = useAnswer(object === undefined ? undefined : ({ ask: 'object', object } as const))
  return (
    <Tabs.Root className={styles.inspector} value={tab} onValueChange={value => change(draft => { draft.inspectorTab = value as InspectorTab })}>
      <header className={styles.head}>
        {object === undefined ? <p className={styles.quiet}>{t('inspector.empty')}</p> : <h2><small>{object.resource}</small><span className="mono">{object.namespace === '' ? '' : `${object.namespace}/`}{object.name}</span></h2>}
        <button type="button" className={controls.icon} aria-label={t('inspector.close')} title={t('inspector.close')} onClick={() => change(draft => { draft.inspectorOpen = false })}><X size={15} aria-hidden="true" /></button>
      </header>
      <Tabs.List className={styles.tabs} aria-label={t('region.inspector')}>{TABS.map(one => <Tabs.Trigger key={one} value={one} className={styles.tab}>{t(`tab.${one}`)}</Tabs.Trigger>)}</Tabs.List>
      <Tabs.Content value="why" className={styles.content}><WhyTab object={object} /></Tabs.Content>
      <Tabs.Content value="gap" className={styles.content}>{answer && <Gaps answer={answer} />}</Tabs.Content>
      <Tabs.Content value="yaml" className={styles.content}>{answer && <Yaml answer={answer} />}</Tabs.Content>
      <Tabs.Content value="events" className={styles.content}>{answer && <Events answer={answer} />}</Tabs.Content>
      <Tabs.Content value="tree" className={styles.content}>{answer && <Tree answer={answer} object={object} />}</Tabs.Content>
    </Tabs.Root>
  )
})

type Answered = { readonly answer: AnswerTo<'object'> }

function Gaps({ answer }: Answered) {
  const t = useText()
  return (
    <>
      {answer.gaps.length === 0 ? <p className={styles.quiet}>{t('inspector.settled')}</p> : (
        <table className={styles.table}>
          <thead><tr><td /><th scope="col">{t('inspector.desired')}</th><th scope="col">{t('inspector.observed')}</th><th scope="col">{t('gap.loop')}</th></tr></thead>
          <tbody>{answer.gaps.map(gap => <tr key={`${gap.object.resource}/${gap.object.name}/${gap.field}`} data-state={gap.state}><th scope="row"><span className="mono">{gap.object.name}</span><small>{gap.field}</small></th><td className="mono">{gap.desired}</td><td className="mono">{gap.observed}</td><td>{t(`gap.${gap.state}`)}<small>{gap.loop}</small></td></tr>)}</tbody>
        </table>
      )}
      {answer.conditions.length > 0 && (
        <Section title={t('inspector.conditions')}>
          <ol className={styles.conditions}>{answer.conditions.map(one => <li key={one.type} data-status={one.status}><b>{one.type}</b><span>{one.status}{one.reason && ` · ${one.reason}`}</span><time>{(one.at / 1e6).toFixed(0)} s</time>{one.message && <p>{one.message}</p>}</li>)}</ol>
        </Section>
      )}
      <Section title={t('inspector.fidelity')}><details><summary>{answer.fidelity.length}</summary><ul className={styles.fidelity}>{answer.fidelity.map(one => <li key={one}>{one}</li>)}</ul></details></Section>
    </>
  )
}

function Yaml({ answer }: Answered) {
  const t = useText()
  if (answer.yaml.length === 0) return <p className={styles.quiet}>{t('inspector.noYaml')}</p>
  const managers = [...new Set(answer.yaml.flatMap(line => (line.manager === undefined ? [] : [line.manager])))]
  return (
    <>
      <button type="button" className={controls.button} onClick={() => void navigator.clipboard?.writeText(answer.yaml.map(line => line.text).join('\n'))}>{t('inspector.copy')}</button>
      <ul className={styles.managers}>{managers.map((manager, hue) => <li key={manager} data-hue={hue % 6}>{manager}</li>)}</ul>
      <div className={styles.yaml} tabIndex={0} role="region" aria-label={t('tab.yaml')}>
        {answer.yaml.map((line, index) => <pre key={`${index} ${line.path}`} data-hue={line.manager === undefined ? undefined : managers.indexOf(line.manager) % 6} title={line.manager === undefined ? undefined : t('inspector.writer', { manager: line.manager })}>{line.text}</pre>)}
      </div>
    </>
  )
}

function Events({ answer }: Answered) {
  const t = useText()
  if (answer.events.length === 0) return <p className={styles.quiet}>{t('inspector.noEvents')}</p>
  return <ol className={styles.events}>{answer.events.map(event => <li key={`${event.at} ${event.reason} ${event.message}`} data-type={event.type}><b>{event.reason}</b>{event.count > 1 && ` ×${event.count}`}<time>{(event.at / 1e6).toFixed(0)} s</time><p>{event.message}</p><small>{event.source}</small></li>)}</ol>
}

function Tree({ answer, object }: Answered & { readonly object: ObjectRef | undefined }) {
  const t = useText()
  const engine = useEngine()
  const row = (node: AnswerTo<'object'>['owners'][number], depth: number) => (
    <li key={`${node.object.resource}/${node.object.name}`} style={{ paddingLeft: 14 * depth }}><button type="button" onClick={() => engine.command({ do: 'select', object: node.object })}><small>{node.kind}</small> <span className="mono">{node.object.name}</span></button><em>{node.status}</em></li>
  )
  const base = answer.owners.length
  return (
    <>
      <Section title={t('inspector.owners')}>
        <ul className={styles.tree}>
          {answer.owners.map((node, depth) => row(node, depth))}
          {object !== undefined && <li aria-current="true" style={{ paddingLeft: 14 * base }}><span className="mono">{object.name}</span></li>}
          {answer.dependants.map(node => row(node, base + node.depth))}
        </ul>
      </Section>
      {answer.selected.length > 0 && <Section title={t('inspector.matches')}><ul className={styles.tree} data-dotted="true">{answer.selected.map(node => row(node, 0))}</ul></Section>}
    </>
  )
}

const Section = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => <section className={styles.section}><h3 className={controls.heading}>{title}</h3>{children}</section>
