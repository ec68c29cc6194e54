import type { ReactNode } from 'react'
import type { Beat } from '../../protocol/index.ts'
import styles from './near.module.css'

export interface ArcProps {
  readonly beat: Beat | undefined
  readonly size?: number
  readonly tone?: 'quiet' | 'bad' | 'good' | 'watch'
  readonly title?: string
  /** What stands in the middle. */
  readonly children?: ReactNode
}

/** What is left of a wait: it runs out clockwise. Without a beat the ring is dashed. */
export function Arc({ beat, size = 16, tone = 'quiet', title, children }: ArcProps) {
  const share = beat === undefined || beat.ofUs <= 0 ? 0 : Math.min(1, Math.max(0, beat.leftUs / beat.ofUs))
  return (
    <span className={styles.arc} data-tone={tone} title={title} style={{ width: size, height: size }}>
      <svg width={size} height={size} viewBox="0 0 40 40" aria-hidden="true">
        <circle cx="20" cy="20" r="16" data-track="" data-none={beat === undefined} />
        {share > 0 && <circle cx="20" cy="20" r="16" pathLength="1" strokeDasharray={`${share} 1`} transform="rotate(-90 20 20)" />}
      </svg>
      {children !== undefined && <span>{children}</span>}
    </span>
  )
}
