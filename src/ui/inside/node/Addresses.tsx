import type { NodeInside } from '../../../protocol/index.ts'
import { useText } from '../../i18n/text.ts'
import { shortKey, tail } from '../amounts.ts'
import { ToPlace } from '../ToPlace.tsx'
import room from '../room.module.css'
import styles from './node.module.css'

const DRAWN = 256

/** The node's own range of Pod addresses: each a cell, those that are given filled; round and round, never the lowest free one. */
export function Addresses({ cni: { installed, cidr, usable, leases }, up }: { readonly cni: NodeInside['cni']; readonly up: boolean }) {
  const t = useText()
  const given = new Set(leases.map(({ ip }) => Number(ip.split('.').at(-1))))
  return (
    <section className={room.panel} aria-label={t('inside.node.addresses')}>
      <h3>CNI{(!up || !installed) && <span className={room.state} data-good="false">{t(up ? 'inside.node.noConfig' : 'box.down')}</span>}<small>{cidr === '' ? t('inside.node.noCidr') : cidr}</small></h3>
      {cidr !== '' && usable <= DRAWN && (
        <svg className={styles.map} viewBox="0 0 256 64" role="img" aria-label={t('inside.node.given', { given: leases.length, of: usable })}>
          {Array.from({ length: DRAWN }, (_, i) => <rect key={i} x={(i % 32) * 8 + .5} y={Math.floor(i / 32) * 8 + .5} width="7" height="7" rx="1.5" data-given={given.has(i)} data-kept={i < 2 || i === DRAWN - 1} />)}
        </svg>
      )}
      <p className={room.note}>{t('inside.node.given', { given: leases.length, of: usable })}</p>
      <ul className={`${styles.rows} ${styles.leases}`}>{leases.map(({ ip, pod, place }) => <li key={ip} data-place={place}><code>{ip}</code><ToPlace place={place}><span title={pod}>{tail(shortKey(pod), 24)}</span></ToPlace></li>)}</ul>
    </section>
  )
}
