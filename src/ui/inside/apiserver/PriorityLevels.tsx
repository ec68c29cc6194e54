import type { PriorityLevelRow } from '../../../protocol/index.ts'
import { useText } from '../../i18n/text.ts'
import { tail } from '../amounts.ts'
import room from '../room.module.css'
import styles from './apiserver.module.css'

/** API Priority and Fairness: each level with its seats, the queues in which flows wait for them, and what it refused. */
export function PriorityLevels({ levels }: { readonly levels: readonly PriorityLevelRow[] }) {
  const t = useText()
  const seats = levels.reduce((sum, level) => sum + (level.exempt ? 0 : level.seats), 0)
  const all = levels.reduce((sum, { nominal }) => sum + nominal, 0)
  return (
    <section className={room.panel} aria-label={t('inside.apf')}>
      <h3>{t('inside.apf')}<small>{t('inside.apf.total', { seats, all })}</small></h3>
      <div className={room.scroller} tabIndex={0} role="group" aria-label={t('inside.apf')}>
        <table className={`${room.table} ${styles.levels}`}>
          <thead>
            <tr>
              <th scope="col">{t('inside.apf.level')}</th><th scope="col">{t('inside.apf.seats')}</th><th scope="col">{t('inside.apf.queues')}</th><th scope="col">{t('inside.apf.flows')}</th>
              <th scope="col" className={room.number}>{t('inside.apf.served')}</th><th scope="col" className={room.number}>{t('inside.apf.refused')}</th>
            </tr>
          </thead>
          <tbody>{levels.map(level => <Level key={level.name} level={level} />)}</tbody>
        </table>
      </div>
      <p className={room.note}>{t('inside.apf.note')}</p>
    </section>
  )
}

function Level({ level }: { readonly level: PriorityLevelRow }) {
  const t = useText()
  const { name, exempt, seats, limit, nominal, min, max, waiting, dispatched, refused, queueCount, handSize, retryAfterSeconds, flows, schemas } = level
  const lost = refused.full + refused.noSeat + refused.timeOut
  const lending = limit < nominal ? t('inside.apf.lends', { count: nominal - limit }) : limit > nominal ? t('inside.apf.borrows', { count: limit - nominal }) : ''
  return (
    <tr data-level={name} data-busy={waiting > 0}>
      <th scope="row"><b>{name}</b><small title={schemas.join(', ')}>{t('inside.apf.schemas', { count: schemas.length })}</small></th>
      <td>
        {exempt ? <span className={room.note}>{t('inside.apf.exempt', { seats })}</span> : (
          <span className={styles.seats} title={t('inside.apf.seatsHint', { nominal, min, max })}>
            <meter min={0} max={Math.max(1, limit)} value={Math.min(seats, limit)} aria-label={t('inside.apf.seatsOf', { name })} />
            <b>{seats} / {limit}</b>{lending && <small>{lending}</small>}
          </span>
        )}
      </td>
      <td>{queueCount === 0 ? <span className={room.note}>{exempt ? '–' : t('inside.apf.noQueues')}</span> : <Queues level={level} hint={t('inside.apf.hand', { hand: handSize, count: queueCount })} />}</td>
      <td className={styles.flows}>
        {flows.slice(0, 4).map(({ schema, flow, waiting: count }) => <span key={`${schema} ${flow}`} className={room.chip} title={`${schema}: ${flow || '–'}`}><span>{tail(flow || schema, 26)}</span><em>{count}</em></span>)}
        {flows.length > 4 && <small className={room.note}>{t('inside.more', { count: flows.length - 4 })}</small>}
      </td>
      <td className={room.number}>{dispatched}</td>
      <td className={room.number} data-bad={lost > 0} title={lost > 0 ? t('inside.apf.reasons', { full: refused.full, noSeat: refused.noSeat, timeOut: refused.timeOut, seconds: retryAfterSeconds }) : undefined}>
        {lost}{lost > 0 && <span className="hidden-visually"> {t('inside.apf.reasons', { full: refused.full, noSeat: refused.noSeat, timeOut: refused.timeOut, seconds: retryAfterSeconds })}</span>}
      </td>
    </tr>
  )
}

/** A bar for each queue in which somebody waits, as high as it is full. */
function Queues({ level: { queues, waiting, queueLengthLimit }, hint }: { readonly level: PriorityLevelRow; readonly hint: string }) {
  const t = useText()
  if (waiting === 0) return <span className={room.note} title={hint}>{t('inside.apf.empty')}</span>
  const words = t('inside.apf.waiting', { count: waiting, queues: queues.length })
  return (
    <span className={styles.queues} title={hint}>
      <span aria-hidden="true">{queues.slice(0, 24).map(({ index, length }) => <i key={index} data-full={length >= queueLengthLimit} style={{ height: `${Math.max(12, Math.min(100, (100 * length) / Math.max(1, queueLengthLimit)))}%` }} />)}</span>
      <b>{words}</b>
    </span>
  )
}
