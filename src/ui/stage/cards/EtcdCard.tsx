import { memo } from 'react'
import { KindGlyph } from '../../glyphs/KindGlyph.tsx'
import { useText } from '../../i18n/text.ts'
import { useEntities, useSession, useView } from '../../store/glass.ts'
import { useActing } from '../acting.ts'
import styles from './cards.module.css'

const CELLS = 7

export const EtcdCard = memo(function EtcdCard() {
  const t = useText()
  const members = useEntities(entities => entities.etcd)
  const revision = useSession(session => session.clock.revision)
  return (
    <div className={styles.store} data-thing="etcd" data-act={useActing('etcd', true)}>
      <div className={styles.head}><KindGlyph kind="etcd" /><b>etcd</b><span className={`${styles.side} mono`}>{t('box.etcd.rev', { revision })}</span></div>
      {members.slice(0, 3).map(id => <Member key={id} id={id} />)}
    </div>
  )
})

function Member({ id }: { readonly id: string }) {
  const t = useText()
  const member = useView('etcd', id)
  const last = useEntities(({ etcd, views }) => Math.max(...etcd.map(one => { const view = views.get(one); return view?.kind === 'etcd' ? view.lastIndex : 0 })))
  const act = useActing(id)
  if (member === undefined) return null
  return (
    <div className={styles.member} data-thing={id} data-act={act} style={member.up ? undefined : { opacity: .5 }}>
      <b style={member.up ? undefined : { textDecoration: 'line-through' }}>{member.name}</b>
      <div className={styles.log}>{Array.from({ length: CELLS }, (_, cell) => <i key={cell} data-cell={cellOf(last - CELLS + 1 + cell, member.lastIndex, member.commit, last)} />)}</div>
      <span className={styles.star}>{member.role === 'leader' && member.up ? <Star title={t('box.leader')} /> : member.role !== 'follower' && member.up ? <Ring /> : null}</span>
    </div>
  )
}

/** A cell is one entry of the log: missing, stored but not committed, committed, or the newest. */
function cellOf(index: number, lastIndex: number, commit: number, newest: number): 'none' | 'held' | 'done' | 'last' {
  if (index <= 0 || index > lastIndex) return 'none'
  if (index > commit) return 'held'
  return index === newest ? 'last' : 'done'
}

function Star({ title }: { readonly title: string }) {
  return <svg width="12" height="12" viewBox="0 0 24 24"><title>{title}</title><path d="M12 2.600l2.9 5.9 6.5.9-4.7 4.6 1.1 6.5-5.8-3.1-5.8 3.1 1.1-6.500L2.6 9.400l6.5-.9z" fill="currentColor" /></svg>
}

function Ring() {
  return <svg width="12" height="12" viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12" r="8" fill="none" stroke="currentColor" strokeWidth="3" strokeDasharray="5 4" /></svg>
}
