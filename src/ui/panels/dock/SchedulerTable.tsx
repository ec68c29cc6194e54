import { memo, useState } from 'react'
import { useText } from '../../i18n/text.ts'
import { useAnswer } from '../../store/glass.ts'
import { differing } from './differing.ts'
import styles from './dock.module.css'

/** One attempt of the scheduler: nodes down, plugins across, only those columns that tell nodes apart. */
export const SchedulerTable = memo(function SchedulerTable() {
  const t = useText()
  const [pod, setPod] = useState<string>()
  const answer = useAnswer({ ask: 'scheduler', pod } as const)
  const report = answer?.report
  if (report === undefined) return <p className={styles.empty}>{t('dock.empty')}</p>
  const columns = differing(report)
  const folded = report.plugins.length - columns.length
  const pods = [...new Set(answer?.pods ?? [])]
  return (
    <>
      <p className={styles.filter}>
        <select value={pod ?? report.pod} aria-label={t('scheduler.pod')} onChange={event => setPod(event.target.value)}>{pods.map(one => <option key={one}>{one}</option>)}</select>
        <span>{report.chosen === undefined ? report.message : t('scheduler.chosen', { node: report.chosen })}</span>
      </p>
      <table className={styles.table}>
        <thead><tr><th scope="col">{t('scheduler.node')}</th>{columns.map(({ name, weight }) => <th key={name} scope="col">{name} ×{weight}</th>)}{folded > 0 && <th scope="col">{t('scheduler.folded', { count: folded })}</th>}<th scope="col">{t('scheduler.total')}</th></tr></thead>
        <tbody>
          {[...report.nodes].sort((a, b) => b.total - a.total).map(node => (
            <tr key={node.node} data-won={node.node === report.chosen}>
              <th scope="row">{node.node}{node.node === report.chosen ? ' ★' : ''}</th>
              {node.rejectedBy === undefined
                ? columns.map(({ name }) => { const score = node.scores.find(one => one.plugin === name); return <td key={name} className={styles.number}>{score === undefined ? '–' : `${score.normalised} → ${score.weighted}`}</td> })
                : <td colSpan={Math.max(1, columns.length)} data-refused="true">✗ {node.rejectedBy}: {node.reason}</td>}
              {folded > 0 && <td className={styles.number}>{node.rejectedBy === undefined ? node.scores.filter(one => !columns.some(({ name }) => name === one.plugin)).reduce((sum, one) => sum + one.weighted, 0) : ''}</td>}
              <td className={styles.number}>{node.rejectedBy === undefined ? node.total : ''}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
})
