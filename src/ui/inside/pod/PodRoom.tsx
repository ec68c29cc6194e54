import type { PodInside } from '../../../protocol/index.ts'
import { useAskWhy } from '../../actions/ask-why.ts'
import { useText } from '../../i18n/text.ts'
import { KindGlyph } from '../../glyphs/KindGlyph.tsx'
import { glyphOfResource } from '../../glyphs/kind-paths.ts'
import { PodGlyph } from '../../glyphs/PodGlyph.tsx'
import { Moment } from '../../panels/Moment.tsx'
import { shortly } from '../amounts.ts'
import { Arc } from '../Arc.tsx'
import type { RoomProps } from '../InsidePlace.tsx'
import near from '../near.module.css'
import { syncWords } from '../node/Workers.tsx'
import { Probes } from '../Probes.tsx'
import { ToPlace } from '../ToPlace.tsx'
import room from '../room.module.css'
import { Ladder } from './Ladder.tsx'
import { Lanes } from './Lanes.tsx'
import styles from './pod.module.css'
import { Volumes } from './Volumes.tsx'

/** One Pod's life: who wanted it, the sandbox with its address, the containers in their order, how far its conditions have come, and what was told of it. */
export function PodRoom({ inside }: RoomProps<PodInside>) {
  const t = useText()
  const askWhy = useAskWhy()
  const { ref, fill, status, worker, owners, services, conditions, volumes, events, containers, deletingSince } = inside
  return (
    <div className={styles.room}>
      <section className={`${room.panel} ${styles.head}`} aria-label={ref.name}>
        <p className={styles.status}>
          <PodGlyph fill={fill} terminating={deletingSince !== undefined} graceLeft={worker?.grace && worker.grace.ofUs > 0 ? worker.grace.leftUs / worker.grace.ofUs : 0} size={26} />
          <span><b>{status}</b><small>{inside.node === '' ? t('pod.noNode') : worker === undefined ? t('inside.pod.unheard', { node: inside.node }) : `${t('inside.pod.worker', { node: inside.node })}: ${syncWords(worker, t)}`}</small></span>
          {(worker?.grace ?? worker?.next) && <Arc beat={worker?.grace ?? worker?.next} size={52} tone={worker?.grace || worker?.next?.why !== 'sync' ? 'bad' : 'quiet'}>{shortly((worker?.grace ?? worker?.next)!.leftUs)}</Arc>}
        </p>
        <ol className={styles.chain} aria-label={t('inside.pod.owners')}>
          {owners.length === 0 && <li>{t(inside.static ? 'inside.pod.ownManifest' : 'inside.pod.ownNobody')}</li>}
          {owners.map(one => <li key={`${one.kind} ${one.object.name}`}><button type="button" className={near.door} onClick={() => askWhy({ object: one.object })}><KindGlyph kind={glyphOfResource(one.object.resource)} size={18} /><span>{one.object.name}</span></button>{one.status !== '' && <small>{one.status}</small>}</li>)}
          <li aria-current="true"><KindGlyph kind="pod" size={18} /><span>{ref.name}</span></li>
        </ol>
        {services.length > 0 && <p className={styles.services}>{t('inside.pod.services')} {services.map(service => <button key={service.name} type="button" className={near.door} onClick={() => askWhy({ object: service })}><KindGlyph kind="service" size={18} /><span>{service.name}</span></button>)}</p>}
      </section>
      <Lanes containers={containers} />
      <Sandbox inside={inside} />
      <Ladder conditions={conditions} />
      <section className={room.panel} aria-label={t('inside.node.probes')}>
        <h3>{t('inside.node.probes')}<small>{t('inside.probe.hint')}</small></h3>
        <Probes probes={containers.flatMap(one => one.probes)} />
      </section>
      <Volumes volumes={volumes} />
      <section className={`${room.panel} ${styles.wide}`} aria-label={t('inside.pod.events')}>
        <h3>{t('inside.pod.events')}<small>{t('inside.pod.eventsHint')}</small></h3>
        {events.length === 0 && <p className={room.empty}>{t('inside.pod.noEvents')}</p>}
        <ul className={styles.events}>
          {events.map(({ type, reason, message, source, count, at, event }) => (
            <li key={`${reason} ${message} ${at}`} data-type={type}>
              <time>{at < 0 ? t('time.before') : <Moment at={at} />}</time>
              {event === undefined ? <b>{reason}</b> : <button type="button" className={near.door} title={t('inside.touching.why')} onClick={() => askWhy(event)}>{reason}</button>}
              <span>{message}{count > 1 && <em> ×{count}</em>}</span><small>{source}</small>
            </li>
          ))}
        </ul>
      </section>
    </div>
  )
}

/** The empty Pod: namespaces that its containers share, on a wire with an address. */
function Sandbox({ inside: { sandbox, ip, hostIp, hostNetwork, qos, restartPolicy, graceSeconds, priority, serviceAccount, startedAt, createdAt, uid, node } }: { readonly inside: PodInside }) {
  const t = useText()
  return (
    <section className={`${room.panel} ${styles.sandbox}`} aria-label={t('inside.pod.sandbox')}>
      <h3>{t('inside.pod.sandbox')}<span className={room.state} data-good={sandbox === undefined ? undefined : sandbox.state === 'ready'}>{t(sandbox === undefined ? 'inside.sandbox.none' : `inside.sandbox.${sandbox.state}`)}</span></h3>
      <svg viewBox="0 0 260 92" className={styles.rings} role="img" aria-label={t(hostNetwork ? 'inside.pod.hostRings' : 'inside.pod.rings', { ip })} data-ready={sandbox?.state === 'ready'}>
        <rect x="2" y="6" width="150" height="80" rx="14" data-ring="net" data-host={hostNetwork} /><text x="12" y="20">net</text>
        <rect x="16" y="25" width="122" height="54" rx="11" data-ring="ipc" /><text x="24" y="38">ipc · uts</text>
        <rect x="30" y="43" width="94" height="30" rx="9" data-ring="pause" /><text x="77" y="62" textAnchor="middle" data-name="">pause</text>
        <path d="M152 46h34" data-wire="" /><rect x="186" y="34" width="70" height="24" rx="6" data-ring="veth" /><text x="221" y="50" textAnchor="middle" data-name="">{hostNetwork ? 'eth0' : 'veth'}</text>
        <text x="221" y="76" textAnchor="middle" data-ip="">{ip === '' ? t('inside.pod.noIp') : ip}</text>
      </svg>
      <dl className={near.facts}>
        <dt>{t('inside.pod.network')}</dt><dd>{hostNetwork ? t('inside.pod.onHost', { ip: hostIp }) : ip === '' ? t('inside.pod.noIp') : ip}</dd>
        <dt>QoS</dt><dd>{qos}</dd>
        <dt>{t('inside.pod.restart')}</dt><dd>{restartPolicy} · {t('inside.pod.graceIs', { seconds: graceSeconds })}</dd>
        <dt>{t('inside.pod.created')}</dt><dd><Moment at={createdAt} />{startedAt !== undefined && <> · {t('inside.pod.heardAt')} <Moment at={startedAt} /></>}</dd>
        {priority !== 0 && <><dt>{t('inside.pod.priority')}</dt><dd>{priority}</dd></>}
        {serviceAccount !== '' && <><dt>ServiceAccount</dt><dd>{serviceAccount}</dd></>}
        {sandbox !== undefined && <><dt>id</dt><dd title={sandbox.id}>{sandbox.id.slice(0, 12)} · {t('inside.pod.attempt', { attempt: sandbox.attempt })}</dd></>}
        <dt>uid</dt><dd>{uid}</dd>
        {node !== '' && <><dt>{t('inside.pod.node')}</dt><dd><ToPlace place={`node/${node}`}>{node}</ToPlace></dd></>}
      </dl>
    </section>
  )
}
