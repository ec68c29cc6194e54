import type { PodFill } from '../../protocol/index.ts'

export interface PodGlyphProps {
  readonly fill: PodFill
  readonly size?: number
  /** Quarters of the arc while creating, 0 to 4. */
  readonly progress?: number
  readonly terminating?: boolean
  /** Part of the grace that is left, 0 to 1. */
  readonly graceLeft?: number
}

const HUES: Readonly<Record<PodFill, string>> = {
  pending: 'var(--s-none)', creating: 'var(--s-creating)', running: 'var(--s-notready)', ready: 'var(--s-ready)',
  succeeded: 'var(--s-none)', failed: 'var(--s-failed)', unknown: 'var(--s-none)',
}

/** A Pod fills up as it comes alive: fill first, hue second, glyph third. */
export function PodGlyph({ fill, size = 17, progress = 0, terminating = false, graceLeft = 0 }: PodGlyphProps) {
  const hue = HUES[fill]
  return (
    <svg width={size} height={size} viewBox="0 0 20 20" aria-hidden="true" style={{ flex: 'none', display: 'block' }}>
      {terminating ? <Leaving graceLeft={graceLeft} hue={hue} /> : <Shape fill={fill} hue={hue} progress={progress} />}
    </svg>
  )
}

function Shape({ fill, hue, progress }: { fill: PodFill; hue: string; progress: number }) {
  switch (fill) {
    case 'pending': return <circle cx="10" cy="10" r="7.6" fill="none" stroke={hue} strokeWidth="2.2" strokeDasharray="3 2.97" />
    case 'creating': return (
      <>
        <circle cx="10" cy="10" r="7.6" fill="none" stroke={hue} strokeOpacity=".35" strokeWidth="2.2" />
        <circle cx="10" cy="10" r="7.6" fill="none" stroke={hue} strokeWidth="2.6" strokeLinecap="round" pathLength="4"
          strokeDasharray={`${Math.min(4, Math.max(.6, progress))} 4`} transform="rotate(-90 10 10)" style={{ transition: 'stroke-dasharray .2s' }} />
        <circle cx="10" cy="10" r="2" fill={hue} />
      </>
    )
    case 'running': return (
      <>
        <circle cx="10" cy="10" r="7.6" fill="none" stroke={hue} strokeWidth="2.2" />
        <path d="M10 2.4a7.6 7.6 0 0 0 0 15.2z" fill={hue} />
      </>
    )
    case 'ready': return (
      <>
        <circle cx="10" cy="10" r="8.6" fill={hue} />
        <path d="M6.2 10.3l2.6 2.6 5-5.4" fill="none" stroke="var(--mark-ink)" strokeWidth="2" strokeLinecap="round" strokeLinejoin="round" />
      </>
    )
    case 'succeeded': return (
      <>
        <circle cx="10" cy="10" r="7.6" fill="none" stroke={hue} strokeWidth="2.2" />
        <path d="M6.6 10.2l2.4 2.4 4.4-4.8" fill="none" stroke={hue} strokeWidth="1.9" strokeLinecap="round" strokeLinejoin="round" />
      </>
    )
    case 'failed': return (
      <>
        <circle cx="10" cy="10" r="8.6" fill={hue} />
        <path d="M7 7l6 6M13 7l-6 6" stroke="var(--mark-ink2)" strokeWidth="2.2" strokeLinecap="round" />
      </>
    )
    case 'unknown': return (
      <>
        <circle cx="10" cy="10" r="7.6" fill="none" stroke={hue} strokeWidth="2" strokeDasharray=".4 2.6" strokeLinecap="round" />
        <path d="M7.9 8.2a2.2 2.2 0 1 1 3.2 2c-.8.4-1.1.8-1.1 1.6M10 13.7v.1" fill="none" stroke={hue} strokeWidth="1.8" strokeLinecap="round" />
      </>
    )
  }
}

function Leaving({ graceLeft, hue }: { graceLeft: number; hue: string }) {
  return (
    <>
      <circle cx="10" cy="10" r="6" fill={hue} opacity=".28" />
      <path d="M5.6 12.4L12.4 5.600M7.4 14.600l7.2-7.2" stroke={hue} strokeWidth="1.5" strokeLinecap="round" />
      <circle cx="10" cy="10" r="8" fill="none" stroke="var(--text)" strokeOpacity=".25" strokeWidth="2" />
      <circle cx="10" cy="10" r="8" fill="none" stroke="var(--text)" strokeWidth="2" pathLength="1" strokeDasharray={`${Math.min(1, Math.max(0, graceLeft))} 1`} transform="rotate(-90 10 10)" />
    </>
  )
}
