import { useCallback } from 'react'
import type { EditorSubject } from '../editor/subject.ts'
import { useChange } from '../store/glass.ts'
import type { Settings } from '../store/settings.ts'
import { useStageStore } from '../store/stage-ui.ts'

/** The dock with the editor of manifests. */
export function showEditor(draft: Settings): void {
  Object.assign(draft, { dockOpen: true, dockTab: 'editor', present: false, stageOnly: false } satisfies Partial<Settings>)
}

/** Opens the editor of manifests: in the dock, on a phone over everything. */
export function useOpenEditor(): (subject: EditorSubject) => void {
  const stage = useStageStore()
  const change = useChange()
  return useCallback(editor => {
    stage.setState({ editor })
    change(showEditor)
  }, [stage, change])
}
