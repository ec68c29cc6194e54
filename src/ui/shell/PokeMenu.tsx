import { memo, useEffect, useRef } from 'react'
import { useText } from '../i18n/text.ts'
import { pokesOf } from '../chaos/pokes-of.ts'
import { ofTool } from '../chaos/tools.ts'
import { thingName } from '../stage/thing.ts'
import { useEngine } from '../store/glass.ts'
import { useStageStore, useStageUi } from '../store/stage-ui.ts'
import controls from '../styles/controls.module.css'
import { pokeOffer } from '../transport/poke-text.ts'
import styles from './overlays.module.css'

/** What may be broken about the thing that was pointed at. Everything that is broken can be undone from its flag. */
export const PokeMenu = memo(function PokeMenu() {
  const t = useText()
  const engine = useEngine()
  const store = useStageStore()
  const poke = useStageUi(ui => ui.poke)
  const menu = useRef<HTMLDivElement>(null)
  const close = () => store.setState({ poke: undefined })
  useEffect(() => { if (poke !== undefined) menu.current?.querySelector('button')?.focus() }, [poke])
  if (poke === undefined) return null
  const entities = engine.entities.getState()
  const pokes = ofTool(pokesOf(entities, poke.thing), poke.tool)
  const name = poke.thing.startsWith('message/') ? t('poke.message') : thingName(entities, poke.thing)
  const place = { left: Math.min(poke.x, innerWidth - 260), top: Math.min(poke.y, innerHeight - 60 - 34 * Math.max(1, pokes.length)) }
  const onKeyDown = (event: React.KeyboardEvent) => {
    const buttons = [...(menu.current?.querySelectorAll('button') ?? [])]
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement)
    if (event.key === 'Escape') close()
    else if (event.key === 'ArrowDown') buttons[(at + 1) % buttons.length]?.focus()
    else if (event.key === 'ArrowUp') buttons[(at - 1 + buttons.length) % buttons.length]?.focus()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <section aria-label={t('poke.title', { place: thingName(entities, poke.thing) })}>
      <div className={styles.catcher} onClick={close} onContextMenu={event => { event.preventDefault(); close() }} />
      <div ref={menu} role="menu" aria-label={t('poke.title', { place: name })} className={`${controls.menu} ${styles.poke}`} style={place} onKeyDown={onKeyDown}>
        <p className={controls.label}>{t('poke.title', { place: name })}</p>
        {pokes.length === 0 && <p className={controls.label}>{t('poke.none')}</p>}
        {pokes.map(one => <button key={JSON.stringify(one)} type="button" role="menuitem" className={`${controls.item} ${controls.danger}`} onClick={() => { engine.command({ do: 'poke', poke: one }); close() }}>{pokeOffer(one, t)}</button>)}
      </div>
    </section>
  )
})
