import { ChevronDown } from 'lucide-react'
import type { Pace } from '../../protocol/index.ts'
import { useText } from '../i18n/text.ts'
import { LateMenu } from '../shell/LateMenu.tsx'
import { useEngine, useSession } from '../store/glass.ts'
import controls from '../styles/controls.module.css'
import { SPEEDS } from './step-sizes.ts'

const PACES = ['story', 'clock'] as const satisfies readonly Pace[]

export function PaceMenu() {
  const t = useText()
  const engine = useEngine()
  const pace = useSession(session => session.transport.pace)
  const speed = useSession(session => session.transport.speed)
  const paces = PACES.map(value => ({ value, text: t(`pace.${value}`) }))
  const speeds = SPEEDS.map(one => ({ value: `${one}`, text: `${one}×` }))
  return (
    <LateMenu className={controls.button} place={{ align: 'end', side: 'top', sideOffset: 6 }} groups={[
      { items: paces, chosen: pace, choose: next => engine.command({ do: 'pace', pace: next as Pace, speed }) },
      { items: speeds, chosen: `${speed}`, choose: next => engine.command({ do: 'pace', pace, speed: Number(next) }) },
    ]}>
      {t(`pace.${pace}`)} <b style={{ color: 'var(--text)' }}>{speed}×</b><ChevronDown size={12} aria-hidden="true" />
    </LateMenu>
  )
}
