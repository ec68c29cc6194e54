import { Armed } from '../chaos/Armed.tsx'
import { useStageUi } from '../store/stage-ui.ts'
import { WaitNote } from './WaitNote.tsx'

/** What is said over the picture, after it: what a thing waits for, or which tool is in the hand. */
export function Notes() {
  const tool = useStageUi(ui => ui.tool)
  const inside = useStageUi(ui => ui.inside)
  if (tool !== undefined) return <Armed />
  return inside === undefined ? <WaitNote /> : null
}
