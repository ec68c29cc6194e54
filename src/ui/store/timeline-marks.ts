import type { TimelineDelta, TimelineMark } from '../../protocol/index.ts'
import { kept } from './same.ts'

export interface Timeline {
  readonly marks: readonly TimelineMark[]
  /** Those that are drawn one by one: commands, faults and milestones. They are few. */
  readonly flags: readonly TimelineMark[]
  readonly branches: TimelineDelta['branches']
  readonly bookmarks: TimelineDelta['bookmarks']
  /** Nothing before this is kept of the current branch. */
  readonly historyFrom: number
}

export const noTimeline = (): Timeline => ({ marks: [], flags: [], branches: [], bookmarks: [], historyFrom: 0 })

export function applyTimeline(before: Timeline, delta: TimelineDelta): Timeline {
  const marks = delta.fresh ? delta.marks : delta.marks.length === 0 ? before.marks : [...before.marks, ...delta.marks]
  const added = delta.marks.filter(({ mark }) => mark === 'command' || mark === 'fault' || mark === 'milestone')
  const flags = delta.fresh ? added : added.length === 0 ? before.flags : [...before.flags, ...added]
  const branches = kept(before.branches, delta.branches)
  const bookmarks = kept(before.bookmarks, delta.bookmarks)
  const { historyFrom } = delta
  return marks === before.marks && branches === before.branches && bookmarks === before.bookmarks && historyFrom === before.historyFrom ? before : { marks, flags, branches, bookmarks, historyFrom }
}
