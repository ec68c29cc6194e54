import { useState } from 'react'
import type { DnsInside } from '../../../protocol/index.ts'
import { PodGlyph } from '../../glyphs/PodGlyph.tsx'
import { useText } from '../../i18n/text.ts'
import type { RoomProps } from '../InsidePlace.tsx'
import { ToPlace } from '../ToPlace.tsx'
import room from '../room.module.css'
import styles from './dns.module.css'

/** Names and what they would be answered with, the Pods that would answer, and what they are told by their Corefile. */
export function DnsRoom({ inside: { records, more, zone, ttlSeconds, address, pods, corefile } }: RoomProps<DnsInside>) {
  const t = useText()
  const [filter, setFilter] = useState('')
  const wanted = filter.trim().toLowerCase()
  const listed = records.filter(({ name, data }) => wanted === '' || name.includes(wanted) || data.some(one => one.includes(wanted)))
  return (
    <div className={styles.room}>
      <p className={styles.plain} role="note">{t('inside.dns.plain')}</p>
      <section className={`${room.panel} ${styles.records}`} aria-label={t('inside.dns.records')}>
        <h3>{t('inside.dns.records')}<input type="search" className={styles.filter} value={filter} placeholder={t('inside.dns.filter')} aria-label={t('inside.dns.filter')} onChange={event => setFilter(event.target.value)} /></h3>
        <div className={room.scroller} tabIndex={0} role="group" aria-label={t('inside.dns.records')}>
          <table className={room.table}>
            <thead><tr><th scope="col">{t('inside.dns.name')}</th><th scope="col">{t('inside.dns.type')}</th><th scope="col">{t('inside.dns.answer')}</th><th scope="col">Service</th></tr></thead>
            <tbody>
              {listed.map(({ name, type, data, service, headless }) => (
                <tr key={`${name} ${type} ${data[0] ?? ''}`}>
                  <th scope="row" className={`${room.mono} ${styles.name}`}>{name.endsWith(`.${zone}`) ? <><b>{name.slice(0, -zone.length - 1)}</b>.{zone}</> : name}</th>
                  <td className={room.mono}>{type}</td>
                  <td className={room.mono}>{data.length === 0 ? <span className={room.state} data-good="false">{t('inside.dns.nobody')}</span> : data.map(one => <span key={one} className={styles.datum}>{one}</span>)}</td>
                  <td className={room.mono}>{service}{headless && <small> {t('inside.dns.headless')}</small>}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        {listed.length === 0 && <p className={room.empty}>{t('inside.dns.none')}</p>}
        {more > 0 && <p className={room.note}>{t('inside.more', { count: more })}</p>}
      </section>
      <section className={room.panel} aria-label={t('inside.dns.pods')}>
        <h3>{t('inside.dns.pods')}<small>{address === '' ? t('inside.dns.noService') : `kube-dns ${address}:53`}</small></h3>
        <ul className={styles.pods}>{pods.map(({ pod, place, node, ready }) => <li key={pod} data-place={place}><PodGlyph fill={ready ? 'ready' : 'running'} size={15} /><ToPlace place={place}><span>{pod}</span></ToPlace><small>{node}</small></li>)}</ul>
        {pods.length === 0 && <p className={room.empty}>{t('inside.dns.noPods')}</p>}
      </section>
      <section className={room.panel} aria-label="Corefile">
        <h3>Corefile<small>{t('inside.dns.reads', { zone, ttl: ttlSeconds })}</small></h3>
        <pre className={styles.corefile} tabIndex={0}>{corefile.join('\n')}</pre>
      </section>
    </div>
  )
}
