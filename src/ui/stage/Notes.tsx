import { Armed } from '../chaos/Armed.tsx'
import { NearStage } from '../inside/NearStage.tsx'
import { useStageUi } from '../store/stage-ui.ts'
import { WaitNote } from './WaitNote.tsx'

/** What the picture can first be drawn without: what is said over it (what a thing waits for, or which tool is in the hand), and how hands come closer. */
export function Notes({ phone }: { readonly phone: boolean }) {
  const tool = useStageUi(ui => ui.tool)
  const inside = useStageUi(ui => ui.inside)
  return <>{tool !== undefined ? <Armed /> : inside === undefined && <WaitNote />}<NearStage phone={phone} /></>
}
