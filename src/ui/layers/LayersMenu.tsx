import { Layers } from 'lucide-react'
import { Popover } from 'radix-ui'
import { memo } from 'react'
import { useText } from '../i18n/text.ts'
import { useChange, useEngine, useSession, useSettings } from '../store/glass.ts'
import { useStageStore, useStageUi } from '../store/stage-ui.ts'
import controls from '../styles/controls.module.css'
import { LAYERS, layersText, type Labels, type Layer } from './layers.ts'
import styles from './layers.module.css'

const LABELS = ['none', 'focus', 'all'] as const satisfies readonly Labels[]

/** What the picture shows of all that happens. Nothing of it changes the run: what is not drawn happens all the same. */
export const LayersMenu = memo(function LayersMenu() {
  const t = useText()
  const store = useStageStore()
  const open = useStageUi(ui => ui.layers === true)
  const changed = useSettings(settings => layersText(settings) !== undefined)
  return (
    <Popover.Root open={open} onOpenChange={layers => store.setState({ layers })}>
      <Popover.Trigger className={styles.button} data-changed={changed} title={`${t('layers.title')} (Shift M)`}><Layers size={13} aria-hidden="true" />{t('layers.title')}</Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className={`${controls.menu} ${styles.menu}`} side="top" align="end" sideOffset={6} aria-label={t('layers.title')}><LayerChoices /></Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
})

export function LayerChoices() {
  const t = useText()
  const engine = useEngine()
  const change = useChange()
  const { hidden, labels, noise } = useSettings(settings => settings)
  const rate = useSession(session => Math.round(session.noisePerSecond))
  const toggle = (layer: Layer) => change(draft => { draft.hidden = hidden.includes(layer) ? hidden.filter(one => one !== layer) : [...hidden, layer] })
  const setNoise = (shown: boolean) => {
    change(draft => { draft.noise = shown })
    engine.command({ do: 'noise', shown })
  }
  return (
    <>
      <fieldset className={styles.group}>
        <legend className={controls.label}>{t('layers.messages')}</legend>
        {LAYERS.map(layer => <label key={layer} className={controls.item}><input type="checkbox" checked={!hidden.includes(layer)} onChange={() => toggle(layer)} /><span>{t(`layers.${layer}`)}</span></label>)}
        <label className={controls.item}><input type="checkbox" checked={noise} onChange={event => setNoise(event.target.checked)} /><span>{t('layers.noise')}<small className="mono">{t('layers.rate', { rate })}</small></span></label>
      </fieldset>
      <fieldset className={styles.group}>
        <legend className={controls.label}>{t('layers.labels')}</legend>
        {LABELS.map(one => <label key={one} className={controls.item}><input type="radio" name="layers-labels" checked={labels === one} onChange={() => change(draft => { draft.labels = one })} /><span>{t(`layers.labels.${one}`)}</span></label>)}
      </fieldset>
      <p className={styles.note}>{t('layers.note')}</p>
    </>
  )
}
