import type { TimelineDelta, TimelineMark } from '../../protocol/index.ts'

export interface Timeline {
  readonly marks: readonly TimelineMark[]
  readonly branches: TimelineDelta['branches']
  readonly bookmarks: TimelineDelta['bookmarks']
}

export const noTimeline = (): Timeline => ({ marks: [], branches: [], bookmarks: [] })

export const applyTimeline = (before: Timeline, delta: TimelineDelta): Timeline => ({
  marks: delta.fresh ? delta.marks : delta.marks.length === 0 ? before.marks : [...before.marks, ...delta.marks],
  branches: delta.branches,
  bookmarks: delta.bookmarks,
})
