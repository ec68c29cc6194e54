import type { EtcdInside, EtcdMemberInside, Touching } from '../../../protocol/index.ts'
import { useText } from '../../i18n/text.ts'
import { useSession } from '../../store/glass.ts'
import { useStageStore } from '../../store/stage-ui.ts'
import { duration } from '../amounts.ts'
import { useFlights, useTouching } from '../touching.ts'
import styles from './etcd.module.css'
import { arc, between, HEIGHT, RADIUS, seats, WIDTH, type At } from './ring.ts'

/** The raft group as a ring: role and term in each circle, the timer around it, entries and answers on the lines between. */
export function Ring({ inside: { members } }: { readonly inside: EtcdInside }) {
  const t = useText()
  const places = seats(members.length)
  const seatOf = (name: string): At | undefined => places[members.findIndex(one => one.name === name)]
  const leader = members.find(one => one.role === 'leader' && one.up)
  return (
    <div className={styles.ring}>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={t('inside.etcd.ringText', { members: members.map(one => `${one.name} ${one.up ? one.role : t('box.down')}`).join(', '), term: Math.max(...members.map(({ term }) => term)) })}>
        {members.flatMap((one, i) => members.slice(i + 1).map(other => {
          const [a, b] = [seatOf(one.name), seatOf(other.name)]
          if (!a || !b) return null
          const [from, to] = [between(a, b, 0), between(a, b, 1)]
          return <line key={`${one.name} ${other.name}`} className={styles.wire} data-lead={one === leader || other === leader} x1={from.x} y1={from.y} x2={to.x} y2={to.y} />
        }))}
        <Flying seatOf={seatOf} leader={leader?.name} />
        {members.map((member, i) => <Circle key={member.name} member={member} at={places[i]!} />)}
      </svg>
      <Break members={members} />
    </div>
  )
}

function Circle({ member, at }: { readonly member: EtcdMemberInside; readonly at: At }) {
  const t = useText()
  const { name, role, up, term, timer, votes } = member
  const granted = votes.filter(one => one.granted).length
  return (
    <g className={styles.member} data-role={up ? role : 'down'}>
      <circle cx={at.x} cy={at.y} r={RADIUS} />
      {timer && <><circle className={styles.timerTrack} cx={at.x} cy={at.y} r={RADIUS + 5} /><path className={styles.timer} d={arc(at, RADIUS + 5, timer.leftUs / timer.ofUs)} /></>}
      <RoleGlyph role={up ? role : 'down'} at={at} />
      <text x={at.x} y={at.y + 8} className={styles.name}>{name}</text>
      <text x={at.x} y={at.y + 21} className={styles.term}>{t('box.term', { term })}</text>
      {timer && <text x={at.x} y={at.y + RADIUS + 18} className={styles.left}>{t(role === 'leader' ? 'inside.etcd.heartbeat' : 'inside.etcd.election', { time: duration(timer.leftUs) })}</text>}
      {role.endsWith('candidate') && votes.length > 0 && <text x={at.x} y={at.y - RADIUS - 9} className={styles.left}>{t('inside.etcd.votes', { granted, of: votes.length })}</text>}
    </g>
  )
}

/** Star, outline, ring of a candidate, cross: the role without its colour. */
function RoleGlyph({ role, at: { x, y } }: { readonly role: EtcdMemberInside['role'] | 'down'; readonly at: At }) {
  const top = y - 13
  switch (role) {
    case 'leader': return <path className={styles.star} d="M0 -8l2.3 4.7 5.2.7-3.8 3.600.9 5.200L0 3.700l-4.600 2.500.9-5.200-3.800-3.600 5.200-.7z" transform={`translate(${x} ${top})`} />
    case 'candidate': case 'pre-candidate': return <circle className={styles.candidate} cx={x} cy={top} r={6} />
    case 'follower': return <circle className={styles.follower} cx={x} cy={top} r={5} />
    case 'down': return <path className={styles.cross} d={`M${x - 5} ${top - 5}l10 10M${x + 5} ${top - 5}l-10 10`} />
  }
}

/** Messages between members where they are on their way. */
function Flying({ seatOf, leader }: { readonly seatOf: (name: string) => At | undefined; readonly leader: string | undefined }) {
  const now = useSession(session => session.clock.at)
  const touching = useTouching()
  const flying = useFlights()
  const flights = touching.filter((one): one is Touching & { readonly self: string } => one.state === 'flying' && one.self !== undefined)
  return flights.map(({ event, self, other, way, sentAt, at, label }) => {
    const [here, there] = [seatOf(self.slice('etcd/'.length)), seatOf(other.slice('etcd/'.length))]
    if (!here || !there) return null
    const [from, to] = way === 'in' ? [there, here] : [here, there]
    const spot = between(from, to, at <= sentAt ? 1 : (now - sentAt) / (at - sentAt))
    const end = between(from, to, 1)
    const millis = flying.get(event)
    const sender = (way === 'in' ? other : self).slice('etcd/'.length)
    return (
      <path key={event} className={styles.packet} data-answer={sender !== leader} data-flies={millis !== undefined} d="M0 -7l7 7-7 7-7-7z"
        style={{ transform: `translate(${spot.x}px, ${spot.y}px)`, '--x': `${end.x}px`, '--y': `${end.y}px`, ...(millis === undefined ? {} : { animationDuration: `${millis}ms` }) } as React.CSSProperties}><title>{label}</title></path>
    )
  })
}

/** The menu of what may be broken about a member, without the picture's right click. */
function Break({ members }: { readonly members: readonly EtcdMemberInside[] }) {
  const t = useText()
  const store = useStageStore()
  return (
    <p className={styles.break}>{t('inside.etcd.break')}{members.map(({ name }) => (
      <button key={name} type="button" onClick={event => { const { left, bottom } = event.currentTarget.getBoundingClientRect(); store.setState({ poke: { thing: `etcd/${name}`, x: left, y: bottom } }) }}>{name}</button>
    ))}</p>
  )
}
