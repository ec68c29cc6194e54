import { memo } from 'react'
import { useText } from '../../i18n/text.ts'
import { useAnswer, useEngine, useSession } from '../../store/glass.ts'
import { laneTimes } from './lane-times.ts'
import styles from './dock.module.css'

const LANE = 24
const LEFT = 190
const TOP = 14

/** Who spoke to whom, time to the right; idle time is folded. What lies after the head has not happened yet. */
export const Swimlanes = memo(function Swimlanes() {
  const t = useText()
  const engine = useEngine()
  const now = useSession(session => session.clock.at)
  const answer = useAnswer({ ask: 'swimlanes', limit: 400 } as const)
  if (answer === undefined || answer.arrows.length === 0) return <p className={styles.empty}>{t('dock.empty')}</p>
  const times = laneTimes(answer.arrows.flatMap(arrow => [arrow.sentAt, arrow.at]).concat(answer.bars.flatMap(bar => [bar.from, bar.until])))
  const x = (at: number) => LEFT + times.x(at)
  const y = (lane: string) => TOP + LANE * (answer.lanes.indexOf(lane) + .5)
  const height = TOP + LANE * answer.lanes.length + 10
  const seek = (event: number) => engine.command({ do: 'seek', to: { event } })
  return (
    <svg className={styles.lanes} width={LEFT + times.width + 60} height={height} role="group" aria-label={t('dock.swimlanes')}>
      <defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="6" markerHeight="6" orient="auto"><path d="M0 0 8 4 0 8z" fill="context-stroke" /></marker></defs>
      {answer.lanes.map(lane => <g key={lane}><text x="10" y={y(lane) + 4}>{lane.replace('node/', '').replace('controller-manager/', '')}</text><line className={styles.lane} x1={LEFT} x2={LEFT + times.width + 40} y1={y(lane)} y2={y(lane)} /></g>)}
      {times.breaks.map(at => <text key={at} className={styles.label} x={LEFT + at - 4} y="11" aria-hidden="true">⫽</text>)}
      {answer.bars.map(bar => <rect key={`${bar.lane} ${bar.from}`} className={styles.bar} x={x(bar.from)} width={Math.max(3, x(bar.until) - x(bar.from))} y={y(bar.lane) - 5} height="10" rx="5"><title>{bar.label}</title></rect>)}
      {answer.arrows.map(arrow => (
        <g key={arrow.event} className={styles.arrow} data-verb={arrow.verb} data-future={arrow.future} role="button" tabIndex={0} aria-label={`${arrow.from} → ${arrow.to}: ${arrow.label}`} onClick={() => seek(arrow.event)} onKeyDown={event => { if (event.key === 'Enter') seek(arrow.event) }}>
          <title>{`${arrow.label}  ${(arrow.at / 1e6).toFixed(6)} s`}</title>
          <line x1={x(arrow.sentAt)} y1={y(arrow.from)} x2={x(arrow.at)} y2={y(arrow.to)} markerEnd="url(#tip)" />
        </g>
      ))}
      <line className={styles.head} x1={x(now)} x2={x(now)} y1="2" y2={height - 4} />
    </svg>
  )
})
