import type { EtcdInside, EtcdMemberInside } from '../../../protocol/index.ts'
import { useText } from '../../i18n/text.ts'
import room from '../room.module.css'
import styles from './etcd.module.css'

interface LogProps { readonly inside: EtcdInside; readonly onKey: (key: string) => void }

/** The end of every member's log: one column an index. Filled is committed, outlined is stored only; the marks are the leader's beliefs. */
export function LogGrid({ inside: { members, window }, onKey }: LogProps) {
  const t = useText()
  const indexes = Array.from({ length: window.last - window.first + 2 }, (_, i) => window.first + i) // One more: where the next entry will stand.
  const leader = members.find(one => one.role === 'leader' && one.up)
  const newest = (leader ?? members[0])?.log.findLast(({ index }) => index === window.last)
  return (
    <>
      <div className={room.scroller} tabIndex={0} role="group" aria-label={t('inside.etcd.log')}>
        <table className={styles.grid}>
          <caption className="hidden-visually">{t('inside.etcd.logCaption', { first: window.first, last: window.last })}</caption>
          <thead><tr><th scope="col">{t('inside.etcd.index')}</th>{indexes.map(index => <th key={index} scope="col">{index % 3 === window.last % 3 || index === window.last ? index : <span className="hidden-visually">{index}</span>}</th>)}</tr></thead>
          <tbody>{members.map(member => <Row key={member.name} member={member} indexes={indexes} leader={leader} />)}</tbody>
        </table>
      </div>
      <ul className={styles.gridLegend}>
        <li><i data-cell="committed" aria-hidden="true" />{t('inside.etcd.committed')}</li><li><i data-cell="stored" aria-hidden="true" />{t('inside.etcd.stored')}</li><li><i data-cell="missing" aria-hidden="true" />{t('inside.etcd.missing')}</li>
        <li><b aria-hidden="true">▲</b>{t('inside.etcd.match')}</li><li><b aria-hidden="true">△</b>{t('inside.etcd.next')}</li>
      </ul>
      {newest !== undefined && <p className={styles.newest}>{t('inside.etcd.newest', { index: newest.index, term: newest.term })} <b className={room.mono}>{newest.kind} {newest.key === undefined ? '' : newest.key.startsWith('/registry/') ? <button type="button" onClick={() => onKey(newest.key!)}>{newest.key}</button> : newest.key}</b></p>}
    </>
  )
}

function Row({ member, indexes, leader }: { readonly member: EtcdMemberInside; readonly indexes: readonly number[]; readonly leader: EtcdMemberInside | undefined }) {
  const t = useText()
  const entries = new Map(member.log.map(entry => [entry.index, entry]))
  const progress = leader?.followers.find(one => one.name === member.name)
  return (
    <tr data-up={member.up}>
      <th scope="row">{member.name}{member === leader && <span className={styles.lead}> ★</span>}</th>
      {indexes.map(index => {
        const entry = entries.get(index)
        const cell = entry === undefined ? 'missing' : index <= member.commit ? 'committed' : 'stored'
        const mark = progress?.match === index ? 'match' : progress?.next === index ? 'next' : undefined
        return (
          <td key={index} title={entry === undefined ? `${index}` : `${index} · ${t('box.term', { term: entry.term })} · ${entry.kind} ${entry.key ?? ''}`}>
            <i data-cell={cell} data-term={(entry?.term ?? 0) % 2} data-open={entry?.kind === 'term'}><span className="hidden-visually">{t(`inside.etcd.${cell}`)}</span></i>
            {mark && <b className={styles.mark}>{mark === 'match' ? '▲' : '△'}<span className="hidden-visually">{t(`inside.etcd.${mark}`)}</span></b>}
          </td>
        )
      })}
    </tr>
  )
}
