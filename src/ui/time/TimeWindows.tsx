import { Pencil, Trash2 } from 'lucide-react'
import { Dialog } from 'radix-ui'
import { useState, type ReactNode } from 'react'
import type { Command } from '../../protocol/index.ts'
import { useText } from '../i18n/text.ts'
import { useEngine, useSession } from '../store/glass.ts'
import { useStageStore, useStageUi } from '../store/stage-ui.ts'
import controls from '../styles/controls.module.css'
import { secondsText } from '../transport/time-scale.ts'
import { useBranchName } from './branch-name.ts'
import { Compare } from './Compare.tsx'
import { RunUntil } from './RunUntil.tsx'
import styles from './time.module.css'
import type { TimeWindow } from './windows.ts'

/** The one window about time that is open. */
export function TimeWindows() {
  const t = useText()
  const store = useStageStore()
  const open = useStageUi(ui => ui.time)
  const close = () => store.setState({ time: undefined })
  switch (open?.window) {
    case undefined: return null
    case 'compare': return <Window title={t('time.compare.title')} wide close={close}><Compare branches={open.branches} close={close} /></Window>
    case 'until': return <Window title={t('time.until.title')} close={close}><RunUntil close={close} /></Window>
    case 'bookmarks': return <Window title={t('time.bookmarks')} close={close}><Bookmarks close={close} /></Window>
    case 'name': return <Window title={t(open.of.what === 'branch' ? 'time.name.branch' : 'time.name.bookmark')} close={close}><Naming open={open} close={close} /></Window>
  }
}

function Window({ title, wide = false, close, children }: { readonly title: string; readonly wide?: boolean; readonly close: () => void; readonly children: ReactNode }) {
  const t = useText()
  return (
    <Dialog.Root open onOpenChange={next => { if (!next) close() }}>
      <Dialog.Portal>
        <Dialog.Overlay className={controls.scrim} />
        <Dialog.Content className={wide ? styles.whole : `${controls.dialog} ${styles.small}`} aria-describedby={undefined} onOpenAutoFocus={focusField}>
          <div className={styles.head}><Dialog.Title asChild><h2>{title}</h2></Dialog.Title><Dialog.Close className={controls.button}>{t('help.close')}</Dialog.Close></div>
          {children}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

/** Whoever opens a window to type may type at once. */
function focusField(event: Event): void {
  event.preventDefault()
  const content = event.currentTarget as HTMLElement
  const field = content.querySelector<HTMLElement>('form input')
  if (field === null) content.focus()
  else field.focus()
}

function Naming({ open, close }: { readonly open: Extract<TimeWindow, { window: 'name' }>; readonly close: () => void }) {
  const t = useText()
  const engine = useEngine()
  const [name, setName] = useState(open.name)
  const save = () => {
    if (name.trim() === '') return
    engine.command(commandOf(open.of, name))
    close()
  }
  return (
    <form className={styles.form} onSubmit={event => { event.preventDefault(); save() }}>
      <input className={styles.field} value={name} maxLength={60} aria-label={t('time.name')} onChange={event => setName(event.target.value)} onFocus={event => event.target.select()} />
      <button type="submit" className={controls.primary} disabled={name.trim() === ''}>{t('time.save')}</button>
    </form>
  )
}

function commandOf(of: Extract<TimeWindow, { window: 'name' }>['of'], name: string): Command {
  switch (of.what) {
    case 'new-bookmark': return { do: 'bookmark', name }
    case 'bookmark': return { do: 'rename-bookmark', bookmark: of.id, name }
    case 'branch': return { do: 'rename-branch', branch: of.id, name }
  }
}

function Bookmarks({ close }: { readonly close: () => void }) {
  const t = useText()
  const engine = useEngine()
  const store = useStageStore()
  const bookmarks = useSession(session => session.timeline.bookmarks)
  const branches = useSession(session => session.timeline.branches)
  const branchName = useBranchName()
  if (bookmarks.length === 0) return <p>{t('time.bookmark.none')}</p>
  return (
    <ul className={styles.list}>
      {bookmarks.map(one => (
        <li key={one.id}>
          <button type="button" className={styles.grow} onClick={() => { engine.command({ do: 'seek', to: { bookmark: one.id } }); close() }}><b>{one.name}</b> <small>{branchName(branches.find(({ id }) => id === one.branch))} · {secondsText(one.at)} s</small></button>
          <button type="button" className={controls.icon} aria-label={t('time.rename.this', { name: one.name })} onClick={() => store.setState({ time: { window: 'name', of: { what: 'bookmark', id: one.id }, name: one.name } })}><Pencil size={13} aria-hidden="true" /></button>
          <button type="button" className={controls.icon} aria-label={t('transport.branch.delete', { name: one.name })} onClick={() => engine.command({ do: 'delete-bookmark', bookmark: one.id })}><Trash2 size={13} aria-hidden="true" /></button>
        </li>
      ))}
    </ul>
  )
}
