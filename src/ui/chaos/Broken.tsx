import { HeartPulse, TriangleAlert } from 'lucide-react'
import { Popover } from 'radix-ui'
import { memo, useState } from 'react'
import { useAskWhy } from '../actions/ask-why.ts'
import { useLessonText } from '../i18n/lesson-texts.ts'
import { useText } from '../i18n/text.ts'
import { useAnswer, useEngine, useSession, useSettings } from '../store/glass.ts'
import controls from '../styles/controls.module.css'
import { pokeText } from '../transport/poke-text.ts'
import styles from './chaos.module.css'

/** What the visitor broke, each to be taken back; and Heal, which says whether wish and fact agree afterwards. */
export const Broken = memo(function Broken() {
  const t = useText()
  const engine = useEngine()
  const askWhy = useAskWhy()
  const flags = useSession(session => session.flags)
  const [healed, setHealed] = useState(false)
  const [open, setOpen] = useState(false)
  const show = (shown: boolean) => {
    setOpen(shown)
    if (!shown) setHealed(false)
  }
  if (flags.length === 0 && !healed) return null
  return (
    <Popover.Root open={open} onOpenChange={show}>
      <Popover.Trigger className={`${controls.button} ${flags.length > 0 ? controls.danger : ''}`}>
        {flags.length > 0 ? <><TriangleAlert size={14} aria-hidden="true" />{t('flags.count', { count: flags.length })}</> : <><HeartPulse size={14} aria-hidden="true" />{t('heal.title')}</>}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className={controls.menu} align="end" sideOffset={6} aria-label={t('flags.title')}>
          {flags.length > 0 && (
            <>
              <p className={controls.label}>{t('flags.title')}</p>
              <ul className={styles.broken}>{flags.map(flag => <li key={flag.id} className={styles.row}>{pokeText(flag.poke, t)}<button type="button" className={controls.button} onClick={() => { setOpen(false); askWhy({ event: flag.id, effects: true }) }}>{t('inspector.select')}</button><button type="button" className={controls.button} onClick={() => engine.command({ do: 'undo-poke', flag: flag.id })}>{t('flags.undo')}</button></li>)}</ul>
              <div className={styles.foot}><button type="button" className={controls.primary} onClick={() => { setHealed(true); engine.command({ do: 'heal' }) }}><HeartPulse size={14} aria-hidden="true" />{t('heal.button')}</button></div>
            </>
          )}
          {healed && flags.length === 0 && <Verdict />}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
})

/** Whether desired equals observed, and if not, which loop is stuck on what. */
function Verdict() {
  const t = useText()
  const say = useLessonText()
  const language = useSettings(settings => settings.language)
  const busy = useSession(session => session.transport.busy)
  const answer = useAnswer({ ask: 'gaps' } as const)
  if (busy || answer === undefined) return <p className={styles.heal} role="status">{t('heal.running')}</p>
  if (answer.gaps.length === 0) return <p className={styles.heal} role="status"><b>{t('heal.agrees')}</b></p>
  return (
    <div className={styles.heal} role="status">
      <b>{t('heal.stuck')}</b>
      <ul>{answer.gaps.slice(0, 6).map(({ object, field, desired, observed, loop }) => <li key={`${object.resource}/${object.name}/${field}`}><span className="mono">{object.name}</span>: {observed || '–'} / {desired} · {loop}</li>)}</ul>
      {answer.waits.length > 0 && <ul>{answer.waits.slice(0, 6).map((wait, index) => <li key={index}>{wait.waiter}: {say(language, wait.text, wait.params)}</li>)}</ul>}
    </div>
  )
}
