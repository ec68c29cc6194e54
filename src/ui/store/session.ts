import type { Caption, Clock, Command, FromEngine, Flag, Frame, ObjectRef, Packet, StoryState, TransportState } from '../../protocol/index.ts'
import { kept } from './same.ts'
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
  /** A message is in flight across the stage: the head has not reached its arrival. */
  readonly flying: boolean
  /** Answers that are wanted again whenever this changes. */
  readonly moment: string
  readonly failed?: Extract<FromEngine, { type: 'failed' }>
  readonly refusals: readonly Refusal[]
}

export interface Refusal { readonly key: number; readonly text: string; readonly params: Readonly<Record<string, string>>; readonly command: Command }

export const noSession = (): Session => ({
  open: false,
  scenario: '',
  clock: { at: 0, revision: 0, head: 0, end: 0 },
  transport: { playing: false, pace: 'story', speed: 1, branch: 0, atEnd: true, busy: false, settled: true, engineVersion: '', hash: '' },
  timeline: noTimeline(),
  terminal: [],
  flags: [],
  noisePerSecond: 0,
  flying: false,
  moment: '',
  refusals: [],
})

export function applyFrame(before: Session, frame: Frame): Session {
  return {
    ...before,
    open: true,
    clock: kept(before.clock, frame.clock),
    transport: kept(before.transport, frame.transport),
    caption: sameWords(before.caption, frame.caption) ? before.caption : frame.caption,
    story: frame.story === undefined ? (frame.fresh ? undefined : before.story) : kept(before.story, frame.story),
    scenario: frame.scenario,
    timeline: frame.timeline === undefined ? before.timeline : applyTimeline(before.timeline, frame.timeline),
    terminal: frame.terminal === undefined ? before.terminal : appendTerminal(before.terminal, frame.terminal),
    flags: kept(before.flags, frame.flags),
    noisePerSecond: frame.noisePerSecond,
    selected: kept(before.selected, frame.selected),
    focus: focusOf(before, frame),
    flying: frame.packets.some(({ flightMs }) => flightMs !== undefined),
    moment: `${frame.transport.branch}/${frame.clock.head}`,
  }
}

/** A sentence about the same event stays the same sentence, wherever the clock stands. */
const sameWords = (old: Caption | undefined, next: Caption | undefined): boolean =>
  old?.event === next?.event && old?.text === next?.text && kept(old?.params, next?.params) === old?.params

function focusOf(before: Session, frame: Frame): Session['focus'] {
  const packet = frame.packets.find(one => one.focus) ?? frame.packets[0] ?? frame.trail[0]
  return packet?.id === before.focus?.id && packet?.to === before.focus?.to ? before.focus : packet
}
