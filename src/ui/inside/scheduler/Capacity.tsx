import type { Evaluation, NodeRoom, PodAsk } from '../../../protocol/index.ts'
import { useText } from '../../i18n/text.ts'
import { cpuText, memoryText } from '../amounts.ts'
import styles from './scheduler.module.css'
import type { Wish } from './wish.ts'

interface CapacityProps { readonly nodes: readonly NodeRoom[]; readonly asked: PodAsk | undefined; readonly wish: Wish; readonly shown: Evaluation | undefined }

/** How full each node is, and where the Pod would come to stand in it. */
export function Capacity({ nodes, asked, wish, shown }: CapacityProps) {
  const t = useText()
  const cpu = wish.cpuMilli ?? asked?.cpuMilli ?? 0
  const memory = wish.memoryBytes ?? asked?.memoryBytes ?? 0
  return (
    <ul className={styles.capacity} aria-label={t('inside.sched.capacity')}>
      {nodes.slice(0, 12).map(node => {
        const own = asked?.node === node.node ? asked : undefined
        const won = shown?.best.includes(node.node) === true && (shown.node === undefined || shown.outcome === 'evaluated' || shown.node === node.node)
        return (
          <li key={node.node} data-won={won}>
            <b>{node.node}</b>
            <Bar name="cpu" used={node.cpuMilli.used - (own?.cpuMilli ?? 0)} max={node.cpuMilli.max} ghost={cpu} text={cpuText} />
            <Bar name="memory" used={node.memoryBytes.used - (own?.memoryBytes ?? 0)} max={node.memoryBytes.max} ghost={memory} text={memoryText} />
          </li>
        )
      })}
    </ul>
  )
}

interface BarProps { readonly name: string; readonly used: number; readonly max: number; readonly ghost: number; readonly text: (value: number) => string }

function Bar({ name, used, max, ghost, text }: BarProps) {
  const t = useText()
  const share = (value: number): number => (max === 0 ? 0 : (100 * value) / max)
  const fits = used + ghost <= max
  const left = Math.min(share(used), 96)
  return (
    <p className={styles.bar} title={t('inside.sched.room', { name, used: text(used), max: text(max), ask: text(ghost) })}>
      <span>{name}</span><span className={styles.track}><u style={{ width: `${Math.min(100, share(used))}%` }} /><i data-fits={fits} style={{ left: `${left}%`, width: `max(5px, ${Math.min(share(ghost), 104 - left)}%)` }} /></span><em>{Math.round(share(used))} %</em>
      <span className="hidden-visually">{t('inside.sched.room', { name, used: text(used), max: text(max), ask: text(ghost) })}</span>
    </p>
  )
}
