import { Hourglass } from 'lucide-react'
import { Popover } from 'radix-ui'
import { useId, useState } from 'react'
import { LAG_MAX_MS, type ControllerLane } from '../../../protocol/index.ts'
import { useText } from '../../i18n/text.ts'
import { controllerTitle } from '../../stage/controller-chips.ts'
import { useEngine, useSession } from '../../store/glass.ts'
import controls from '../../styles/controls.module.css'
import { duration } from '../amounts.ts'
import room from '../room.module.css'
import styles from './controllers.module.css'

/** As far as the slider goes; the field takes more. */
const SLIDER_MAX_MS = 20_000
const STEP_MS = 500
/** Only the ReplicaSet controller keeps expectations here. */
const EXPECTING = 'replicaset'

/** How late a controller hears of changes, and whether it waits to hear of its own: faults like all others, each with its flag. */
export function LagDial({ lane }: { readonly lane: ControllerLane }) {
  const t = useText()
  const { name, lagUs, heldBack, expecting, expected } = lane
  const engine = useEngine()
  const process = `controller-manager/${name}`
  const lags = useSession(({ flags }) => flags.flatMap(({ id, poke }) => (poke.poke === 'lag-watch' && poke.process === process ? [id] : [])).join(' '))
  const blind = useSession(({ flags }) => flags.find(({ poke }) => poke.poke === 'expectations-off' && poke.controller === name)?.id)
  const setLag = (milliseconds: number) => {
    if (milliseconds * 1000 === lagUs) return
    for (const flag of lags.split(' ').filter(Boolean)) engine.command({ do: 'undo-poke', flag: Number(flag) })
    if (milliseconds > 0) engine.command({ do: 'poke', poke: { poke: 'lag-watch', process, milliseconds } })
  }
  const expect = (on: boolean) => {
    if (on && blind !== undefined) engine.command({ do: 'undo-poke', flag: blind })
    else if (!on) engine.command({ do: 'poke', poke: { poke: 'expectations-off', controller: name } })
  }
  const label = t('inside.ctl.dial', { name })
  const late = lagUs > 0
  return (
    <Popover.Root>
      <Popover.Trigger className={styles.dial} data-late={late || !expecting} aria-label={`${label}: ${late ? t('inside.ctl.late', { time: duration(lagUs) }) : t('inside.ctl.onTime')}`} title={label}>
        <Hourglass size={13} aria-hidden="true" />{late && <b>{duration(lagUs)}</b>}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className={`${controls.menu} ${styles.dialMenu}`} align="start" sideOffset={6} aria-label={label}>
          <p className={controls.label}>{controllerTitle(name)}</p>
          <Amount key={lagUs} milliseconds={lagUs / 1000} onSet={setLag} />
          <p className={room.note}>{heldBack > 0 ? t('inside.ctl.heldBack', { count: heldBack }) : t('inside.ctl.dialHint')}</p>
          {name === EXPECTING && (
            <label className={styles.expects}>
              <input type="checkbox" checked={expecting} onChange={event => expect(event.target.checked)} />
              <span>{t('inside.ctl.expects')}{expecting && expected > 0 && <small>{t('inside.ctl.expected', { count: expected })}</small>}</span>
            </label>
          )}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}

/** A slider for the hand and a field for the keyboard; nothing is set before it is let go, or Enter is pressed. */
function Amount({ milliseconds, onSet }: { readonly milliseconds: number; readonly onSet: (milliseconds: number) => void }) {
  const t = useText()
  const id = useId()
  const [text, setText] = useState(String(milliseconds))
  const value = Number(text)
  const isRight = text !== '' && Number.isInteger(value) && value >= 0 && value <= LAG_MAX_MS
  const set = () => { if (isRight) onSet(value) }
  return (
    <form className={styles.amount} onSubmit={event => { event.preventDefault(); set() }}>
      <label htmlFor={id}>{t('inside.ctl.lateBy')}</label>
      <input type="range" min={0} max={SLIDER_MAX_MS} step={STEP_MS} value={isRight ? Math.min(value, SLIDER_MAX_MS) : 0} aria-label={t('inside.ctl.lateBy')} onChange={event => setText(event.target.value)} onPointerUp={set} onKeyUp={event => { if (event.key.startsWith('Arrow') || event.key === 'Home' || event.key === 'End') set() }} />
      <span><input id={id} type="number" inputMode="numeric" min={0} max={LAG_MAX_MS} step={1} value={text} aria-invalid={!isRight} aria-describedby={`${id}-wrong`} onChange={event => setText(event.target.value)} /> {t('inside.ctl.ms')}</span>
      <button type="submit" className={controls.button} disabled={!isRight}>{t('inside.ctl.set')}</button>
      <small id={`${id}-wrong`} role="status">{isRight ? '' : t('inside.ctl.badLag', { max: LAG_MAX_MS })}</small>
    </form>
  )
}
