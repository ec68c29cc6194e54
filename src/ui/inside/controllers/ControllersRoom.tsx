import type { ControllerLane, ControllersInside } from '../../../protocol/index.ts'
import { useText } from '../../i18n/text.ts'
import { useSession } from '../../store/glass.ts'
import { visibleControllers } from '../../stage/controller-chips.ts'
import { duration } from '../amounts.ts'
import type { RoomProps } from '../InsidePlace.tsx'
import room from '../room.module.css'
import styles from './controllers.module.css'
import { Informers } from './Informers.tsx'
import { Lane } from './Lane.tsx'

/** Those that the stage shows come first, as there. */
function inTheirOrder(controllers: readonly ControllerLane[]): readonly ControllerLane[] {
  const order = visibleControllers(controllers.map(({ name }) => name), controllers.length)
  return [...controllers].sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name))
}

/** The caches that all controllers share, and below them a lane for each: what it reads, what waits, who works, what comes back, what was done. */
export function ControllersRoom({ inside }: RoomProps<ControllersInside>) {
  const t = useText()
  const now = useSession(session => session.clock.at)
  const { controllers, informers, up, leading, holder, leaseRenewedAt } = inside
  return (
    <div className={styles.room}>
      <section className={room.panel} aria-label={t('inside.ctl.informers')}>
        <h3>{t('inside.ctl.informers')}<span className={room.state} data-good={up && leading} title={holder}>{!up ? t('box.down') : leading ? t('inside.ctl.leader', { time: duration(Math.max(0, now - (leaseRenewedAt ?? now))) }) : t('inside.ctl.noLeader')}</span><small>{t('inside.ctl.informersHint')}</small></h3>
        <Informers informers={informers} controllers={controllers} />
      </section>
      <section className={`${room.panel} ${styles.lanes}`} aria-label={t('inside.ctl.lanes')}>
        <div className={room.scroller} tabIndex={0} role="group" aria-label={t('inside.ctl.lanes')}>
          <table>
            <caption className="hidden-visually">{t('inside.ctl.lanes')}</caption>
            <thead><tr><th scope="col">{t('inside.ctl.lane')}</th><th scope="col">{t('inside.ctl.queue')}</th><th scope="col">{t('inside.ctl.workers')}</th><th scope="col">{t('inside.ctl.later')}</th><th scope="col">{t('inside.ctl.last')}</th></tr></thead>
            <tbody>{inTheirOrder(controllers).map(lane => <Lane key={lane.name} lane={lane} now={now} />)}</tbody>
          </table>
        </div>
      </section>
    </div>
  )
}
