import type { NodeInside, WorkerRow } from '../../../protocol/index.ts'
import { PodGlyph } from '../../glyphs/PodGlyph.tsx'
import { useText, type Translate } from '../../i18n/text.ts'
import { duration, shortKey } from '../amounts.ts'
import { Arc } from '../Arc.tsx'
import { probeTone } from '../Probes.tsx'
import { Squares } from '../Squares.tsx'
import { ToPlace } from '../ToPlace.tsx'
import room from '../room.module.css'
import styles from './node.module.css'

/** A worker for each Pod: which step of its sync it is at, what it waits for, what runs, what the probes say. */
export function Workers({ inside: { workers, up, node } }: { readonly inside: NodeInside }) {
  const t = useText()
  return (
    <section className={`${room.panel} ${styles.wide}`} aria-label={t('inside.node.workers')}>
      <h3>{t('inside.node.workers')}<small>{t('inside.node.workersHint')}</small></h3>
      {workers.length === 0 ? <p className={room.empty}>{t(up.kubelet ? 'inside.node.noPods' : 'inside.node.noMemory', { node })}</p> : (
        <div className={room.scroller} tabIndex={0} role="group" aria-label={t('inside.node.workers')}>
          <table className={`${room.table} ${styles.workers}`}>
            <thead><tr><th scope="col">Pod</th><th scope="col">{t('inside.node.sync')}</th><th scope="col">{t('inside.node.containers')}</th><th scope="col">{t('inside.node.probes')}</th><th scope="col">{t('inside.node.volumes')}</th></tr></thead>
            <tbody>{workers.map(worker => <Worker key={worker.pod} worker={worker} />)}</tbody>
          </table>
        </div>
      )}
    </section>
  )
}

function Worker({ worker }: { readonly worker: WorkerRow }) {
  const t = useText()
  const { pod, place, fill, status, stage, ip, containers, probes, volumes, next, grace } = worker
  const mounted = volumes.filter(one => one.state === 'mounted').length
  const real = volumes.filter(one => one.state !== 'name')
  return (
    <tr data-place={place} data-stage={stage}>
      <th scope="row">
        <span className={styles.pod}><PodGlyph fill={fill} terminating={stage === 'terminating'} graceLeft={grace && grace.ofUs > 0 ? grace.leftUs / grace.ofUs : 0} size={17} />
          <span><ToPlace place={place}><span>{shortKey(pod)}</span></ToPlace><small>{status}{ip !== '' && ` · ${ip}`}{worker.static && ` · ${t('inside.node.static')}`}</small></span>
        </span>
      </th>
      <td><span className={styles.sync}>{(grace ?? next) && <Arc beat={grace ?? next} size={18} tone={grace || next?.why !== 'sync' ? 'bad' : 'quiet'} />}<span>{syncWords(worker, t)}</span></span></td>
      <td><Squares containers={containers} /></td>
      <td>
        {probes.length === 0 ? <small className={styles.none}>–</small> : (
          <span className={styles.dots}>{probes.map(probe => {
            const words = `${probe.container} ${t(`inside.probe.${probe.kind}`)}: ${t(`inside.probe.${probe.result}`)}, ${t('inside.probe.rhythm', { period: probe.periodSeconds, timeout: probe.timeoutSeconds })}`
            return <span key={`${probe.container} ${probe.kind}`} title={words}><Arc beat={probe.next} size={18} tone={probeTone(probe)} /><span className="hidden-visually">{words}</span><b aria-hidden="true">{t(`inside.probe.short.${probe.kind}`)}</b></span>
          })}</span>
        )}
      </td>
      <td><small className={styles.none} title={volumes.map(one => `${one.name}: ${one.source}`).join('\n')}>{real.length === 0 ? '–' : t('inside.node.mounted', { mounted, of: real.length })}</small></td>
    </tr>
  )
}

/** Where its sync stands, in words. */
export function syncWords({ rejected, stage, doing, stepsLeft, next, grace }: WorkerRow, t: Translate): string {
  if (rejected) return t('inside.sync.rejected')
  if (stage === 'gone') return t('inside.sync.over')
  if (grace) return t('inside.sync.grace', { time: duration(grace.leftUs) })
  if (doing) return `${t(`inside.sync.${doing.step}`, { container: doing.container })}${stepsLeft > 0 ? ` · ${t('inside.sync.left', { count: stepsLeft })}` : ''}`
  if (next) return t(`inside.sync.next.${next.why}`, { time: duration(next.leftUs) })
  return t(stage === 'heard' ? 'inside.sync.heard' : 'inside.sync.settled')
}
