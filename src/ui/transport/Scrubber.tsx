import { lazy, memo, Suspense, useEffect, useMemo, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react'
import type { TimelineMark } from '../../protocol/index.ts'
import { useText } from '../i18n/text.ts'
import { useEngine, useSession } from '../store/glass.ts'
import { flagLabels } from './flag-labels.ts'
import { pokeText } from './poke-text.ts'
import styles from './scrubber.module.css'
import { idlesOf, planScale, scaleOf, secondsText, type TimeScale } from './time-scale.ts'
import { writeTicks } from './write-ticks.ts'

const Lanes = lazy(async () => ({ default: (await import('../time/late.ts')).Lanes }))
const Preview = lazy(async () => ({ default: (await import('../time/late.ts')).Preview }))

const TOP = 21
const THICK = 16

/** All of the simulated time: flags for commands, ticks for writes, hatches for folded idle time. Dragging seeks live. */
export const Scrubber = memo(function Scrubber({ phone = false }: { readonly phone?: boolean }) {
  const t = useText()
  const engine = useEngine()
  const [self, width] = useWidth()
  const timeline = useSession(session => session.timeline)
  const branch = useSession(session => session.transport.branch)
  const at = useSession(session => session.clock.at)
  const lane = timeline.branches.find(one => one.id === branch)
  const end = Math.max(at, lane?.endAt ?? 0)
  const idles = useMemo(() => idlesOf(timeline.marks, branch), [timeline.marks, branch])
  const start = timeline.historyFrom
  const plan = planScale(idles, start, end, width)
  const scale = useMemo(() => scaleOf(plan), [branch, plan.key])
  const headX = scale.xOf(at)
  const seek = (to: number) => engine.command({ do: 'seek', to: { at: Math.min(end, Math.max(start, Math.round(to))) } })

  const drag = (event: PointerEvent<SVGSVGElement>) => {
    if (event.type === 'pointerdown') event.currentTarget.setPointerCapture(event.pointerId)
    else if (!event.currentTarget.hasPointerCapture(event.pointerId)) return
    seek(scale.timeOf(event.clientX - event.currentTarget.getBoundingClientRect().left))
  }
  const press = (event: KeyboardEvent) => {
    const jump = { ArrowLeft: -100_000, ArrowRight: 100_000, PageUp: -1_000_000, PageDown: 1_000_000 }[event.key]
    if (jump !== undefined) seek(at + jump)
    else if (event.key === 'Home') engine.command({ do: 'seek', to: { place: 'start' } })
    else if (event.key === 'End') engine.command({ do: 'seek', to: { place: 'end' } })
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  const [entered, setEntered] = useState<number>()
  return (
    <div className={styles.timeline} data-phone={phone} onPointerEnter={event => setEntered(event.clientX)}>
    <div ref={self} className={styles.scrubber} data-phone={phone} role="slider" tabIndex={0} onKeyDown={press} aria-label={t('transport.scrubber')}
      aria-valuemin={Math.round(start / 1000)} aria-valuemax={Math.round(end / 1000)} aria-valuenow={Math.round(at / 1000)} aria-valuetext={t('transport.scrubber.value', { seconds: secondsText(at) })}>
      <svg width={width} height={phone ? 40 : 66} onPointerDown={drag} onPointerMove={drag} aria-hidden="true">
        <defs>
          <pattern id="fold" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="1.8" height="5" fill="var(--s-none)" /></pattern>
        </defs>
        <rect x="0" y={TOP} width={width} height={THICK} rx={THICK / 2} className={styles.track} />
        <rect x="0" y={TOP} width={Math.max(THICK, headX)} height={THICK} rx={THICK / 2} className={styles.done} />
        {end > at && <rect x={headX} y={TOP} width={Math.max(0, scale.xOf(end) - headX)} height={THICK} className={styles.future} />}
        <Marks branch={branch} scale={scale} phone={phone} />
        <Folds scale={scale} />
        {start > 0 && <HistoryStart start={start} phone={phone} />}
        {!phone && width - scale.xOf(end) > 110 && <text x={width - 12} y={TOP + 12} textAnchor="end" className={styles.not}>{t('transport.notYet')}</text>}
        <circle cx={Math.max(8, headX)} cy={TOP + THICK / 2} r="8.5" className={styles.head} />
        <circle cx={Math.max(8, headX)} cy={TOP + THICK / 2} r="3" fill="var(--app)" />
      </svg>
    </div>
    {!phone && (timeline.branches.length > 1 || timeline.bookmarks.length > 0) && <Suspense fallback={null}><Lanes scale={scale} width={width} /></Suspense>}
    {!phone && entered !== undefined && <Suspense fallback={null}><Preview home={self} entered={entered} scale={scale} end={end} branch={branch} /></Suspense>}
    </div>
  )
})

/** A ring keeps the last hour or so: what lay before the left end is gone. */
function HistoryStart({ start, phone }: { readonly start: number; readonly phone: boolean }) {
  const t = useText()
  return (
    <g>
      <title>{t('transport.history', { seconds: secondsText(start) })}</title>
      <rect x="0" y={phone ? TOP : 3} width="1.5" height={phone ? THICK : TOP + THICK - 3} className={styles.start} />
      {!phone && <text x="7" y="14" className={styles.idle}>{t('transport.historyHere')}</text>}
    </g>
  )
}

const Folds = memo(function Folds({ scale }: { readonly scale: TimeScale }) {
  const t = useText()
  return scale.folds.map(fold => (
    <g key={fold.from}>
      <title>{t('transport.idle', { seconds: ((fold.until - fold.from) / 1_000_000).toFixed(1) })}</title>
      <rect x={fold.x} y={TOP} width={fold.width} height={THICK} rx="3" fill="url(#fold)" opacity=".35" />
      {fold.width > 64 && <text x={fold.x + fold.width / 2} y={TOP + 12} textAnchor="middle" className={styles.idle}>{t('transport.idle', { seconds: ((fold.until - fold.from) / 1_000_000).toFixed(1) })}</text>}
    </g>
  ))
})

/** Changes only with new marks, not with the head. Writes are many and one line of the picture; the others have elements of their own. */
const Marks = memo(function Marks({ branch, scale, phone }: { readonly branch: number; readonly scale: TimeScale; readonly phone: boolean }) {
  const marks = useSession(session => session.timeline.marks)
  const flags = useSession(session => session.timeline.flags)
  const ready = marks.filter(mark => mark.mark === 'ready' && mark.branch === branch && mark.at >= 0) as readonly Extract<TimelineMark, { mark: 'ready' }>[]
  const most = ready.reduce((high, mark) => Math.max(high, mark.ready), 1)
  return (
    <>
      <path d={writeTicks(marks, branch, scale.xOf).map(({ x, height }) => `M${x + 1} ${(TOP + (THICK - height) / 2).toFixed(1)}v${height.toFixed(1)}`).join('')} className={styles.write} />
      <Flags flags={flags} branch={branch} scale={scale} phone={phone} />
      {ready.length > 0 && <path d={readyPath(ready.map(mark => [scale.xOf(mark.at), mark.ready / most] as const))} className={styles.ready} />}
    </>
  )
})

const Flags = memo(function Flags({ flags, branch, scale, phone }: { readonly flags: readonly TimelineMark[]; readonly branch: number; readonly scale: TimeScale; readonly phone: boolean }) {
  const t = useText()
  const engine = useEngine()
  const own = flags.filter(mark => mark.branch === branch && mark.at >= 0)
  const named = own.filter(mark => mark.mark === 'command' || mark.mark === 'fault')
  const textOf = (mark: TimelineMark) => (mark.mark === 'command' ? shortCommand(mark.line) : mark.mark === 'fault' ? pokeText(mark.poke, t) : '')
  const labels = flagLabels(named.map(mark => ({ x: scale.xOf(mark.at), text: textOf(mark) })))
  return (
    <>
      {own.map((mark, i) => {
        const x = scale.xOf(mark.at)
        switch (mark.mark) {
          case 'milestone': return <path key={i} d={`M${x} ${TOP - 5}l3.5 3.5-3.5 3.5-3.5-3.500z`} className={styles.milestone}><title>{mark.hop}</title></path>
          case 'command': case 'fault': {
            if (phone) return <rect key={i} x={x} y={TOP - 4} width="2" height={THICK + 8} className={mark.mark === 'fault' ? styles.fault : styles.command} />
            const label = labels[named.indexOf(mark)]
            return (
              <g key={i} transform={`translate(${x} 0)`} className={mark.mark === 'fault' ? styles.fault : styles.command} opacity={mark.mark === 'fault' && mark.undone ? .5 : 1}
                onPointerDown={event => { event.stopPropagation(); engine.command({ do: 'seek', to: { event: mark.event } }) }}>
                <title>{mark.mark === 'command' ? mark.line : textOf(mark)}</title>
                <rect x="-.75" y={label ? 4 : 18} width="1.5" height={TOP + THICK - (label ? 4 : 18)} />
                {label && <><rect y="2" width={label.wide} height="15" rx="1" /><text x="6" y="13.5">{label.text}</text></>}
              </g>
            )
          }
          default: return null
        }
      })}
    </>
  )
})

/** A stair of how many Pods were Ready, in the strip below the track. */
function readyPath(steps: readonly (readonly [number, number])[]): string {
  return steps.map(([x, part], i) => `${i === 0 ? 'M' : 'H'}${x}${i === 0 ? ' ' : 'V'}${(TOP + THICK + 7 - 5 * part).toFixed(1)}`).join('')
}

function shortCommand(line: string): string {
  const words = line.replace(/^kubectl\s+/, '').split(/\s+/).filter(word => !word.startsWith('-'))
  return ['set', 'rollout', 'create', 'auth'].includes(words[0] ?? '') && words[0] !== 'create' ? words.slice(0, 2).join(' ') : (words[0] ?? '')
}

function useWidth(): readonly [React.RefObject<HTMLDivElement | null>, number] {
  const ref = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(600)
  useEffect(() => {
    const element = ref.current
    if (element === null) return
    const seen = new ResizeObserver(() => setWidth(element.clientWidth))
    seen.observe(element)
    return () => seen.disconnect()
  }, [])
  return [ref, width]
}
