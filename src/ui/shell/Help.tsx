import { Dialog } from 'radix-ui'
import { memo } from 'react'
import { useText, type TextKey } from '../i18n/text.ts'
import { useChange, useSettings } from '../store/glass.ts'
import { useStageStore, useStageUi } from '../store/stage-ui.ts'
import controls from '../styles/controls.module.css'
import styles from './overlays.module.css'

const GROUPS: readonly (readonly [TextKey, readonly (readonly [string, TextKey])[]])[] = [
  ['help.group.time', [['Space K', 'help.play'], ['L J', 'help.step'], ['. ,', 'help.message'], ['1 – 5', 'help.sizes'], ['] [', 'help.object'], ['Shift+] Shift+[', 'help.command'], ['F', 'help.fork'], ['Shift+F', 'help.compare'], ['U', 'help.until'], ['B', 'help.bookmark'], ['Home End', 'help.ends']]],
  ['help.group.look', [['Enter Esc', 'inside.help'], ['+ - 0', 'inside.help.levels'], ['Z', 'inside.help.lens'], ['W', 'help.why'], ['I', 'help.inspector'], ['Y', 'help.yaml'], ['Shift+Y', 'help.editor'], ['E', 'help.etcd'], ['S', 'help.scheduler'], ['T', 'help.terminal'], ['C', 'help.follow'], ['M', 'help.noise'], ['Shift+M', 'help.layers'], ['Alt+T', 'help.tables'], ['X', 'help.break'], ['Shift+X', 'help.chaos']]],
  ['help.group.page', [['Ctrl+K', 'help.palette'], ['G', 'help.gallery'], ['D', 'help.glossary'], ['V', 'signs.open'], ['P H', 'help.present'], ['Shift+P', 'help.notes'], ['B', 'help.blank'], ['O', 'presenter.laser'], ['Esc', 'help.escape'], ['?', 'help.map']]],
]

export const Help = memo(function Help() {
  const t = useText()
  const store = useStageStore()
  const open = useStageUi(ui => ui.help)
  const single = useSettings(settings => settings.singleKeys)
  const change = useChange()
  return (
    <Dialog.Root open={open} onOpenChange={help => store.setState({ help })}>
      <Dialog.Portal>
        <Dialog.Overlay className={controls.scrim} />
        <Dialog.Content className={controls.dialog} aria-describedby={undefined}>
          <Dialog.Title asChild><h2>{t('help.title')}</h2></Dialog.Title>
          <div className={styles.keys}>
            {GROUPS.map(([title, keys]) => (
              <section key={title}><h3 className={controls.heading}>{t(title)}</h3><dl>{keys.map(([key, what]) => <div key={what}><dt>{key.split(' ').map(one => (one === '–' ? one : <kbd key={one} className={controls.kbd}>{one}</kbd>))}</dt><dd>{t(what)}</dd></div>)}</dl></section>
            ))}
          </div>
          <label className={styles.single}><input type="checkbox" checked={single} onChange={event => { const { checked } = event.target; change(draft => { draft.singleKeys = checked }) }} />{t(single ? 'help.single' : 'help.singleOff')}</label>
          <Dialog.Close className={controls.button}>{t('help.close')}</Dialog.Close>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
})
