import { ChevronDown, GitCompare, Pencil, Trash2 } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import { useText } from '../i18n/text.ts'
import { useEngine, useSession } from '../store/glass.ts'
import { useStageStore } from '../store/stage-ui.ts'
import controls from '../styles/controls.module.css'
import { useBranchName } from './branch-name.ts'

/** Switch between lives, compare, rename or delete one; there is something to choose only after a fork. */
export function BranchMenu() {
  const t = useText()
  const engine = useEngine()
  const store = useStageStore()
  const branches = useSession(session => session.timeline.branches)
  const branch = useSession(session => session.transport.branch)
  const name = useBranchName()
  const current = branches.find(({ id }) => id === branch)
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className={controls.icon} aria-label={t('transport.branches')}><ChevronDown size={13} aria-hidden="true" /></DropdownMenu.Trigger>
      <DropdownMenu.Content className={controls.menu} sideOffset={6} align="end" side="top">
        <DropdownMenu.Label className={controls.label}>{t('transport.branches')}</DropdownMenu.Label>
        <DropdownMenu.RadioGroup value={String(branch)} onValueChange={next => engine.command({ do: 'switch-branch', branch: Number(next) })}>
          {branches.map(one => <DropdownMenu.RadioItem key={one.id} className={controls.item} value={String(one.id)}>{name(one)}{one.id === branch ? ` · ${t('transport.branch.current')}` : ''}</DropdownMenu.RadioItem>)}
        </DropdownMenu.RadioGroup>
        <DropdownMenu.Separator className={controls.separator} />
        <DropdownMenu.Item className={controls.item} onSelect={() => store.setState({ time: { window: 'compare' } })}><GitCompare size={13} aria-hidden="true" />{t('time.compare')}</DropdownMenu.Item>
        {current !== undefined && <DropdownMenu.Item className={controls.item} onSelect={() => store.setState({ time: { window: 'name', of: { what: 'branch', id: branch }, name: name(current) } })}><Pencil size={13} aria-hidden="true" />{t('time.rename.this', { name: name(current) })}</DropdownMenu.Item>}
        {branches.filter(one => one.id !== branch && one.id !== 0).map(one => (
          <DropdownMenu.Item key={one.id} className={`${controls.item} ${controls.danger}`} onSelect={() => engine.command({ do: 'delete-branch', branch: one.id })}><Trash2 size={13} aria-hidden="true" />{t('transport.branch.delete', { name: name(one) })}</DropdownMenu.Item>
        ))}
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  )
}
