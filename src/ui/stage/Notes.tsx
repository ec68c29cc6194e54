import { lazy, Suspense } from 'react'
import { Armed } from '../chaos/Armed.tsx'
import { NearStage } from '../inside/NearStage.tsx'
import { useStageUi } from '../store/stage-ui.ts'
import { WaitNote } from './WaitNote.tsx'

const Saving = lazy(async () => ({ default: (await import('../exports/Saving.tsx')).Saving }))

/** What the picture can first be drawn without: what is said over it (what a thing waits for, or which tool is in the hand), how hands come closer, and files made of it. */
export function Notes({ phone }: { readonly phone: boolean }) {
  const tool = useStageUi(ui => ui.tool)
  const inside = useStageUi(ui => ui.inside)
  const saving = useStageUi(ui => ui.saving)
  return (
    <>
      {tool !== undefined ? <Armed /> : inside === undefined && <WaitNote />}
      <NearStage phone={phone} />
      {saving !== undefined && <Suspense fallback={null}><Saving key={saving} kind={saving} /></Suspense>}
    </>
  )
}
