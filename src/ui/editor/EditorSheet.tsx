import { Dialog } from 'radix-ui'
import { useText } from '../i18n/text.ts'
import { useStageStore } from '../store/stage-ui.ts'
import styles from './editor.module.css'
import { YamlEditor } from './YamlEditor.tsx'

/** On a phone the editor takes the whole screen. Leaving it keeps the text. */
export function EditorSheet() {
  const t = useText()
  const store = useStageStore()
  const close = () => store.setState({ editor: undefined })
  return (
    <Dialog.Root open onOpenChange={open => { if (!open) close() }}>
      <Dialog.Portal>
        {/* The text itself decides what Escape means: a list of completions closes first. */}
        <Dialog.Content className={styles.sheet} aria-describedby={undefined} onEscapeKeyDown={event => { if ((event.target as Element | null)?.closest?.('.cm-editor')) event.preventDefault() }} onOpenAutoFocus={event => event.preventDefault()}>
          <Dialog.Title className="hidden-visually">{t('editor.title')}</Dialog.Title>
          <YamlEditor phone leave={close} close={close} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
