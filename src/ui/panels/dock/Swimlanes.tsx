import { Minus, Plus, Table2, X } from 'lucide-react'
import { memo, useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react'
import type { AnswerTo } from '../../../protocol/index.ts'
import { useWhy, useWhyStore } from '../../actions/ask-why.ts'
import { useText } from '../../i18n/text.ts'
import { useAnswer, useChange, useEngine, useSession, useSettings } from '../../store/glass.ts'
import controls from '../../styles/controls.module.css'
import { placeName, seconds } from '../names.ts'
import styles from './lanes.module.css'
import { LanePicture } from './LanePicture.tsx'
import { laneTimes } from './lane-times.ts'

export interface SwimlanesProps {
  /** Beside the terminal: no tools, only the picture. */
  readonly brief?: boolean
}

const SPREAD_MOST = 4
/** Pixels of the names at the left and of the future at the right. */
const MARGINS = 250

/** Who spoke to whom, time to the right; idle time is folded. What lies after the head has not happened yet. */
export const Swimlanes = memo(function Swimlanes({ brief = false }: SwimlanesProps) {
  const t = useText()
  const engine = useEngine()
  const lanes = useWhy().lanes
  const why = useWhyStore()
  const answer = useAnswer({ ask: 'swimlanes', limit: 500, ...(lanes === undefined ? {} : { event: lanes }) } as const)
  const table = useSettings(settings => settings.tables)
  const change = useChange()
  const setTable = (tables: boolean) => change(draft => { draft.tables = tables })
  const [zoom, setZoom] = useState(1)
  const [focused, setFocused] = useState<number>()
  const scroller = useRef<HTMLDivElement>(null)
  const now = useSession(session => session.clock.at)
  const [room, setRoom] = useState(0)
  const times = useMemo(() => {
    if (answer === undefined) return undefined
    const moments = [...answer.arrows.flatMap(arrow => [arrow.sentAt, arrow.at]), ...answer.bars.flatMap(bar => [bar.from, bar.until])]
    // A short conversation is spread over the room that there is.
    const spread = Math.min(SPREAD_MOST, Math.max(1, (room - MARGINS) / Math.max(1, laneTimes(moments).width)))
    return laneTimes(moments, zoom * spread)
  }, [answer, zoom, room])
  const head = times?.x(now) ?? 0
  useEffect(() => {
    const box = scroller.current
    if (box === null) return
    const observer = new ResizeObserver(() => setRoom(box.clientWidth))
    observer.observe(box)
    return () => observer.disconnect()
  }, [answer === undefined])
  useEffect(() => {
    const box = scroller.current
    if (box !== null && (head < box.scrollLeft + 20 || head > box.scrollLeft + box.clientWidth - 200)) box.scrollLeft = head - (box.clientWidth - 134) * .6
  }, [head])
  if (answer === undefined || times === undefined || answer.arrows.length === 0) return <p className={styles.empty}>{t('lanes.empty')}</p>
  const onKeyDown = (event: KeyboardEvent) => {
    const at = answer.arrows.findIndex(arrow => arrow.event === focused)
    const to = event.key === 'ArrowRight' || event.key === 'ArrowDown' ? Math.min(answer.arrows.length - 1, at + 1) : event.key === 'ArrowLeft' || event.key === 'ArrowUp' ? Math.max(0, at - 1) : undefined
    if (table || to === undefined) return
    event.preventDefault()
    const next = answer.arrows[to]!.event
    setFocused(next)
    scroller.current?.querySelector<SVGGElement>(`[data-event="${next}"]`)?.focus()
  }
  return (
    <div className={styles.panel} onKeyDown={onKeyDown} role="group" aria-label={t('dock.swimlanes')}>
      <div className={styles.tools} data-brief={brief && lanes === undefined}>
        {lanes !== undefined && <button type="button" className={controls.button} onClick={() => why.setState({ lanes: undefined })}>{t('lanes.ofOne')}<X size={14} aria-hidden="true" /></button>}
        <button type="button" className={controls.icon} aria-label={t('lanes.zoomOut')} title={t('lanes.zoomOut')} onClick={() => setZoom(Math.max(.4, zoom / 1.5))}><Minus size={14} aria-hidden="true" /></button>
        <button type="button" className={controls.icon} aria-label={t('lanes.zoomIn')} title={t('lanes.zoomIn')} onClick={() => setZoom(Math.min(5, zoom * 1.5))}><Plus size={14} aria-hidden="true" /></button>
        <button type="button" className={controls.icon} aria-pressed={table} aria-label={t(table ? 'lanes.picture' : 'lanes.table')} title={`${t(table ? 'lanes.picture' : 'lanes.table')} (Alt T)`} onClick={() => setTable(!table)}><Table2 size={14} aria-hidden="true" /></button>
      </div>
      <div ref={scroller} className={styles.scroller} tabIndex={table ? 0 : -1}>
        {table
          ? <LaneTable answer={answer} onSeek={event => engine.command({ do: 'seek', to: { event } })} />
          : <LanePicture answer={answer} times={times} head={head} focused={focused ?? answer.arrows.findLast(arrow => !arrow.future)?.event ?? answer.arrows[0]!.event} onSeek={event => { setFocused(event); engine.command({ do: 'seek', to: { event } }) }} />}
      </div>
    </div>
  )
})

function LaneTable({ answer, onSeek }: { readonly answer: AnswerTo<'swimlanes'>; readonly onSeek: (event: number) => void }) {
  const t = useText()
  return (
    <table className={styles.table}>
      <thead><tr><th scope="col">{t('lanes.at')}</th><th scope="col">{t('lanes.from')}</th><th scope="col">{t('lanes.to')}</th><th scope="col">{t('lanes.what')}</th></tr></thead>
      <tbody>{answer.arrows.map(arrow => (
        <tr key={arrow.event} data-future={arrow.future}>
          <td className="mono"><button type="button" onClick={() => onSeek(arrow.event)}>{seconds(arrow.at)}</button></td><td>{placeName(arrow.from)}</td><td>{placeName(arrow.to)}</td>
          <td className="mono">{arrow.label}{arrow.future && <span className="hidden-visually"> ({t('lanes.notYet')})</span>}</td>
        </tr>
      ))}</tbody>
    </table>
  )
}
