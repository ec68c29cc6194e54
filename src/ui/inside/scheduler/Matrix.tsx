import { Check, X } from 'lucide-react'
import { useState } from 'react'
import type { Evaluation, NodeEvaluation, NodeRoom } from '../../../protocol/index.ts'
import { KindGlyph } from '../../glyphs/KindGlyph.tsx'
import { useText, type TextKey } from '../../i18n/text.ts'
import controls from '../../styles/controls.module.css'
import { cpuText, memoryText } from '../amounts.ts'
import { columnsOf, ranked, wordOf, type Column, type Columns } from './columns.ts'
import styles from './scheduler.module.css'

interface MatrixProps { readonly evaluation: Evaluation; readonly wished: boolean; readonly nodes: readonly NodeRoom[] }

/** Nodes down, plugins across. A refused node gives its reason where its scores would stand. */
export function Matrix({ evaluation, wished, nodes }: MatrixProps) {
  const t = useText()
  const [all, setAll] = useState(false)
  const columns = columnsOf(evaluation, all)
  const { folded } = columnsOf(evaluation)
  const { filters, scores } = columns
  const planes = new Set(nodes.filter(({ controlPlane }) => controlPlane).map(({ node }) => node))
  return (
    <>
      <div className={styles.matrix} tabIndex={0} role="group" aria-label={t('inside.sched.matrix')}>
        <table data-wished={wished}>
          <caption className="hidden-visually">{t('inside.sched.caption', { pod: evaluation.pod })}</caption>
          <thead>
            <tr className={styles.gates}><td />{filters.length > 0 && <th scope="colgroup" colSpan={filters.length}>{t('inside.sched.gate1')}</th>}{scores.length > 0 && <th scope="colgroup" colSpan={scores.length}>{t('inside.sched.gate2')}</th>}<td /></tr>
            <tr>
              <th scope="col" className={styles.node}>{t('inside.sched.node')}</th>
              {filters.map(plugin => <PluginHead key={plugin} plugin={plugin} />)}
              {scores.map(({ plugin, weight }) => <PluginHead key={plugin} plugin={plugin} weight={weight} />)}
              <th scope="col" className={styles.total}>{t('inside.sched.total')}<small>{t('inside.sched.totalOf')}</small></th>
            </tr>
          </thead>
          <tbody>{ranked(evaluation).map(node => <Row key={node.node} node={node} evaluation={evaluation} columns={columns} plane={planes.has(node.node)} wished={wished} />)}</tbody>
        </table>
      </div>
      {folded > 0 && <p className={styles.folded}>{t(all ? 'inside.sched.unfolded' : 'inside.sched.folded', { count: folded })}<button type="button" className={controls.button} aria-expanded={all} onClick={() => setAll(!all)}>{t(all ? 'inside.sched.fewer' : 'inside.sched.all')}</button></p>}
    </>
  )
}

function PluginHead({ plugin, weight = 1 }: { readonly plugin: string; readonly weight?: number }) {
  const t = useText()
  const title = t(`inside.plugin.${plugin}` as TextKey)
  return <th scope="col" className={styles.plugin}><b>{title}{weight !== 1 && <em>{t('inside.sched.weight', { weight })}</em>}</b><small>{plugin.replaceAll(/([a-z])([A-Z])/g, '$1\u200b$2')}</small></th>
}

interface RowProps { readonly node: NodeEvaluation; readonly evaluation: Evaluation; readonly columns: Columns; readonly plane: boolean; readonly wished: boolean }

function Row({ node, evaluation, columns: { filters, scores }, plane, wished }: RowProps) {
  const t = useText()
  const won = node.feasible && (wished ? evaluation.best.includes(node.node) : evaluation.node === node.node)
  const label = won ? t(wished ? 'inside.sched.wouldWin' : 'inside.sched.won') : plane ? t('inside.sched.plane') : ''
  return (
    <tr data-won={won} data-refused={!node.feasible}>
      <th scope="row" className={styles.node}><span><KindGlyph kind="node" size={22} /><span><b>{node.node}</b>{label && <small>{label}</small>}</span></span></th>
      {filters.map(plugin => <Verdict key={plugin} node={node} plugin={plugin} />)}
      {node.feasible
        ? <>{scores.map(column => <Score key={column.plugin} node={node} column={column} />)}<td className={styles.total}><b>{node.total ?? '–'}</b></td></>
        : <td colSpan={scores.length + 1} className={styles.reason}><Reason node={node} /></td>}
    </tr>
  )
}

function Verdict({ node, plugin }: { readonly node: NodeEvaluation; readonly plugin: string }) {
  const t = useText()
  const word = wordOf(node, plugin)
  const verdict = word === undefined || !word.ran ? 'unasked' : word.verdict ?? 'skip'
  return (
    <td className={styles.verdictCell} data-verdict={verdict} title={verdict === 'unasked' && word?.verdict === 'fail' ? t('inside.sched.wouldFail', { reason: word.reasons?.join(', ') ?? '' }) : t(`inside.verdict.${verdict}`)}>
      <i aria-hidden="true">{verdict === 'fail' ? <X size={15} strokeWidth={3} /> : verdict === 'pass' ? <Check size={15} strokeWidth={3} /> : '–'}</i><span className="hidden-visually">{t(`inside.verdict.${verdict}`)}</span>
    </td>
  )
}

function Score({ node, column: { plugin, weight } }: { readonly node: NodeEvaluation; readonly column: Column }) {
  const normalised = wordOf(node, plugin)?.normalised
  if (normalised === undefined) return <td className={styles.score}>–</td>
  return <td className={styles.score}><span>{normalised}{weight !== 1 && <em> ×{weight}</em>}</span><i aria-hidden="true"><u style={{ width: `${normalised}%` }} /></i></td>
}

/** The plugin's own words with the numbers or the taint behind them. */
function Reason({ node }: { readonly node: NodeEvaluation }) {
  const t = useText()
  if (node.taint !== undefined) return <span title={node.reasons?.join(', ')}>{t('inside.reason.taint', { taint: node.taint.slice(node.taint.lastIndexOf('/') + 1) })}</span>
  if (node.short !== undefined && node.short.length > 0) return <span title={node.reasons?.join(', ')}>{node.short.map(({ resource, wanted, left }) => (resource === 'pods' ? t('inside.reason.pods') : t('inside.reason.short', { resource, wanted: amount(resource, wanted), left: amount(resource, Math.max(0, left)) }))).join(t('inside.whatIf.and'))}</span>
  return <span>{node.reasons?.join(', ') ?? node.refusedBy ?? t('inside.sched.notVisited')}</span>
}

const amount = (resource: string, value: number): string => (resource === 'cpu' ? cpuText(value) : resource === 'memory' || resource === 'ephemeral-storage' ? memoryText(value) : String(value))
