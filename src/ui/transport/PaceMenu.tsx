import { ChevronDown } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import type { Pace } from '../../protocol/index.ts'
import { useText } from '../i18n/text.ts'
import { useEngine, useSession } from '../store/glass.ts'
import controls from '../styles/controls.module.css'
import { SPEEDS } from './step-sizes.ts'

export function PaceMenu() {
  const t = useText()
  const engine = useEngine()
  const pace = useSession(session => session.transport.pace)
  const speed = useSession(session => session.transport.speed)
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className={controls.button}>{t(`pace.${pace}`)} <b style={{ color: 'var(--text)' }}>{speed}×</b><ChevronDown size={12} aria-hidden="true" /></DropdownMenu.Trigger>
      <DropdownMenu.Content className={controls.menu} sideOffset={6} align="end" side="top">
        <DropdownMenu.RadioGroup value={pace} onValueChange={next => engine.command({ do: 'pace', pace: next as Pace, speed })}>
          <DropdownMenu.RadioItem className={controls.item} value="story">{t('pace.story')}</DropdownMenu.RadioItem>
          <DropdownMenu.RadioItem className={controls.item} value="clock">{t('pace.clock')}</DropdownMenu.RadioItem>
        </DropdownMenu.RadioGroup>
        <DropdownMenu.Separator className={controls.separator} />
        <DropdownMenu.RadioGroup value={String(speed)} onValueChange={next => engine.command({ do: 'pace', pace, speed: Number(next) })}>
          {SPEEDS.map(one => <DropdownMenu.RadioItem key={one} className={controls.item} value={String(one)}>{one}×</DropdownMenu.RadioItem>)}
        </DropdownMenu.RadioGroup>
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  )
}
