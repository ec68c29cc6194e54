import { memo } from 'react'
import type { AnswerTo, GapRow } from '../../../protocol/index.ts'
import { useAskWhy } from '../../actions/ask-why.ts'
import { useText } from '../../i18n/text.ts'
import { useEngine } from '../../store/glass.ts'
import styles from './inspector.module.css'

const WORDS: Readonly<Record<string, string>> = { deployments: 'Deployment', replicasets: 'ReplicaSet', pods: 'Pod', nodes: 'Node' }

/** Desired against observed along the family of an object; what agrees is folded. */
export const Gaps = memo(function Gaps({ answer, brief = false }: { readonly answer: AnswerTo<'object'>; readonly brief?: boolean }) {
  const t = useText()
  const differing = answer.gaps.filter(({ state }) => state !== 'settled')
  const settled = answer.gaps.filter(({ state }) => state === 'settled')
  if (brief) return <Table rows={answer.gaps.slice(0, 5)} />
  return (
    <>
      {differing.length === 0 ? <p className={styles.quiet}>{t('inspector.settled')}</p> : <Table rows={differing} />}
      {settled.length > 0 && <details className={styles.fold}><summary>{t('inspector.settledRows', { count: settled.length })}</summary><Table rows={settled} /></details>}
    </>
  )
})

function Table({ rows }: { readonly rows: readonly GapRow[] }) {
  const t = useText()
  const engine = useEngine()
  return (
    <table className={styles.table}>
      <thead><tr><td /><th scope="col">{t('inspector.desired')}</th><th scope="col">{t('inspector.observed')}</th><th scope="col" className={styles.last}>{t('gap.loop')}</th></tr></thead>
      <tbody>
        {rows.map(gap => (
          <tr key={`${gap.object.resource}/${gap.object.name}/${gap.field}`} data-state={gap.state}>
            <th scope="row"><button type="button" onClick={() => engine.command({ do: 'select', object: gap.object })}>{WORDS[gap.object.resource] ?? gap.object.resource} <span className="mono">{shortName(gap.object.name)}</span></button><small>{gap.field}</small></th>
            <td className="mono">{gap.desired}<Ask gap={gap} of="desired" /></td><td className="mono">{gap.observed || t('inspector.nobody')}<Ask gap={gap} of="observed" /></td>
            <td className={styles.last}>{t(`gap.${gap.state}`)}<small>{gap.loop}</small></td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** Leads to the write that brought what is wished, or what is. What nobody wrote yet is asked for what it waits for. */
function Ask({ gap: { object, field, desired, desiredBy, observed, observedBy }, of }: { readonly gap: GapRow; readonly of: 'desired' | 'observed' }) {
  const t = useText()
  const askWhy = useAskWhy()
  const [value, fields] = of === 'desired' ? [desired, desiredBy] : [observed, observedBy]
  const said = `${field}: ${value || t('inspector.nobody')}`
  return <button type="button" className={styles.ask} aria-label={t(of === 'desired' ? 'gap.whyDesired' : 'gap.whyObserved', { name: object.name, said })} onClick={() => askWhy(fields.length === 0 ? { object } : { object, fields, said })}>{t('caption.why')}</button>
}

/** What tells siblings apart: the last part of a generated name. */
const shortName = (name: string): string => (/-[a-z0-9]{5,10}$/.test(name) ? name.slice(name.lastIndexOf('-') + 1) : name)
