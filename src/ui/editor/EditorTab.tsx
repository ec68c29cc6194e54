import { useEffect } from 'react'
import { useChange } from '../store/glass.ts'
import { useStageStore, useStageUi } from '../store/stage-ui.ts'
import { YamlEditor } from './YamlEditor.tsx'

/** From this width on, the inspector stands beside the dock and not over it. */
const BESIDE = 1360

/** The editor under the stage. Leaving it goes to its tab, from where single keys and the arrows work again. */
export function EditorTab() {
  const stage = useStageStore()
  const change = useChange()
  const asked = useStageUi(ui => ui.editor)
  useEffect(() => { if (asked !== undefined && innerWidth < BESIDE) change(draft => { draft.inspectorOpen = false }) }, [asked, change])
  useEffect(() => () => stage.setState({ editor: undefined }), [stage])
  return <YamlEditor leave={() => document.querySelector<HTMLElement>('[role="tab"][data-tab="editor"]')?.focus()} />
}
