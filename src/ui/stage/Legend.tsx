import { useReactFlow, useStore } from '@xyflow/react'
import { EyeOff, Minus, Plus, Shapes } from 'lucide-react'
import { lazy, memo, Suspense } from 'react'
import type { Verb } from '../../protocol/index.ts'
import { VerbGlyph } from '../glyphs/VerbGlyph.tsx'
import { useText } from '../i18n/text.ts'
import { layerOf } from '../layers/layers.ts'
import { useChange, useEngine, useSession, useSettings } from '../store/glass.ts'
import { useStageStore, useStageUi } from '../store/stage-ui.ts'
import styles from './stage.module.css'

const LayersMenu = lazy(async () => ({ default: (await import('../layers/LayersMenu.tsx')).LayersMenu }))

const VERBS = ['write', 'read', 'watch', 'raft', 'cri', 'packet'] as const satisfies readonly Verb[]

export const Legend = memo(function Legend() {
  const t = useText()
  const store = useStageStore()
  const hidden = useSettings(settings => settings.hidden)
  return (
    <div className={styles.legend}>
      <button type="button" className={styles.signs} aria-label={t('signs.open')} title={`${t('signs.open')} (V)`} onClick={() => store.setState({ signs: true })}><Shapes size={14} aria-hidden="true" /></button>
      <ul aria-label={t('legend.title')}>{VERBS.map(verb => <li key={verb} data-off={hidden.includes(layerOf(verb))}><VerbGlyph verb={verb} size={16} />{t(`legend.${verb}`)}</li>)}</ul>
      <Noise />
      <Less />
      <Suspense fallback={null}><LayersMenu /></Suspense>
      <Zoom />
    </div>
  )
})

function Noise() {
  const t = useText()
  const engine = useEngine()
  const change = useChange()
  const shown = useSettings(settings => settings.noise)
  const rate = useSession(session => Math.round(session.noisePerSecond))
  const toggle = () => {
    change(draft => { draft.noise = !shown })
    engine.command({ do: 'noise', shown: !shown })
  }
  return <button type="button" className={styles.noise} aria-pressed={shown} aria-label={t(shown ? 'legend.noise.isShown' : 'legend.noise.isHidden', { rate })} onClick={toggle}><EyeOff size={13} aria-hidden="true" /><span>{t('legend.noise')}</span>{t(shown ? 'legend.noise.shown' : 'legend.noise.hidden', { rate })}</button>
}

/** Says that not all is drawn, where that is so. */
function Less() {
  const t = useText()
  const strain = useStageUi(ui => ui.strain ?? 0)
  return strain === 0 ? null : <span className={styles.noise} title={t('legend.less.hint')}>{t('legend.less')}</span>
}

function Zoom() {
  const t = useText()
  const flow = useReactFlow()
  const whole = useStageUi(ui => ui.whole)
  const zoom = useStore(state => Math.round(state.transform[2] * 100))
  const fits = zoom === Math.round(whole.zoom * 100)
  return (
    <div className={styles.zoom}>
      <button type="button" aria-label={t('zoom.out')} onClick={() => void flow.zoomOut({ duration: 160 })}><Minus size={14} aria-hidden="true" /></button>
      <button type="button" aria-label={t('zoom.fit')} onClick={() => void flow.setViewport(whole, { duration: 200 })}>{fits ? t('zoom.cluster') : `${zoom} %`}</button>
      <button type="button" aria-label={t('zoom.in')} onClick={() => void flow.zoomIn({ duration: 160 })}><Plus size={14} aria-hidden="true" /></button>
    </div>
  )
}
