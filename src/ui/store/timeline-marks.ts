import type { TimelineDelta, TimelineMark } from '../../protocol/index.ts'

export interface Timeline {
  readonly marks: readonly TimelineMark[]
  readonly branches: TimelineDelta['branches']
}

export const noTimeline = (): Timeline => ({ marks: [], branches: [] })

export const applyTimeline = (before: Timeline, delta: TimelineDelta): Timeline => ({
  marks: delta.fresh ? delta.marks : delta.marks.length === 0 ? before.marks : [...before.marks, ...delta.marks],
  branches: delta.branches,
})
