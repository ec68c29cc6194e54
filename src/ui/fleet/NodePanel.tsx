import { Maximize2, X } from 'lucide-react'
import { memo, useEffect, useRef, type MouseEvent } from 'react'
import { useText } from '../i18n/text.ts'
import { NodeCard } from '../stage/cards/NodeCard.tsx'
import { zoomInto } from '../inside/zoom.ts'
import { useEngine } from '../store/glass.ts'
import { useStageStore } from '../store/stage-ui.ts'
import controls from '../styles/controls.module.css'
import styles from './fleet.module.css'

/** One node of the fleet, as it is drawn in a small cluster. */
export const NodePanel = memo(function NodePanel({ name }: { readonly name: string }) {
  const t = useText()
  const engine = useEngine()
  const store = useStageStore()
  const enter = (thing: string) => zoomInto(store, thing, engine.entities.getState())
  const deeper = (event: MouseEvent) => { const thing = (event.target as Element).closest<HTMLElement>('[data-thing]')?.dataset['thing']; if (thing !== undefined) enter(thing) }
  const close = () => engine.command({ do: 'select' })
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => { button.current?.focus() }, [name])
  return (
    <section className={styles.panel} aria-label={name} onDoubleClick={deeper} onKeyDown={event => { if (event.key === 'Escape') { close(); event.stopPropagation() } }}>
      <button ref={button} type="button" className={controls.icon} aria-label={t('fleet.leave')} onClick={close}><X size={15} aria-hidden="true" /></button>
      <button type="button" className={styles.enter} onClick={() => enter(`node/${name}`)}><Maximize2 size={14} aria-hidden="true" />{t('inside.enter')}</button>
      <NodeCard name={name} width={300} height={560} />
    </section>
  )
})
