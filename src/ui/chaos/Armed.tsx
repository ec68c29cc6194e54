import { X } from 'lucide-react'
import { memo } from 'react'
import { useText } from '../i18n/text.ts'
import { useStageStore, useStageUi } from '../store/stage-ui.ts'
import controls from '../styles/controls.module.css'
import styles from '../stage/stage.module.css'

/** Says which tool is in the hand, and how to put it down. */
export const Armed = memo(function Armed() {
  const t = useText()
  const store = useStageStore()
  const tool = useStageUi(ui => ui.tool)
  if (tool === undefined) return null
  return (
    <p className={styles.armed} role="status">
      {t(tool === 'message' ? 'chaos.armed.message' : 'chaos.armed', { tool: t(`tool.${tool}`) })}
      <button type="button" className={controls.icon} aria-label={t('chaos.end')} onClick={() => store.setState({ tool: undefined })}><X size={14} aria-hidden="true" /></button>
    </p>
  )
})
