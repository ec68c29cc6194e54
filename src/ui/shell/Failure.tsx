import { memo } from 'react'
import type { FromEngine } from '../../protocol/index.ts'
import { useText } from '../i18n/text.ts'
import { useEngine } from '../store/glass.ts'
import { recover, recoverable } from '../reach/keeping.ts'
import { useStageStore } from '../store/stage-ui.ts'
import controls from '../styles/controls.module.css'
import styles from './overlays.module.css'

/** A bug of ours stopped the engine: what is known of it, and the way on. Nothing that was typed is lost. */
export const Failure = memo(function Failure({ failed }: { readonly failed: Extract<FromEngine, { type: 'failed' }> }) {
  const t = useText()
  const engine = useEngine()
  const store = useStageStore()
  const again = () => {
    const left = recover(engine)
    if (left !== undefined) store.setState({ notice: { text: 'restore.without', params: { what: left.command.do === 'kubectl' ? left.command.line : left.command.do } } })
  }
  const entries = recoverable()
  const typed = engine.inputs()
  const lines = (typed.length > 0 ? typed : entries.map(({ command }) => command)).flatMap(input => (input.do === 'kubectl' ? [input.line] : []))
  return (
    <div className={styles.failure} role="alert">
      <h2>{t('failed.title')}</h2>
      <p>{t('failed.text')}</p>
      <p className="mono">{t('failed.detail', { seed: failed.seed, event: failed.event })}</p>
      <pre>{failed.message}</pre>
      {lines.length > 0 && <><h3>{t('failed.inputs')}</h3><pre>{lines.join('\n')}</pre></>}
      <p className={styles.ways}>
        {entries.length > 0 && <button type="button" className={controls.primary} onClick={again}>{t('failed.recover')}</button>}
        <button type="button" className={entries.length > 0 ? controls.button : controls.primary} onClick={engine.restart}>{t('failed.restart')}</button>
      </p>
    </div>
  )
})
