import type { InformerRow, NodeInside, PullRow } from '../../../protocol/index.ts'
import { useText } from '../../i18n/text.ts'
import { Moment } from '../../panels/Moment.tsx'
import { useSession } from '../../store/glass.ts'
import { duration, shortly } from '../amounts.ts'
import { Arc } from '../Arc.tsx'
import room from '../room.module.css'
import { megabytes } from './bytes.ts'
import styles from './node.module.css'

/** The agent itself: two beats that tell that the node lives, what it watches, and the one image that it pulls at a time. */
export function Kubelet({ inside: { kubelet, up, powered, ready } }: { readonly inside: NodeInside }) {
  const t = useText()
  const { lease, leaseRenewedAt, leaseUnderWay, status, postedAt, statusUnderWay, informers, conditions, pulls, registered } = kubelet
  return (
    <section className={`${room.panel} ${styles.kubelet}`} aria-label="kubelet">
      <h3>kubelet
        <span className={room.state} data-good={powered && up.kubelet}>{t(!up.kubelet ? 'box.down' : registered ? 'inside.node.registered' : 'inside.node.unregistered')}</span>
        <small>{t('inside.node.readySays', { status: ready === '' ? '–' : ready })}</small>
      </h3>
      {!up.kubelet && <p className={room.note}>{t('inside.node.noMemory')}</p>}
      <div className={styles.beats}>
        <Beat name="lease" beat={lease} underWay={leaseUnderWay}>{leaseRenewedAt !== undefined && <>{t('inside.node.renewed')} <Moment at={leaseRenewedAt} /></>}</Beat>
        <Beat name="status" beat={status} underWay={statusUnderWay}>{postedAt !== undefined && <>{t('inside.node.posted')} <Moment at={postedAt} /></>}</Beat>
      </div>
      <dl className={styles.list} aria-label={t('inside.node.watches')}>
        {informers.map(one => <div key={one.name}><dt>{one.resource}</dt><dd>{t('inside.ctl.informer', { objects: one.objects, version: one.resourceVersion })} · {watchState(one, t)}</dd></div>)}
      </dl>
      <ul className={styles.conditions} aria-label={t('inside.node.conditions')}>
        {conditions.map(({ type, status: is, reason, message, at }) => <li key={type} data-good={type === 'Ready' ? is === 'True' : is === 'False'} data-unknown={is === 'Unknown'} title={`${reason}: ${message}`}><b>{type}</b><span>{is}</span>{at >= 0 && <small><Moment at={at} /></small>}</li>)}
      </ul>
      {pulls.length > 0 && <ol className={styles.pulls} aria-label={t('inside.node.pulls')}>{pulls.map(one => <Pull key={`${one.pod} ${one.container}`} pull={one} />)}</ol>}
    </section>
  )
}

function watchState({ phase, behind }: InformerRow, t: ReturnType<typeof useText>): string {
  if (phase !== 'watching') return t(`inside.ctl.${phase}`)
  return behind > 0 ? t('inside.ctl.behind', { count: behind }) : t('inside.ctl.fresh')
}

function Beat({ name, beat, underWay, children }: { readonly name: 'lease' | 'status'; readonly beat: NodeInside['kubelet']['lease']; readonly underWay: boolean; readonly children: React.ReactNode }) {
  const t = useText()
  return (
    <div className={styles.beat}>
      <Arc beat={beat} size={58} tone="watch">{beat === undefined ? '–' : shortly(beat.leftUs)}</Arc>
      <div>
        <b>{t(`inside.node.${name}`)}</b>
        <span>{underWay ? t('inside.node.underWay') : beat === undefined ? t('inside.node.noBeat') : t('inside.node.every', { time: duration(beat.ofUs) })}</span>
        <small>{children}</small>
      </div>
    </div>
  )
}

function Pull({ pull: { image, pod, container, stage, bytes, since, beat } }: { readonly pull: PullRow }) {
  const t = useText()
  const now = useSession(session => session.clock.at)
  return (
    <li data-stage={stage}>
      <Arc beat={beat} size={22} tone="quiet" />
      <span><b>{image}</b><small>{t(`inside.node.pull.${stage}`)}{bytes > 0 && ` · ${megabytes(bytes)}`} · {t('inside.sched.waits', { time: duration(Math.max(0, now - since)) })} · {pod} {container}</small></span>
    </li>
  )
}
