import { useText } from '../i18n/text.ts'
import { useEngine } from '../store/glass.ts'
import type { Timeline } from '../store/timeline-marks.ts'
import styles from './scrubber.module.css'
import type { TimeScale } from './time-scale.ts'

export interface BranchLanesProps { readonly timeline: Timeline; readonly branch: number; readonly scale: TimeScale; readonly width: number }

/** Other lives of the same cluster leave the line where they forked; a click goes over to them. */
export function BranchLanes({ timeline, branch, scale, width }: BranchLanesProps) {
  const t = useText()
  const engine = useEngine()
  const others = timeline.branches.filter(one => one.id !== branch).slice(-6)
  return (
    <>
      {others.map((one, i) => {
        const y = 52 + Math.min(i, 1) * 9
        const from = scale.xOf(Math.max(0, one.forkAt))
        const until = Math.min(width - 8, Math.max(from + 60, scale.xOf(one.endAt)))
        const name = one.name || t('transport.branch.main')
        const label = Math.min(170, name.length * 6 + 20)
        return (
          <g key={one.id} className={styles.lane} onPointerDown={event => { event.stopPropagation(); engine.command({ do: 'switch-branch', branch: one.id }) }}>
            <path d={`M${from} 37C${from + 18} ${y} ${from + 18} ${y} ${from + 36} ${y}H${until}`} />
            <circle cx={until} cy={y} r="4" />
            {i < 2 && <><rect x={from + 36} y={y - 8.5} width={label} height="17" rx="8.5" /><text x={from + 46} y={y + 4}>{name}</text></>}
          </g>
        )
      })}
    </>
  )
}
