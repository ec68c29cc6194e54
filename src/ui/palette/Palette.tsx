import { Dialog } from 'radix-ui'
import { memo, useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react'
import { useLessonText } from '../i18n/lesson-texts.ts'
import { useText } from '../i18n/text.ts'
import { useGlass, useSettings } from '../store/glass.ts'
import { useStageStore, type StageUi } from '../store/stage-ui.ts'
import controls from '../styles/controls.module.css'
import { goTo, itemsOf, type Item } from './items.ts'
import { score } from './matching.ts'
import styles from './palette.module.css'

const SHOWN = 40

/** One field for everything: objects, commands, scenarios, revisions and times, in both languages and by the initials of pinyin. */
export const Palette = memo(function Palette() {
  const t = useText()
  const { engine, settings, live } = useGlass()
  const say = useLessonText()
  const store = useStageStore()
  const language = useSettings(state => state.language)
  const [typed, setTyped] = useState('')
  const [at, setAt] = useState(0)
  const list = useRef<HTMLUListElement>(null)
  const reach = useMemo(() => ({ engine, settings, say, live, stage: (change: Partial<StageUi>) => store.setState(change) }), [engine, settings, say, live, store])
  const all = useMemo(() => itemsOf(reach), [reach])
  const found = useMemo(() => {
    const exact = goTo(typed, reach)
    const scored = all.map(item => ({ item, points: score(typed, item) })).filter(({ points }) => points > 0)
    return [...(exact ? [exact] : []), ...scored.sort((a, b) => Number(a.item.quiet === true) - Number(b.item.quiet === true) || b.points - a.points).slice(0, SHOWN).map(({ item }) => item)]
  }, [all, typed, reach])
  const close = () => store.setState({ palette: false })
  const run = (item: Item | undefined) => {
    if (item === undefined) return
    close()
    // The field gives the focus back first, so that what opens now can take it.
    setTimeout(item.run)
  }
  useEffect(() => { list.current?.children[at]?.scrollIntoView({ block: 'nearest' }) }, [at])
  const onKeyDown = (event: KeyboardEvent) => {
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: found.length - 1 }[event.key]
    if (to !== undefined && (event.key.startsWith('Arrow') || event.ctrlKey)) setAt(Math.max(0, Math.min(found.length - 1, to)))
    else if (event.key === 'Enter' && !event.nativeEvent.isComposing) run(found[at])
    else return
    event.preventDefault()
  }
  return (
    <Dialog.Root open onOpenChange={close}>
      <Dialog.Portal>
        <Dialog.Overlay className={controls.scrim} />
        <Dialog.Content className={styles.palette} aria-describedby={undefined} onKeyDown={onKeyDown}>
          <Dialog.Title className="hidden-visually">{t('palette.title')}</Dialog.Title>
          <input className={styles.field} role="combobox" aria-expanded="true" aria-controls="palette-list" aria-activedescendant={found[at] && `palette-${at}`} aria-label={t('palette.title')} placeholder={t('palette.hint')} spellCheck={false}
            value={typed} onChange={event => { setTyped(event.target.value); setAt(0) }} />
          <ul ref={list} id="palette-list" role="listbox" aria-label={t('palette.found')} className={styles.list}>
            {found.map((item, index) => (
              <li key={item.id} id={`palette-${index}`} role="option" aria-selected={index === at} onPointerMove={() => setAt(index)} onClick={() => run(item)}>
                <b>{language === 'en' || item.zh === '' ? item.en : item.zh}</b><span lang={language === 'en' ? 'zh-CN' : 'en'}>{language === 'en' ? item.zh : item.en}</span>
                {item.key !== undefined && <kbd className={controls.kbd}>{item.key}</kbd>}<em>{t(`palette.${item.group}`)}</em>
              </li>
            ))}
          </ul>
          {found.length === 0 && <p className={styles.none} role="status">{t('palette.none')}</p>}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
})
