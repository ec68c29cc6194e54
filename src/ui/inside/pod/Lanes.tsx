import type { ContainerRow } from '../../../protocol/index.ts'
import { useText, type Translate } from '../../i18n/text.ts'
import { Moment } from '../../panels/Moment.tsx'
import { imageName } from '../../stage/pod-state.ts'
import { duration, shortly } from '../amounts.ts'
import { Arc } from '../Arc.tsx'
import { ToPlace } from '../ToPlace.tsx'
import near from '../near.module.css'
import room from '../room.module.css'
import styles from './pod.module.css'

/** Containers from left to right: what must end first, what stands by, what the Pod is for. */
export function Lanes({ containers }: { readonly containers: readonly ContainerRow[] }) {
  const t = useText()
  const groups = (['init', 'sidecar', 'main'] as const).map(role => [role, containers.filter(one => one.role === role)] as const).filter(([, all]) => all.length > 0)
  return (
    <section className={`${room.panel} ${styles.wide}`} aria-label={t('inside.node.containers')}>
      <h3>{t('inside.node.containers')}<small>{t('inside.pod.lanesHint')}</small></h3>
      <div className={styles.lanes}>
        {groups.map(([role, all], i) => (
          <div key={role} className={styles.lane}>
            {i > 0 && <span className={styles.then} aria-hidden="true">›</span>}
            <h4>{t(`inside.role.${role}`)}</h4>
            <ul>{all.map(one => <Card key={one.name} container={one} />)}</ul>
          </div>
        ))}
      </div>
    </section>
  )
}

function Card({ container }: { readonly container: ContainerRow }) {
  const t = useText()
  const { name, place, image, state, ready, restarts, backOff, last, exitCode = 0, role } = container
  return (
    <li data-place={place} data-state={state} className={styles.container}>
      <p><i className={near.square} data-role={role} data-state={state} data-ready={ready} data-bad={exitCode !== 0} aria-hidden="true" /><ToPlace place={place}><span>{name}</span></ToPlace>{backOff && <Arc beat={backOff} size={34} tone="bad" title={t(`inside.backOff.${backOff.of}`, { time: duration(backOff.leftUs) })}>{shortly(backOff.leftUs).replace(/(\.\d)? s/, '')}</Arc>}</p>
      <code>{imageName(image)}</code>
      <p className={styles.what}>{stateWords(container, t)}</p>
      {(restarts > 0 || last !== undefined) && <small>{t('inside.restarts', { count: restarts })}{last !== undefined && <> · {t('inside.ended', { code: last.exitCode, reason: last.reason })} <Moment at={last.finishedAt} /></>}</small>}
    </li>
  )
}

/** What a container is at, in words. */
export function stateWords({ state, ready, started, waiting, exitCode = 0, reason, killing, role, startedAt, backOff }: Omit<ContainerRow, 'place'>, t: Translate): string {
  if (backOff) return `${waiting?.reason ?? t('inside.box.waiting')} · ${t(`inside.backOff.${backOff.of}`, { time: duration(backOff.leftUs) })}`
  if (killing) return t('inside.box.killing')
  if (waiting && state !== 'running') return waiting.reason
  switch (state) {
    case 'running': return `${t(role !== 'init' && ready ? 'inside.box.ready' : started ? 'inside.box.notReady' : 'inside.box.notStarted')}${startedAt === undefined || startedAt < 0 ? '' : ` · ${t('inside.since')} ${(startedAt / 1_000_000).toFixed(1)} s`}`
    case 'exited': return t('inside.ended', { code: exitCode, reason })
    default: return t(`inside.box.${state}`)
  }
}
