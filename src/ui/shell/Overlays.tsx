import { lazy, Suspense } from 'react'
import { useStageUi } from '../store/stage-ui.ts'

const Palette = lazy(async () => ({ default: (await import('../palette/Palette.tsx')).Palette }))
const Help = lazy(async () => ({ default: (await import('./Help.tsx')).Help }))
const PokeMenu = lazy(async () => ({ default: (await import('./PokeMenu.tsx')).PokeMenu }))
const EditorSheet = lazy(async () => ({ default: (await import('../editor/EditorSheet.tsx')).EditorSheet }))
const Gallery = lazy(async () => ({ default: (await import('../gallery/Gallery.tsx')).Gallery }))
const Signs = lazy(async () => ({ default: (await import('../signs/Signs.tsx')).Signs }))
const Glossary = lazy(async () => ({ default: (await import('../glossary/Glossary.tsx')).Glossary }))
const MoreMenu = lazy(async () => ({ default: (await import('./MoreMenu.tsx')).MoreMenu }))

/** Each is fetched when it is first opened. */
export function Overlays({ phone }: { readonly phone: boolean }) {
  const poke = useStageUi(ui => ui.poke !== undefined)
  const help = useStageUi(ui => ui.help)
  const gallery = useStageUi(ui => ui.gallery === true)
  const signs = useStageUi(ui => ui.signs === true)
  const glossary = useStageUi(ui => ui.glossary !== undefined)
  const palette = useStageUi(ui => ui.palette === true)
  const editor = useStageUi(ui => phone && ui.editor !== undefined)
  const more = useStageUi(ui => phone && (ui.more !== undefined || ui.layers === true || ui.chaos === true))
  return <Suspense fallback={null}>{more && <MoreMenu />}{poke && <PokeMenu />}{help && <Help />}{gallery && <Gallery />}{glossary && <Glossary />}{signs && <Signs />}{palette && <Palette />}{editor && <EditorSheet />}</Suspense>
}
