import { NotebookText, Pointer } from 'lucide-react'
import { useText } from '../i18n/text.ts'
import { useGlass } from '../store/glass.ts'
import type { SettingsStore } from '../store/settings.ts'
import { useStageStore, useStageUi, type StageUi } from '../store/stage-ui.ts'
import controls from '../styles/controls.module.css'
import { openSpeaker } from './presenting.ts'

export function NotesButton() {
  const t = useText()
  const { settings } = useGlass()
  const stage = useStageStore()
  const pointing = useStageUi(ui => ui.laser === true)
  return <>
    <button type="button" className={controls.button} aria-pressed={pointing} title={`${t('presenter.laser')} (O)`} onClick={() => stage.setState({ laser: !pointing })}><Pointer size={14} aria-hidden="true" />{t('presenter.laser')}</button>
    <button type="button" className={controls.button} title={`${t('presenter.open')} (Shift P)`} onClick={() => presentWithNotes(settings, change => stage.setState(change))}><NotebookText size={14} aria-hidden="true" />{t('presenter.open')}</button>
  </>
}

export function presentWithNotes(settings: SettingsStore, stage: (change: Partial<StageUi>) => void): void {
  if (!openSpeaker(settings)) stage({ notice: { text: 'presenter.blocked' } })
}
