import type { NodeInside } from '../../../protocol/index.ts'
import { useText } from '../../i18n/text.ts'
import { cpuText, memoryText } from '../amounts.ts'
import room from '../room.module.css'
import styles from './node.module.css'

/** What the machine has, what of it Pods may have, and what those that were let in asked for. */
export function Room({ room: rows, taints, unschedulable }: { readonly room: NodeInside['room']; readonly taints: readonly string[]; readonly unschedulable: boolean }) {
  const t = useText()
  const text = (resource: string, amount: number): string => (resource === 'cpu' ? cpuText(amount) : resource === 'pods' ? String(amount) : memoryText(amount))
  return (
    <section className={room.panel} aria-label={t('inside.node.room')}>
      <h3>{t('inside.node.room')}<small>{t('inside.node.roomHint')}</small></h3>
      <ul className={styles.gauges}>
        {rows.map(({ resource, capacity, allocatable, requested, used }) => (
          <li key={resource}>
            <b>{resource}</b>
            <span>{t('inside.node.roomOf', { requested: text(resource, requested), allocatable: text(resource, allocatable) })}</span>
            <i aria-hidden="true"><u style={{ width: `${share(requested, capacity)}%` }} /><s style={{ width: `${100 - share(allocatable, capacity)}%` }} />{used !== undefined && <b style={{ left: `${share(used, capacity)}%` }} />}</i>
            {used !== undefined && <small data-used="">{t('inside.node.inUse', { used: memoryText(used) })}</small>}
            {allocatable < capacity && <small>{t('inside.node.kept', { capacity: text(resource, capacity) })}</small>}
          </li>
        ))}
      </ul>
      {(taints.length > 0 || unschedulable) && <p className={styles.taints}>{unschedulable && <span className={room.state} data-good="false">{t('node.cordoned')}</span>}{taints.map(taint => <span key={taint} className={room.chip}><span>{taint}</span></span>)}</p>}
    </section>
  )
}

const share = (part: number, whole: number): number => (whole <= 0 ? 0 : Math.min(100, (100 * part) / whole))
