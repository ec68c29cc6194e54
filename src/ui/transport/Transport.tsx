import { ChevronDown, GitBranch, Pause, Play, SkipBack, StepBack, StepForward } from 'lucide-react'
import { lazy, memo, Suspense } from 'react'
import { useControls } from '../actions/controls.ts'
import { useText } from '../i18n/text.ts'
import { LateMenu } from '../shell/LateMenu.tsx'
import { useEngine, useSession, useSettings } from '../store/glass.ts'
import { useStageUi } from '../store/stage-ui.ts'
import controls from '../styles/controls.module.css'
import { Clock } from './Clock.tsx'
import { PaceMenu } from './PaceMenu.tsx'
import { Scrubber } from './Scrubber.tsx'
import { STEP_SIZES } from './step-sizes.ts'
import styles from './transport.module.css'

const BranchMenu = lazy(async () => ({ default: (await import('../time/late.ts')).BranchMenu }))
const TimeMenu = lazy(async () => ({ default: (await import('../time/late.ts')).TimeMenu }))
const TimeWindows = lazy(async () => ({ default: (await import('../time/late.ts')).TimeWindows }))

export const Transport = memo(function Transport({ phone }: { readonly phone: boolean }) {
  const t = useText()
  return (
    <section id="transport" className={phone ? styles.phone : styles.transport} aria-label={t('region.transport')}>
      {phone
        ? <><div className={styles.line}><Scrubber phone /><Later phone /></div><div className={styles.thumbs}><Clock phone /><Buttons phone /><StepChooser /></div></>
        : <><div className={styles.left}><Buttons phone={false} /><StepSizes /><div className={styles.narrow}><StepChooser /></div></div><Scrubber /><Clock /><div className={styles.right}><div className={styles.fork}><PaceMenu /><Later phone={false} /></div><Fork /></div></>}
      <Windows />
    </section>
  )
})

/** One line, for a page inside a page. */
export const EmbeddedTransport = memo(function EmbeddedTransport() {
  const t = useText()
  return <section id="transport" className={styles.embedded} aria-label={t('region.transport')}><Buttons phone /><Scrubber /></section>
})

function Buttons({ phone }: { readonly phone: boolean }) {
  const t = useText()
  const act = useControls()
  const playing = useSession(session => session.transport.playing)
  const atStart = useSession(session => session.clock.head === 0)
  return (
    <div className={styles.buttons}>
      {!phone && <button type="button" className={styles.small} aria-label={t('transport.start')} title={t('transport.start')} disabled={atStart} onClick={act.toStart}><SkipBack size={15} aria-hidden="true" /></button>}
      <button type="button" className={styles.small} aria-label={t('transport.back')} title={t('transport.back')} onClick={act.back}><StepBack size={15} aria-hidden="true" /></button>
      <button type="button" className={styles.play} aria-label={t(playing ? 'transport.pause' : 'transport.play')} onClick={act.playOrPause}>
        {playing ? <Pause size={19} fill="currentColor" aria-hidden="true" /> : <Play size={19} fill="currentColor" aria-hidden="true" />}
      </button>
      <button type="button" className={styles.small} aria-label={t('transport.forward')} title={t('transport.forward')} onClick={act.forward}><StepForward size={15} aria-hidden="true" /></button>
      {!phone && <Busy />}
    </div>
  )
}

function Later({ phone }: { readonly phone: boolean }) {
  return <Suspense fallback={<span className={phone ? styles.laterPhone : controls.icon} />}><TimeMenu phone={phone} /></Suspense>
}

function Windows() {
  const open = useStageUi(ui => ui.time !== undefined)
  return open ? <Suspense fallback={null}><TimeWindows /></Suspense> : null
}

/** What takes long can be stopped. */
function Busy() {
  const t = useText()
  const engine = useEngine()
  const busy = useSession(session => session.transport.busy)
  return busy ? <button type="button" className={styles.busy} title={t('transport.pause')} onClick={() => engine.command({ do: 'pause' })}>{t('transport.busy')}</button> : null
}

function StepSizes() {
  const t = useText()
  const act = useControls()
  const stepBy = useSettings(settings => settings.stepBy)
  return (
    <div className={styles.sizes} role="radiogroup" aria-label={t('transport.stepBy')}>
      <span aria-hidden="true">{t('transport.stepBy')}</span>
      {STEP_SIZES.map(size => <button key={size} type="button" role="radio" aria-checked={size === stepBy} tabIndex={size === stepBy ? 0 : -1} onClick={() => act.stepBy(size)}
        onKeyDown={event => { const to = { ArrowRight: 1, ArrowLeft: -1 }[event.key]; if (to !== undefined) { act.stepBy(STEP_SIZES[(STEP_SIZES.indexOf(size) + to + STEP_SIZES.length) % STEP_SIZES.length] ?? size); event.preventDefault(); event.stopPropagation(); (event.currentTarget.parentElement?.children[1 + (STEP_SIZES.indexOf(size) + to + STEP_SIZES.length) % STEP_SIZES.length] as HTMLElement | undefined)?.focus() } }}>{t(`step.${size}`)}</button>)}
    </div>
  )
}

function StepChooser() {
  const t = useText()
  const act = useControls()
  const stepBy = useSettings(settings => settings.stepBy)
  const items = STEP_SIZES.map(value => ({ value, text: t(`step.by.${value}`) }))
  return <LateMenu className={styles.chooser} place={{ align: 'end', sideOffset: 8 }} groups={[{ items, choose: act.stepBy }]}>{t(`step.by.${stepBy}`)}<ChevronDown size={14} aria-hidden="true" /></LateMenu>
}

function Fork() {
  const t = useText()
  const act = useControls()
  const forked = useSession(session => session.timeline.branches.length > 1)
  return (
    <div className={styles.fork}>
      <button type="button" className={controls.button} onClick={act.fork}><GitBranch size={13} aria-hidden="true" />{t('transport.fork')}</button>
      {forked && <Suspense fallback={null}><BranchMenu /></Suspense>}
    </div>
  )
}
