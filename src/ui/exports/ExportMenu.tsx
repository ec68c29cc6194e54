import { Download } from 'lucide-react'
import { memo } from 'react'
import { useText } from '../i18n/text.ts'
import { LateMenu } from '../shell/LateMenu.tsx'
import { useStageStore } from '../store/stage-ui.ts'
import controls from '../styles/controls.module.css'
import { LANES_KINDS, STAGE_KINDS, type ExportKind } from './kinds.ts'

/** Files for those who write about what they saw. Of a fleet it is the picture of all cells. */
export const ExportMenu = memo(function ExportMenu() {
  const t = useText()
  const store = useStageStore()
  const choose = (saving: ExportKind) => store.setState({ saving })
  const items = (kinds: readonly ExportKind[]) => kinds.map(value => ({ value, text: t(`export.${value}`) }))
  return (
    <LateMenu<ExportKind> className={controls.icon} label={t('export.button')} place={{ align: 'end', side: 'top', sideOffset: 6 }} groups={[{ items: items(STAGE_KINDS), choose }, { items: items(LANES_KINDS), choose }]}>
      <Download size={15} aria-hidden="true" />
    </LateMenu>
  )
})
