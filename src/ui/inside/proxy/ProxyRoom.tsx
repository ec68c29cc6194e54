import { useState } from 'react'
import type { ProxyInside, ProxyService } from '../../../protocol/index.ts'
import { useText } from '../../i18n/text.ts'
import { Moment } from '../../panels/Moment.tsx'
import type { RoomProps } from '../InsidePlace.tsx'
import room from '../room.module.css'
import styles from './proxy.module.css'

/** The tables that kube-proxy wrote into the node's kernel: by Service, and as they are. */
export function ProxyRoom({ inside }: RoomProps<ProxyInside>) {
  const t = useText()
  const [filter, setFilter] = useState('')
  const { services, chains, syncs, syncedAt, pending, up } = inside
  const wanted = filter.trim().toLowerCase()
  const listed = chains.filter(({ chain, rules }) => wanted === '' || chain.toLowerCase().includes(wanted) || rules.some(rule => rule.toLowerCase().includes(wanted)))
  return (
    <div className={styles.room}>
      <section className={room.panel} aria-label={t('inside.proxy.services')}>
        <h3>{t('inside.proxy.services')}{(!up || pending) && <span className={room.state} data-good={up ? undefined : false}>{t(up ? 'inside.proxy.pending' : 'box.down')}</span>}<small>{t('inside.proxy.synced', { count: syncs })} <Moment at={syncedAt} /></small></h3>
        <p className={room.note}>{t('inside.proxy.hint')}</p>
        <div className={room.scroller} tabIndex={0} role="group" aria-label={t('inside.proxy.services')}>
          <table className={room.table}>
            <thead><tr><th scope="col">{t('inside.proxy.service')}</th><th scope="col">{t('inside.proxy.address')}</th><th scope="col">{t('inside.proxy.endpoints')}</th></tr></thead>
            <tbody>{services.map(service => <Service key={`${service.service} ${service.address} ${service.protocol}`} service={service} onChain={setFilter} />)}</tbody>
          </table>
        </div>
      </section>
      <section className={room.panel} aria-label={t('inside.proxy.chains')}>
        <h3>{t('inside.proxy.chains')}<input type="search" className={styles.filter} value={filter} placeholder={t('inside.proxy.filter')} aria-label={t('inside.proxy.filter')} onChange={event => setFilter(event.target.value)} /></h3>
        {listed.map(({ table, chain, rules }) => (
          <details key={`${table} ${chain}`} className={styles.chain} open={wanted !== ''}>
            <summary><b>{chain}</b> <small>{table} · {t('inside.proxy.rules', { count: rules.length })}</small></summary>
            <pre tabIndex={0}>{rules.join('\n')}</pre>
          </details>
        ))}
      </section>
    </div>
  )
}

function Service({ service: { service, address, protocol, chain, refused, endpoints }, onChain }: { readonly service: ProxyService; readonly onChain: (chain: string) => void }) {
  const t = useText()
  return (
    <tr>
      <th scope="row" className={room.mono}>{service}</th>
      <td className={room.mono}>{address}/{protocol}{!refused && <button type="button" className={styles.link} onClick={() => onChain(chain)}>{chain}</button>}</td>
      <td>
        {refused ? <span className={room.state} data-good="false">{t('inside.proxy.refused')}</span> : (
          <ul className={styles.endpoints}>{endpoints.map(one => <li key={one.chain}><i aria-hidden="true" style={{ width: `${100 / endpoints.length}%` }} /><button type="button" className={styles.link} onClick={() => onChain(one.chain)}>{one.address}</button><small>{one.probability === undefined ? t('inside.proxy.rest') : `p ${Number(one.probability).toFixed(3)}`}</small></li>)}</ul>
        )}
      </td>
    </tr>
  )
}
