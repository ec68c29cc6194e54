import { PanelLeft } from 'lucide-react'
import { memo } from 'react'
import { useText } from '../i18n/text.ts'
import { Story } from '../panels/story/Story.tsx'
import { useChange, useSettings } from '../store/glass.ts'
import styles from './story-column.module.css'

/** The story at the left; folded it is a strip. */
export const StoryColumn = memo(function StoryColumn() {
  const t = useText()
  const open = useSettings(settings => settings.storyOpen)
  const change = useChange()
  const label = t(open ? 'story.fold' : 'story.open')
  return (
    <nav id="story" className={styles.column} aria-label={t('region.story')}>
      <button type="button" className={styles.fold} aria-label={label} title={label} aria-expanded={open} onClick={() => change(draft => { draft.storyOpen = !open })}><PanelLeft size={15} aria-hidden="true" /></button>
      {open && <Story />}
    </nav>
  )
})
