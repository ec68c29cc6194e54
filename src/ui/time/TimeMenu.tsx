import { EllipsisVertical } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import type { ReactNode } from 'react'
import { useControls } from '../actions/controls.ts'
import { useText } from '../i18n/text.ts'
import { useEngine, useSession } from '../store/glass.ts'
import { useStageStore } from '../store/stage-ui.ts'
import controls from '../styles/controls.module.css'
import { secondsText } from '../transport/time-scale.ts'
import { goToCommand } from './commands.ts'
import styles from './time.module.css'

/** All that can be done with time beside playing and stepping: on a phone the only way to it. */
export function TimeMenu({ phone }: { readonly phone: boolean }) {
  const t = useText()
  const engine = useEngine()
  const store = useStageStore()
  const act = useControls()
  const bookmarks = useSession(session => session.timeline.bookmarks)
  const change = (direction: 1 | -1) => engine.command({ do: 'step', by: 'object', direction })
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className={phone ? styles.phoneMenu : controls.icon} aria-label={t('time.menu')} title={t('time.menu')}><EllipsisVertical size={phone ? 18 : 14} aria-hidden="true" /></DropdownMenu.Trigger>
        <DropdownMenu.Content className={`${controls.menu} ${styles.menu}`} sideOffset={6} align="end" side="top">
          <Item keys="U" choose={() => store.setState({ time: { window: 'until' } })}>{t('time.until')}</Item>
          <Item keys="F" choose={act.fork}>{t('transport.fork')}</Item>
          <Item keys="Shift F" choose={() => store.setState({ time: { window: 'compare' } })}>{t('time.compare')}</Item>
          <DropdownMenu.Separator className={controls.separator} />
          <Item keys="]" choose={() => change(1)}>{t('time.change.next')}</Item>
          <Item keys="[" choose={() => change(-1)}>{t('time.change.back')}</Item>
          <Item keys="Shift ]" choose={() => goToCommand(engine, 1)}>{t('time.command.next')}</Item>
          <Item keys="Shift [" choose={() => goToCommand(engine, -1)}>{t('time.command.back')}</Item>
          <DropdownMenu.Separator className={controls.separator} />
          <Item keys="B" choose={() => store.setState({ time: { window: 'name', of: { what: 'new-bookmark' }, name: `${secondsText(engine.session.getState().clock.at)} s` } })}>{t('time.bookmark.add')}</Item>
          {bookmarks.slice(-6).map(one => <Item key={one.id} choose={() => engine.command({ do: 'seek', to: { bookmark: one.id } })}>{t('time.bookmark.go', { name: one.name, seconds: secondsText(one.at) })}</Item>)}
          {bookmarks.length > 0 && <Item choose={() => store.setState({ time: { window: 'bookmarks' } })}>{t('time.bookmark.all')}</Item>}
        </DropdownMenu.Content>
    </DropdownMenu.Root>
  )
}

function Item({ keys, choose, children }: { readonly keys?: string; readonly choose: () => void; readonly children: ReactNode }) {
  return <DropdownMenu.Item className={controls.item} onSelect={choose}><span className={styles.grow}>{children}</span>{keys !== undefined && <kbd className={controls.kbd} aria-hidden="true">{keys}</kbd>}</DropdownMenu.Item>
}
