import { memo } from 'react'
import type { AnswerTo } from '../../../protocol/index.ts'
import { useText } from '../../i18n/text.ts'
import { placeName, seconds, shortPlace } from '../names.ts'
import styles from './lanes.module.css'
import type { LaneTimes } from './lane-times.ts'

const LANE = 20
const TOP = 8
const NAMES = 124
const ROOM = 110

export interface LanePictureProps {
  readonly answer: AnswerTo<'swimlanes'>
  readonly times: LaneTimes
  readonly head: number
  /** The one message that Tab reaches; arrow keys walk on from it. */
  readonly focused: number
  readonly onSeek: (event: number) => void
}

/** Names stay at the left while the lanes scroll. */
export function LanePicture({ answer, times, head, focused, onSeek }: LanePictureProps) {
  const t = useText()
  const height = TOP * 2 + LANE * answer.lanes.length
  const width = Math.max(times.width, head) + ROOM
  const latest = answer.arrows.findLast(arrow => !arrow.future)
  const acting = latest === undefined ? [] : [latest.from, latest.to]
  return (
    <div className={styles.picture} style={{ width: NAMES + width }}>
      <ol className={styles.names} style={{ width: NAMES, paddingTop: TOP }}>{answer.lanes.map(lane => <li key={lane} style={{ height: LANE }} data-acting={acting.includes(lane)}>{lane === 'kubectl' || lane === 'user' ? t('lanes.you') : lane === 'apiserver' ? placeName(lane) : shortPlace(lane)}</li>)}</ol>
      <svg width={width} height={height} role="group" aria-label={t('lanes.help')}>
        <defs>{['write', 'watch', 'raft', 'cri', 'net', 'bad'].map(hue => <marker key={hue} id={`tip-${hue}`} viewBox="0 0 8 8" refX="7" refY="4" markerWidth="6.5" markerHeight="6.5" orient="auto"><path d="M0 0 8 4 0 8z" fill={hue === 'bad' ? 'var(--bad)' : `var(--v-${hue})`} /></marker>)}</defs>
        {answer.lanes.map((lane, row) => <line key={lane} className={styles.lane} x1="0" x2={width} y1={yOf(row)} y2={yOf(row)} />)}
        {times.breaks.map(at => <path key={at} className={styles.break} d={`M${at - 4} ${height - 3}l3 ${6 - height}M${at + 2} ${height - 3}l3 ${6 - height}`} />)}
        <Conversation answer={answer} times={times} focused={focused} onSeek={onSeek} />
        <rect className={styles.future} x={head} width={width - head} y="0" height={height} />
        <text className={styles.notYet} x={Math.max(head + 14, width - ROOM + 14)} y={yOf(0) + 4}>{t('lanes.notYet')}</text>
        <path className={styles.head} d={`M${head} 2V${height - 2}M${head - 4} 1h8l-4 6z`} />
      </svg>
    </div>
  )
}

/** Apart from the head line, so that a moving clock redraws only that line. */
const Conversation = memo(function Conversation({ answer, times, focused, onSeek }: Omit<LanePictureProps, 'head'>) {
  const rows = new Map(answer.lanes.map((lane, row) => [lane, row]))
  const y = (lane: string) => yOf(rows.get(lane) ?? 0)
  return (
    <>
      {answer.bars.map((bar, index) => <rect key={`${bar.lane} ${bar.from} ${index}`} className={styles.bar} x={times.x(bar.from)} width={Math.max(5, times.x(bar.until) - times.x(bar.from))} y={y(bar.lane) - 4} height="8" rx="4"><title>{bar.label}</title></rect>)}
      {answer.arrows.map(arrow => {
        const line = { x1: times.x(arrow.sentAt), y1: y(arrow.from), x2: times.x(arrow.at), y2: y(arrow.to) }
        return (
          <g key={arrow.event} className={styles.arrow} data-event={arrow.event} data-verb={arrow.verb} role="button" tabIndex={arrow.event === focused ? 0 : -1} aria-label={`${placeName(arrow.from)} → ${placeName(arrow.to)}: ${arrow.label}, ${seconds(arrow.at)} s`}
            onClick={() => onSeek(arrow.event)} onKeyDown={event => { if (event.key === 'Enter' || event.key === ' ') { event.preventDefault(); event.stopPropagation(); onSeek(arrow.event) } }}>
            <title>{`${placeName(arrow.from)} → ${placeName(arrow.to)}\n${arrow.label}\n${seconds(arrow.at)} s`}</title>
            <line className={styles.hit} {...line} />
            <line {...line} markerEnd={`url(#tip-${hueOf(arrow.verb)})`} />
          </g>
        )
      })}
    </>
  )
})

const yOf = (row: number): number => TOP + LANE * (row + .5)

function hueOf(verb: string): string {
  switch (verb) {
    case 'watch': case 'raft': case 'cri': return verb
    case 'packet': return 'net'
    case 'error': return 'bad'
    default: return 'write'
  }
}
