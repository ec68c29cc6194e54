import type { EtcdMemberInside } from '../../../protocol/index.ts'
import { useText } from '../../i18n/text.ts'
import { duration } from '../amounts.ts'
import room from '../room.module.css'
import styles from './etcd.module.css'

/** One row for each member: what it is, what its disk does, and for the leader what it believes of each follower. */
export function Members({ members }: { readonly members: readonly EtcdMemberInside[] }) {
  const t = useText()
  const leader = members.find(one => one.role === 'leader' && one.up)
  return (
    <div className={room.scroller} tabIndex={0} role="group" aria-label={t('inside.etcd.members')}>
      <table className={`${room.table} ${styles.members}`}>
        <thead><tr>
          <th scope="col">{t('inside.etcd.member')}</th><th scope="col" className={room.number}>{t('inside.etcd.commit')}</th><th scope="col" className={room.number}>{t('inside.etcd.matchNext')}</th>
          <th scope="col">{t('inside.etcd.disk')}</th>
        </tr></thead>
        <tbody>{members.map(member => <Row key={member.name} member={member} leader={leader} />)}</tbody>
      </table>
    </div>
  )
}

function Row({ member, leader }: { readonly member: EtcdMemberInside; readonly leader: EtcdMemberInside | undefined }) {
  const t = useText()
  const { name, up, role, stage, commit, applied, stable, disk, bytes, keys, watchers, pending, lastIndex } = member
  const progress = leader?.followers.find(one => one.name === name)
  const isLeader = member === leader
  return (
    <tr>
      <th scope="row"><b className={room.mono}>{name}</b><span className={room.state} data-good={up && stage === 'running' ? undefined : false}>{!up ? t('box.down') : stage === 'running' ? t(roleKey(role)) : t(`inside.etcd.stage.${stage}`)}</span><small>{t('inside.etcd.keysIn', { keys, size: Math.round(bytes / 1024) })}</small>{up && (watchers > 0 || pending > 0) && <small>{t('inside.etcd.serves', { watchers, pending })}</small>}</th>
      <td className={room.number} title={t('inside.etcd.appliedHint')}>{commit}<small>{t('inside.etcd.applied', { applied })}</small></td>
      <td className={room.number}>{isLeader ? lastIndex : progress ? `${progress.match} / ${progress.next}` : '–'}<small>{isLeader ? t('inside.etcd.ownLog') : progress ? `${t(`inside.etcd.progress.${progress.state}` as 'inside.etcd.progress.probe')}${progress.active ? '' : ` · ${t('inside.etcd.silent')}`}` : ''}</small></td>
      <td><Disk disk={disk} unwritten={lastIndex - stable} /></td>
    </tr>
  )
}

const roleKey = (role: EtcdMemberInside['role']) => (role === 'pre-candidate' ? 'box.candidate' : `box.${role}` as const)

/** The last fsyncs of the write-ahead log, newest at the right; etcd wants them below 10 ms. */
function Disk({ disk, unwritten }: { readonly disk: EtcdMemberInside['disk']; readonly unwritten: number }) {
  const t = useText()
  const last = disk.fsyncs.slice(0, 16).reverse()
  const most = Math.max(2_000, ...last)
  const newest = disk.fsyncs[0]
  return (
    <span className={styles.disk}>
      <span aria-hidden="true">{last.map((us, i) => <i key={i} data-slow={us > 10_000} style={{ height: `${Math.max(12, (100 * us) / most)}%` }} />)}</span>
      <b>{disk.full ? t('inside.etcd.full') : disk.syncing > 0 ? t('inside.etcd.syncing', { time: duration(disk.sinceUs) }) : newest === undefined ? '–' : `fsync ${duration(newest)}`}</b>
      <small>{disk.speed}{disk.waiting > 0 && ` · ${t('inside.etcd.waiting', { count: disk.waiting })}`}{unwritten > 0 && ` · ${t('inside.etcd.unwritten', { count: unwritten })}`}</small>
    </span>
  )
}
