import type { NodeInside } from '../../../protocol/index.ts'
import { useText } from '../../i18n/text.ts'
import { Moment } from '../../panels/Moment.tsx'
import type { RoomProps } from '../InsidePlace.tsx'
import { ToPlace } from '../ToPlace.tsx'
import room from '../room.module.css'
import { Addresses } from './Addresses.tsx'
import { Containerd } from './Containerd.tsx'
import { Kubelet } from './Kubelet.tsx'
import styles from './node.module.css'
import { Room } from './Room.tsx'
import { Workers } from './Workers.tsx'

/** A machine from within: the kubelet with its beats and a worker for each Pod, what containerd has, which address is whose, and what is left of it all. */
export function NodeRoom({ inside }: RoomProps<NodeInside>) {
  const t = useText()
  const { node, powered, proxy, up } = inside
  return (
    <div className={styles.room} data-off={!powered}>
      {!powered && <p className={styles.off} role="status">{t('inside.node.off')}</p>}
      <Kubelet inside={inside} />
      <Room room={inside.room} taints={inside.taints} unschedulable={inside.unschedulable} />
      <Workers inside={inside} />
      <Containerd runtime={inside.runtime} up={up.runtime} />
      <Addresses cni={inside.cni} up={up.cni} />
      <section className={room.panel} aria-label="kube-proxy">
        <h3>kube-proxy{!up.proxy && <span className={room.state} data-good="false">{t('box.down')}</span>}{proxy.pending && <span className={room.state}>{t('inside.proxy.pending')}</span>}<small>{t('inside.proxy.synced', { count: proxy.syncs })} <Moment at={proxy.syncedAt} /></small></h3>
        <p className={room.note}>{t('inside.node.proxyHint', { count: proxy.services })}</p>
        <ToPlace place={`node/${node}/proxy`}>{t('inside.node.proxyDoor')}</ToPlace>
      </section>
    </div>
  )
}
