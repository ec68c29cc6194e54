import { memo, useState } from 'react'
import type { EtcdLogRow } from '../../../protocol/index.ts'
import { useText } from '../../i18n/text.ts'
import { useAnswer, useEngine, useSession } from '../../store/glass.ts'
import { placeName } from '../names.ts'
import styles from './etcd.module.css'
import { KeyBrowser } from './KeyBrowser.tsx'

/** Every write, newest first; beside it all keys, and the history of one. */
export const EtcdLog = memo(function EtcdLog() {
  const t = useText()
  const [filter, setFilter] = useState('')
  const [key, setKey] = useState<string>()
  const log = useAnswer({ ask: 'etcd-log', limit: 300 } as const)
  const wanted = filter.trim().toLowerCase()
  const rows = log?.rows.filter(row => wanted === '' || `${row.key} ${row.writer} ${row.verb} ${row.revision}`.toLowerCase().includes(wanted)) ?? []
  return (
    <div className={styles.split}>
      <div className={styles.log}>
        <p className={styles.filter}><input type="search" value={filter} placeholder={t('etcd.filter')} aria-label={t('etcd.filter')} onChange={event => setFilter(event.target.value)} /></p>
        <div className={styles.scroller} tabIndex={0} role="region" aria-label={t('etcd.log')}>
          <table className={styles.table}>
            <thead><tr><th scope="col">{t('etcd.rev')}</th><th scope="col">{t('etcd.verb')}</th><th scope="col">{t('etcd.key')}</th><th scope="col">{t('etcd.writer')}</th><th scope="col">{t('etcd.bytes')}</th><th scope="col">{t('etcd.age')}</th></tr></thead>
            <tbody>{rows.map(row => <Row key={`${row.revision} ${row.key}`} row={row} chosen={row.key === key} onKey={setKey} />)}</tbody>
          </table>
          {log !== undefined && rows.length === 0 && <p className={styles.empty}>{t('etcd.none')}</p>}
        </div>
      </div>
      <KeyBrowser chosen={key} onChoose={setKey} />
    </div>
  )
})

const Row = memo(function Row({ row, chosen, onKey }: { readonly row: EtcdLogRow; readonly chosen: boolean; readonly onKey: (key: string) => void }) {
  const t = useText()
  const engine = useEngine()
  const age = useSession(session => Math.max(0, session.clock.at - row.at))
  return (
    <tr data-chosen={chosen}>
      <td className={styles.number}><button type="button" aria-label={t('etcd.seek', { revision: row.revision })} onClick={() => engine.command({ do: 'seek', to: { revision: row.revision } })}>{row.revision}</button></td>
      <td><span className={styles.verb} data-verb={row.verb}>{t(`etcd.${row.verb}`)}</span></td>
      <td className={styles.key}><button type="button" title={row.key} onClick={() => onKey(row.key)}>{row.key.replace(/^\/registry\//, '')}</button></td>
      <td>{placeName(row.writer)}</td><td className={styles.number}>{row.bytes}</td><td className={styles.number}>{(age / 1e6).toFixed(1)} s</td>
    </tr>
  )
})
