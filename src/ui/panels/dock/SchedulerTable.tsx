import { memo, useState } from 'react'
import type { SchedulerReport } from '../../../protocol/index.ts'
import { KindGlyph } from '../../glyphs/KindGlyph.tsx'
import { useText } from '../../i18n/text.ts'
import { useAnswer, useEngine } from '../../store/glass.ts'
import controls from '../../styles/controls.module.css'
import { Moment } from '../Moment.tsx'
import { seconds } from '../names.ts'
import { differing, refusers } from './differing.ts'
import styles from './scheduler.module.css'

type Node = SchedulerReport['nodes'][number]
type Plugin = SchedulerReport['plugins'][number]

/** One attempt of the scheduler: nodes down, plugins across, only those columns that tell nodes apart. */
export const SchedulerTable = memo(function SchedulerTable() {
  const t = useText()
  const engine = useEngine()
  const [pod, setPod] = useState<string>()
  const [all, setAll] = useState(false)
  const answer = useAnswer({ ask: 'scheduler', pod } as const)
  const report = answer?.report
  if (answer === undefined) return null
  if (report === undefined) return <p className={styles.empty}>{t('scheduler.empty')}</p>
  const scores = all ? report.plugins : differing(report)
  const filters = refusers(report)
  const folded = report.plugins.length - differing(report).length
  const best = Math.max(1, ...report.nodes.map(({ total }) => total))
  return (
    <div className={styles.panel}>
      <p className={styles.bar}>
        <label>{t('scheduler.pod')} <select value={pod ?? report.pod} onChange={event => setPod(event.target.value)}>{[...new Set(answer.pods)].reverse().map(one => <option key={one}>{one}</option>)}</select></label>
        <span>{report.chosen === undefined ? t('scheduler.unschedulable', { reason: report.message }) : t('scheduler.chosen', { node: report.chosen })}</span>
        {report.at < 0 ? <Moment at={report.at} /> : <button type="button" className={styles.seek} onClick={() => engine.command({ do: 'seek', to: { at: report.at } })}>{t('scheduler.seek', { seconds: seconds(report.at) })}</button>}
      </p>
      <div className={styles.scroller} tabIndex={0} role="region" aria-label={t('dock.scheduler')}>
        <table className={styles.table}>
          <caption className="hidden-visually">{t('scheduler.caption', { pod: report.pod })}</caption>
          <thead>
            {filters.length + scores.length > 0 && <tr className={styles.gates}><td />{filters.length > 0 && <th scope="colgroup" colSpan={filters.length}>{t('scheduler.gate1')}</th>}{scores.length > 0 && <th scope="colgroup" colSpan={scores.length}>{t('scheduler.gate2')}</th>}<td /></tr>}
            <tr><th scope="col">{t('scheduler.node')}</th>{filters.map(name => <th key={name} scope="col" className={styles.plugin}>{words(name)}</th>)}{scores.map(({ name, weight }) => <th key={name} scope="col" className={styles.plugin}>{words(name)}{weight !== 1 && <b> ×{weight}</b>}</th>)}<th scope="col" className={styles.total}>{t('scheduler.total')}</th></tr>
          </thead>
          <tbody>{[...report.nodes].sort((a, b) => b.total - a.total || (a.node < b.node ? -1 : 1)).map(node => <Row key={node.node} node={node} report={report} filters={filters} scores={scores} best={best} />)}</tbody>
        </table>
        {folded > 0 && <p className={styles.folded}>{t('scheduler.othersEqual', { count: folded })} <button type="button" className={controls.button} aria-expanded={all} onClick={() => setAll(!all)}>{t(all ? 'scheduler.fewer' : 'scheduler.all')}</button></p>}
      </div>
    </div>
  )
})

interface RowProps { readonly node: Node; readonly report: SchedulerReport; readonly filters: readonly string[]; readonly scores: readonly Plugin[]; readonly best: number }

function Row({ node, report, filters, scores, best }: RowProps) {
  const t = useText()
  const won = node.node === report.chosen
  const refused = node.rejectedBy !== undefined
  return (
    <tr data-won={won} data-refused={refused}>
      <th scope="row"><span className={styles.name}><KindGlyph kind="node" size={20} /><span><span className="mono">{node.node}</span>{won && <small>★ {t('scheduler.wins')}</small>}{refused && <small>{t('scheduler.refused')}</small>}</span></span></th>
      {filters.map(name => <td key={name} className={styles.filter}>{name === node.rejectedBy ? <i data-ok="false">✗</i> : refused ? <i title={t('scheduler.notAsked')}>–</i> : <i data-ok="true">✓</i>}<span className="hidden-visually">{t(name === node.rejectedBy ? 'scheduler.refused' : refused ? 'scheduler.notAsked' : 'scheduler.passed')}</span></td>)}
      {refused
        ? <td colSpan={scores.length + 1} className={styles.reason}>{node.reason ?? node.rejectedBy}</td>
        : <>{scores.map(plugin => <Score key={plugin.name} node={node} plugin={plugin} />)}<td className={styles.total}><b>{node.total}</b><i aria-hidden="true"><u style={{ width: `${(100 * node.total) / best}%` }} /></i></td></>}
    </tr>
  )
}

function Score({ node, plugin }: { readonly node: Node; readonly plugin: Plugin }) {
  const score = node.scores.find(one => one.plugin === plugin.name)
  if (score === undefined) return <td className={styles.score}>–</td>
  return <td className={styles.score}>{score.normalised}{plugin.weight !== 1 && <small> ×{plugin.weight}</small>}<i aria-hidden="true"><u style={{ width: `${Math.min(100, Math.max(0, score.normalised))}%` }} /></i></td>
}

/** 'NodeResourcesFit' may break between its words. */
const words = (name: string): string => name.replaceAll(/([a-z])([A-Z])/g, '$1\u200b$2')
