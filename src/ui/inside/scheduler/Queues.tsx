import type { SchedulerInside, WaitingPod } from '../../../protocol/index.ts'
import { KindGlyph } from '../../glyphs/KindGlyph.tsx'
import { useText } from '../../i18n/text.ts'
import { useSession } from '../../store/glass.ts'
import { duration, shortKey, tail } from '../amounts.ts'
import room from '../room.module.css'
import styles from './scheduler.module.css'

const SHOWN = 6

interface QueuesProps { readonly inside: SchedulerInside; readonly chosen: string | undefined; readonly onChoose: (pod: string) => void }

/** The three queues, and what was taken out of them: the Pod of the cycle, and those on the way to the API server. */
export function Queues({ inside, chosen, onChoose }: QueuesProps) {
  const t = useText()
  const { current, active, backoff, unschedulable, binding, cache } = inside
  const row = (pod: WaitingPod, dashed = false) => <Waiting key={pod.pod} pod={pod} chosen={pod.pod === chosen} dashed={dashed} onChoose={onChoose} />
  return (
    <section className={`${room.panel} ${styles.queues}`} aria-label={t('inside.sched.queues')}>
      <h3><KindGlyph kind="scheduler" size={20} />{t('inside.sched.queues')}</h3>
      {current !== undefined && <><p className={room.heading}>{t('inside.sched.cycle')}</p><button type="button" className={styles.waiting} data-now="true" onClick={() => onChoose(current.pod)}><i aria-hidden="true" /><b>{tail(shortKey(current.pod), 16)}</b></button></>}
      <p className={room.heading}>activeQ</p>
      <List pods={active} row={row} />
      <p className={room.heading}>backoffQ</p>
      <List pods={backoff} row={row} />
      <p className={room.heading}>unschedulable</p>
      <List pods={unschedulable} row={pod => row(pod, true)} />
      {binding.length > 0 && <><p className={room.heading}>{t('inside.sched.binding')}</p>{binding.slice(0, SHOWN).map(({ pod, node }) => <p key={pod} className={room.chip} title={pod}><span>{tail(shortKey(pod), 12)}</span> → {node}</p>)}</>}
      <p className={styles.cache}>{t('inside.sched.cache')}<b>{t('inside.sched.cacheOf', { nodes: cache.nodes, pods: cache.pods })}</b>{cache.assumed > 0 && <small>{t('inside.sched.assumed', { count: cache.assumed })}</small>}</p>
    </section>
  )
}

function List({ pods, row }: { readonly pods: readonly WaitingPod[]; readonly row: (pod: WaitingPod) => React.ReactNode }) {
  const t = useText()
  if (pods.length === 0) return <p className={room.empty}>{t('inside.empty')}</p>
  return <div className={styles.list}>{pods.slice(0, SHOWN).map(row)}{pods.length > SHOWN && <p className={room.note}>{t('inside.more', { count: pods.length - SHOWN })}</p>}</div>
}

function Waiting({ pod, chosen, dashed, onChoose }: { readonly pod: WaitingPod; readonly chosen: boolean; readonly dashed: boolean; readonly onChoose: (pod: string) => void }) {
  const t = useText()
  const now = useSession(session => session.clock.at)
  const left = pod.until === undefined ? undefined : Math.max(0, pod.until - now)
  return (
    <button type="button" className={styles.waiting} data-chosen={chosen} data-dashed={dashed} title={pod.reason ?? pod.pod} onClick={() => onChoose(pod.pod)}>
      <i aria-hidden="true" /><b>{tail(shortKey(pod.pod), 16)}</b>
      <small>{pod.gatedBy ?? (left === undefined ? (pod.plugins.join(', ') || t('inside.sched.waits', { time: duration(now - pod.since) })) : t('inside.sched.backoff', { time: duration(left) }))}{pod.attempts > 0 && ` · ${t('inside.sched.attempts', { count: pod.attempts })}`}</small>
    </button>
  )
}
