import { memo, useState } from 'react'
import { useText } from '../../i18n/text.ts'
import { useAnswer, useEngine } from '../../store/glass.ts'
import styles from './dock.module.css'

/** Every write, newest first, and the history of one key beside it. */
export const EtcdLog = memo(function EtcdLog() {
  const t = useText()
  const engine = useEngine()
  const [filter, setFilter] = useState('')
  const [key, setKey] = useState<string>()
  const log = useAnswer({ ask: 'etcd-log', limit: 300 } as const)
  const history = useAnswer(key === undefined ? undefined : ({ ask: 'etcd-history', key } as const))
  const rows = log?.rows.filter(row => row.key.includes(filter) || row.writer.includes(filter)) ?? []
  return (
    <div className={styles.split}>
      <div tabIndex={0} role="region" aria-label={t('dock.etcd')}>
        <p className={styles.filter}><input value={filter} placeholder={t('etcd.filter')} aria-label={t('etcd.filter')} onChange={event => setFilter(event.target.value)} /></p>
        <table className={styles.table}>
          <thead><tr><th scope="col">{t('etcd.rev')}</th><th scope="col">{t('etcd.verb')}</th><th scope="col">{t('etcd.key')}</th><th scope="col">{t('etcd.writer')}</th><th scope="col">{t('etcd.bytes')}</th><th scope="col">{t('etcd.at')}</th></tr></thead>
          <tbody>
            {rows.map(row => (
              <tr key={`${row.revision} ${row.key}`}>
                <td className={styles.number}><button type="button" onClick={() => engine.command({ do: 'seek', to: { revision: row.revision } })}>{row.revision}</button></td>
                <td>{row.verb}</td>
                <td className="mono"><button type="button" onClick={() => setKey(row.key)}>{row.key}</button></td>
                <td>{row.writer}</td><td className={styles.number}>{row.bytes}</td><td className={styles.number}>{(row.at / 1e6).toFixed(3)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {rows.length === 0 && <p className={styles.empty}>{t('dock.empty')}</p>}
      </div>
      <div tabIndex={0} role="region" aria-label={t('etcd.history')}>
        {key === undefined ? <p className={styles.empty}>{t('etcd.choose')}</p> : <h3 className="mono">{key}</h3>}
        {history?.versions.map(version => <details key={version.revision} open={version === history.versions[0]}><summary>{t('box.etcd.rev', { revision: version.revision })}{version.deleted ? ` · ${t('etcd.deleted')}` : ''}</summary><pre>{version.yaml}</pre></details>)}
      </div>
    </div>
  )
})
