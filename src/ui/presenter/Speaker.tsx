import { MonitorOff, MonitorPlay, Pause, Play, Pointer, StepBack, StepForward, SunMoon } from 'lucide-react'
import { memo, useEffect } from 'react'
import { useControls } from '../actions/controls.ts'
import { LessonTexts, useLessonText, useLoadedLessonTexts } from '../i18n/lesson-texts.ts'
import { speak, useText } from '../i18n/text.ts'
import { Terminal } from '../panels/dock/Terminal.tsx'
import { useChange, useEngine, useSession, useSettings } from '../store/glass.ts'
import controls from '../styles/controls.module.css'
import { STEP_SIZES } from '../transport/step-sizes.ts'
import { secondsText } from '../transport/time-scale.ts'
import { Notes } from './Notes.tsx'
import { Elapsed } from './Elapsed.tsx'
import styles from './presenter.module.css'
import { Ahead } from './Ahead.tsx'
import { Pad } from './Pad.tsx'
import { useSpoken, useSpokenStore } from './spoken.ts'

/** What the speaker sees and the audience does not: notes, what comes next, what the run will answer, and the way to steer. */
export const Speaker = memo(function Speaker() {
  const texts = useLoadedLessonTexts()
  useDocument()
  useClicker()
  return <LessonTexts.Provider value={texts}><Inside /></LessonTexts.Provider>
})

function Inside() {
  const t = useText()
  const { audience, pair, record } = useSpoken()
  return (
    <div className={styles.speaker} data-audience={audience} data-kept={record?.head.settled}>
      <Head />
      {audience !== 'here' && pair !== '' && <Lost />}
      <main className={styles.main} aria-label={t('presenter.title')}>
        <Ahead />
        <Steering />
        <Pad />
        <section className={styles.terminal} aria-label={t('dock.terminal')}><Terminal /></section>
      </main>
      <Notes />
    </div>
  )
}

function Head() {
  const t = useText()
  const say = useLessonText()
  const { language, theme } = useSettings(settings => settings)
  const change = useChange()
  const scenario = useSession(session => session.scenario)
  const { at, revision } = useSession(session => session.clock)
  return (
    <header className={styles.head} aria-label={t('region.top')}>
      <h1>{t('presenter.title')}{scenario !== '' && <span>{say(language, `scenario.${scenario}`)}</span>}</h1>
      <Elapsed />
      <p className={styles.clock}><b>{secondsText(at)}</b> {t('transport.seconds')}<small>{t('transport.virtual', { revision })}</small></p>
      <button type="button" className={controls.button} lang={language === 'en' ? 'zh-CN' : 'en'} onClick={() => change(draft => { draft.language = language === 'en' ? 'zh' : 'en' })}>{language === 'en' ? '中文' : 'EN'}</button>
      <button type="button" className={controls.icon} aria-label={t(theme === 'dark' ? 'top.theme.light' : 'top.theme.dark')} onClick={() => change(draft => { draft.theme = theme === 'dark' ? 'light' : 'dark' })}><SunMoon size={15} aria-hidden="true" /></button>
    </header>
  )
}

/** Nothing is lost with the audience's window: another one lives the same inputs. */
function Lost() {
  const t = useText()
  const { audience, pair, record } = useSpoken()
  const open = async () => {
    const { linkOf } = await import('../reach/record-text.ts')
    const query = new URLSearchParams(location.search)
    query.delete('presenter')
    query.set('present', pair)
    if (record !== undefined) query.set('scenario', record.scenario)
    window.open(`${location.pathname}?${query.toString()}${record === undefined ? '' : await linkOf(record)}`, '_blank')
  }
  return (
    <p role="alert" className={styles.lost}>{t(audience === 'sought' ? 'presenter.none' : audience === 'gone' ? 'presenter.gone' : 'presenter.ended')}
      {audience !== 'ended' && <button type="button" className={controls.primary} onClick={() => void open()}><MonitorPlay size={14} aria-hidden="true" />{t('presenter.openAudience')}</button>}
    </p>
  )
}

const RECORD_PAUSE_MS = 500

function Steering() {
  const t = useText()
  const act = useControls()
  const engine = useEngine()
  const { audience, blank, asking, laser, send } = useSpoken()
  const playing = useSession(session => session.transport.playing)
  const moment = useSession(session => session.moment)
  const suggestion = useSession(session => session.story?.suggestion)
  const question = useSession(session => session.story?.prediction !== undefined)
  const stepBy = useSettings(settings => settings.stepBy)
  const off = audience !== 'here'
  const store = useSpokenStore()
  useEffect(() => {
    if (off || moment === '') return
    const timer = setTimeout(() => void engine.ask({ ask: 'record' }).then(answer => { if (answer !== undefined) store.setState({ record: answer.record }) }), RECORD_PAUSE_MS)
    return () => clearTimeout(timer)
  }, [engine, moment, off, store])
  return (
    <section className={styles.steering} aria-label={t('region.transport')}>
      <button type="button" className={styles.big} disabled={off} aria-label={t('transport.back')} title={`${t('transport.back')} (PageUp)`} onClick={act.back}><StepBack size={22} aria-hidden="true" /></button>
      <button type="button" className={styles.big} disabled={off} data-main="true" aria-label={t(playing ? 'transport.pause' : 'transport.play')} onClick={act.playOrPause}>{playing ? <Pause size={24} aria-hidden="true" /> : <Play size={24} aria-hidden="true" />}</button>
      <button type="button" className={styles.big} disabled={off} aria-label={t('transport.forward')} title={`${t('transport.forward')} (PageDown)`} onClick={act.forward}><StepForward size={22} aria-hidden="true" /></button>
      <label>{t('transport.stepBy')}<select value={stepBy} onChange={event => act.stepBy(STEP_SIZES.find(size => size === event.target.value) ?? 'message')}>{STEP_SIZES.map(size => <option key={size} value={size}>{t(`step.${size}`)}</option>)}</select></label>
      <button type="button" className={controls.button} disabled={off} aria-pressed={blank} onClick={() => send({ say: 'show', blank: !blank })}><MonitorOff size={14} aria-hidden="true" />{t(blank ? 'presenter.unblank' : 'presenter.blank')}</button>
      <button type="button" className={controls.button} disabled={off} aria-pressed={laser !== undefined} title={`${t('presenter.laser')} (O)`} onClick={() => send({ say: 'laser', on: laser === undefined })}><Pointer size={14} aria-hidden="true" />{t('presenter.laser')}</button>
      {question && <button type="button" className={controls.button} disabled={off} aria-pressed={asking} onClick={() => send({ say: 'show', asking: !asking })}>{t(asking ? 'presenter.unask' : 'presenter.ask')}</button>}
      {suggestion !== undefined && <button type="button" className={controls.primary} disabled={off} onClick={() => engine.command({ do: 'kubectl', line: suggestion })}>{t('presenter.run')} ↵</button>}
    </section>
  )
}

/** A clicker sends the keys of slides; it works in whichever window has the focus. */
function useClicker(): void {
  const act = useControls()
  const { send, blank, laser } = useSpoken()
  useEffect(() => {
    const keys: Readonly<Record<string, () => void>> = { PageDown: act.forward, '.': act.forward, PageUp: act.back, ',': act.back, b: () => send({ say: 'show', blank: !blank }), o: () => send({ say: 'laser', on: laser === undefined }), ' ': act.playOrPause }
    const listen = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && laser !== undefined) return send({ say: 'laser', on: false })
      if (event.ctrlKey || event.metaKey || event.altKey || (event.target instanceof Element && event.target.closest('textarea, input, select, button, [tabindex="0"]') !== null && !event.key.startsWith('Page'))) return
      const run = keys[event.key]
      if (run === undefined) return
      event.preventDefault()
      run()
    }
    addEventListener('keydown', listen)
    return () => removeEventListener('keydown', listen)
  }, [act, send, blank, laser])
}

function useDocument(): void {
  const t = useText()
  const { language, theme } = useSettings(settings => settings)
  useEffect(() => { void speak(language); document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en' }, [language])
  useEffect(() => { document.documentElement.dataset.theme = theme }, [theme])
  useEffect(() => { document.title = `${t('presenter.title')} · Glass Cluster` }, [t])
}
