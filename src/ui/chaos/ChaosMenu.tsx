import { CloudOff, Clock, Droplets, HardDrive, Hand, Hourglass, MemoryStick, Pause, Power, Scissors, Skull, Snail, Workflow, type LucideIcon } from 'lucide-react'
import { Popover } from 'radix-ui'
import { memo } from 'react'
import { useText } from '../i18n/text.ts'
import { useStageStore, useStageUi } from '../store/stage-ui.ts'
import controls from '../styles/controls.module.css'
import styles from './chaos.module.css'
import { TOOLS, type Tool } from './tools.ts'

const ICONS: Readonly<Record<Tool, LucideIcon>> = {
  kill: Skull, cut: Scissors, slow: Snail, lose: Droplets, stale: Hourglass, freeze: Pause, power: Power, drain: Workflow, disk: HardDrive, memory: MemoryStick, clock: Clock, image: CloudOff, message: Hand,
}

/** Ways to break something: choose one, then point. The same offers stand in the menu of every thing (right click, or X). */
export const ChaosMenu = memo(function ChaosMenu() {
  const t = useText()
  const store = useStageStore()
  const open = useStageUi(ui => ui.chaos === true)
  const tool = useStageUi(ui => ui.tool)
  return (
    <Popover.Root open={open} onOpenChange={chaos => store.setState({ chaos })}>
      <Popover.Trigger className={controls.button} data-armed={tool !== undefined} title={`${t('chaos.button')} (Shift X)`}><Skull size={14} aria-hidden="true" />{t('chaos.button')}</Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className={controls.menu} align="end" sideOffset={6} aria-label={t('chaos.title')}>
          <p className={controls.label}>{t('chaos.title')}</p>
          <Tools />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
})

export function Tools() {
  const t = useText()
  const store = useStageStore()
  const tool = useStageUi(ui => ui.tool)
  return (
    <ul className={styles.tools}>
      {TOOLS.map(one => {
        const Icon = ICONS[one]
        return <li key={one}><button type="button" aria-pressed={one === tool} onClick={() => store.setState({ tool: one === tool ? undefined : one, chaos: false })}><Icon size={16} aria-hidden="true" />{t(`tool.${one}`)}</button></li>
      })}
    </ul>
  )
}
