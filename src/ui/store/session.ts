import type { Caption, Clock, FromEngine, Flag, Frame, ObjectRef, Packet, StoryState, TransportState } from '../../protocol/index.ts'
import { appendTerminal, type TerminalLine } from './terminal-lines.ts'
import { applyTimeline, noTimeline, type Timeline } from './timeline-marks.ts'

/** Everything of the run that is not a view: whole values, replaced by each frame that changes them. */
export interface Session {
  /** False until the first frame: the page shows its empty stage. */
  readonly open: boolean
  readonly clock: Clock
  readonly transport: TransportState
  readonly caption?: Caption
  readonly story?: StoryState
  readonly scenario: string
  readonly timeline: Timeline
  readonly terminal: readonly TerminalLine[]
  readonly flags: readonly Flag[]
  readonly noisePerSecond: number
  readonly selected?: ObjectRef
  /** The message that the eye should follow, in flight or just delivered. */
  readonly focus?: Pick<Packet, 'id' | 'from' | 'to' | 'verb' | 'label'>
  /** Answers that are wanted again whenever this changes. */
  readonly moment: string
  readonly failed?: Extract<FromEngine, { type: 'failed' }>
  readonly refusals: readonly Refusal[]
}

export interface Refusal { readonly key: number; readonly text: string; readonly params: Readonly<Record<string, string>> }

export const noSession = (): Session => ({
  open: false,
  scenario: '',
  clock: { at: 0, revision: 0, head: 0, end: 0 },
  transport: { playing: false, pace: 'story', speed: 1, branch: 0, atEnd: true, busy: false, settled: true, engineVersion: '', hash: '' },
  timeline: noTimeline(),
  terminal: [],
  flags: [],
  noisePerSecond: 0,
  moment: '',
  refusals: [],
})

export function applyFrame(before: Session, frame: Frame): Session {
  return {
    ...before,
    open: true,
    clock: same(before.clock, frame.clock),
    transport: same(before.transport, frame.transport),
    caption: before.caption?.event === frame.caption?.event && before.caption?.text === frame.caption?.text ? before.caption : frame.caption,
    story: frame.story ?? (frame.fresh ? undefined : before.story),
    scenario: frame.scenario,
    timeline: frame.timeline === undefined ? before.timeline : applyTimeline(before.timeline, frame.timeline),
    terminal: frame.terminal === undefined ? before.terminal : appendTerminal(before.terminal, frame.terminal),
    flags: before.flags.length === 0 && frame.flags.length === 0 ? before.flags : frame.flags,
    noisePerSecond: frame.noisePerSecond,
    selected: frame.selected,
    focus: focusOf(before, frame),
    moment: `${frame.transport.branch}/${frame.clock.head}`,
  }
}

function focusOf(before: Session, frame: Frame): Session['focus'] {
  const packet = frame.packets.find(one => one.focus) ?? frame.packets[0] ?? frame.trail[0]
  return packet?.id === before.focus?.id && packet?.to === before.focus?.to ? before.focus : packet
}

/** The old value when nothing in it changed, so that those who show it stay asleep. */
function same<T extends object>(old: T, next: T): T {
  const keys = Object.keys(next) as (keyof T)[]
  return keys.every(key => old[key] === next[key]) ? old : next
}
