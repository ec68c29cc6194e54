import { X } from 'lucide-react'
import { memo, useEffect, useRef } from 'react'
import { useText } from '../i18n/text.ts'
import { NodeCard } from '../stage/cards/NodeCard.tsx'
import { useEngine } from '../store/glass.ts'
import controls from '../styles/controls.module.css'
import styles from './fleet.module.css'

/** One node of the fleet, as it is drawn in a small cluster. */
export const NodePanel = memo(function NodePanel({ name }: { readonly name: string }) {
  const t = useText()
  const engine = useEngine()
  const close = () => engine.command({ do: 'select' })
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => { button.current?.focus() }, [name])
  return (
    <section className={styles.panel} aria-label={name} onKeyDown={event => { if (event.key === 'Escape') { close(); event.stopPropagation() } }}>
      <button ref={button} type="button" className={controls.icon} aria-label={t('fleet.leave')} onClick={close}><X size={15} aria-hidden="true" /></button>
      <NodeCard name={name} width={300} height={560} />
    </section>
  )
})
