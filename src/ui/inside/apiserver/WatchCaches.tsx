import { Fragment } from 'react'
import type { WatchCacheRow, WatcherRow } from '../../../protocol/index.ts'
import { useText } from '../../i18n/text.ts'
import { Moment } from '../../panels/Moment.tsx'
import { placeName } from '../../panels/names.ts'
import room from '../room.module.css'
import styles from './apiserver.module.css'

interface CachesProps { readonly caches: readonly WatchCacheRow[]; readonly watchers: readonly WatcherRow[]; readonly only: string | undefined; readonly onOnly: (only: string | undefined) => void }

const SHOWN = 40

/** What each watch cache remembers; choosing one lists who watches it. */
export function WatchCaches({ caches, watchers, only, onOnly }: CachesProps) {
  const t = useText()
  const listed = only === undefined ? [] : watchers.filter(({ group, resource }) => `${group}/${resource}` === only)
  return (
    <div className={room.scroller} tabIndex={0} role="group" aria-label={t('inside.api.caches')}>
      <table className={`${room.table} ${styles.caches}`}>
        <thead><tr><th scope="col">{t('inside.api.resource')}</th><th scope="col" className={room.number}>{t('inside.api.objects')}</th><th scope="col" className={room.number}>{t('inside.api.revision')}</th><th scope="col" className={room.number}>{t('inside.api.oldest')}</th><th scope="col" className={room.number}>{t('inside.api.watchers')}</th></tr></thead>
        <tbody>
          {caches.map(({ group, resource, ready, objects, revision, oldest, remembered, watchers: count, waiting }) => {
            const key = `${group}/${resource}`
            return (
              <Fragment key={key}>
              <tr data-chosen={key === only}>
                <th scope="row">
                  <button type="button" aria-expanded={key === only} disabled={count === 0} onClick={() => onOnly(key === only ? undefined : key)}>{resource}</button>
                  {!ready && <span className={room.state} data-good="false">{t('inside.api.filling')}</span>}{waiting > 0 && <span className={room.state}>{t('inside.api.waiting', { count: waiting })}</span>}
                </th>
                <td className={room.number}>{objects}</td><td className={room.number}>{revision}</td>
                <td className={room.number} title={t('inside.api.remembered', { count: remembered })}>{oldest}</td><td className={room.number}>{count}</td>
              </tr>
              {key === only && <tr data-chosen="true"><td colSpan={5}><Watchers rows={listed} count={count} /></td></tr>}
              </Fragment>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}

function Watchers({ rows, count }: { readonly rows: readonly WatcherRow[]; readonly count: number }) {
  const t = useText()
  return (
    <ul className={styles.watchers} aria-label={t('inside.api.watchers')}>
      {rows.slice(0, SHOWN).map((row, i) => (
        <li key={i}><b>{placeName(row.place)}</b>{row.scope && <span className={room.mono}> {row.scope}</span>}<small>{t('inside.api.sent', { revision: row.sent })} · {t('inside.since')} <Moment at={row.openedAt} /></small></li>
      ))}
      {count > Math.min(SHOWN, rows.length) && <li className={room.note}>{t('inside.more', { count: count - Math.min(SHOWN, rows.length) })}</li>}
    </ul>
  )
}
