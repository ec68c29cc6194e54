import type { EtcdInside } from '../../../protocol/index.ts'
import { useText } from '../../i18n/text.ts'
import { duration } from '../amounts.ts'
import room from '../room.module.css'
import styles from './etcd.module.css'

/** From each member to each: how long the last messages were on their way. */
export function Latency({ inside: { members, latency } }: { readonly inside: EtcdInside }) {
  const t = useText()
  const most = Math.max(1, ...latency.map(({ us }) => us))
  if (latency.length === 0) return <p className={room.note}>{t('inside.etcd.alone')}</p>
  return (
    <>
      <div className={room.scroller} tabIndex={0} role="group" aria-label={t('inside.etcd.latency')}>
        <table className={styles.latency}>
          <thead><tr><th scope="col">{t('inside.etcd.fromTo')}</th>{members.map(({ name }) => <th key={name} scope="col">{name}</th>)}</tr></thead>
          <tbody>
            {members.map(({ name: from }) => (
              <tr key={from}>
                <th scope="row">{from}</th>
                {members.map(({ name: to }) => {
                  const one = latency.find(each => each.from === from && each.to === to)
                  if (one === undefined) return <td key={to} aria-label={t('inside.etcd.itself')}>·</td>
                  return <td key={to} style={{ '--share': one.samples === 0 ? 0 : one.us / most } as React.CSSProperties} data-lost={one.lost > 0}>{one.samples === 0 ? '–' : duration(one.us)}{one.lost > 0 && <small>{t('inside.etcd.lost', { count: one.lost })}</small>}</td>
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className={room.note}>{t('inside.etcd.latencyNote')}</p>
    </>
  )
}
