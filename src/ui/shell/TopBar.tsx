import { CircleHelp, Menu, Moon, PanelRight, Presentation, Search, Sparkles, Sun } from 'lucide-react'
import { lazy, memo, Suspense } from 'react'
import { ProductMark } from '../glyphs/ProductMark.tsx'
import { useLessonText } from '../i18n/lesson-texts.ts'
import { useText } from '../i18n/text.ts'
import { useChange, useGlass, useSession, useSettings } from '../store/glass.ts'
import type { Motion } from '../store/settings.ts'
import { useStageStore } from '../store/stage-ui.ts'
import controls from '../styles/controls.module.css'
import { LateMenu } from './LateMenu.tsx'
import styles from './top.module.css'

const Broken = lazy(async () => ({ default: (await import('../chaos/Broken.tsx')).Broken }))
const ChaosMenu = lazy(async () => ({ default: (await import('../chaos/ChaosMenu.tsx')).ChaosMenu }))
const NotesButton = lazy(async () => ({ default: (await import('../presenter/NotesButton.tsx')).NotesButton }))
const Share = lazy(async () => ({ default: (await import('../reach/Share.tsx')).Share }))
const MOTIONS = ['full', 'reduced', 'off'] as const satisfies readonly Motion[]

export const TopBar = memo(function TopBar({ phone }: { readonly phone: boolean }) {
  const t = useText()
  const say = useLessonText()
  const own = useSettings(settings => settings.language)
  const other = own === 'en' ? 'zh' : 'en'
  const scenario = useSession(session => session.scenario)
  const title = (language: 'en' | 'zh') => (scenario ? say(language, `scenario.${scenario}`) : '')
  const { live } = useGlass()
  const present = useSettings(settings => settings.present)
  const store = useStageStore()
  const openGallery = () => store.setState({ gallery: true })
  return (
    <header className={styles.top} data-phone={phone} aria-label={t('region.top')}>
      {phone && !present ? <button type="button" className={styles.more} aria-haspopup="dialog" aria-label={t('more.open')} onClick={() => store.setState({ more: 'menu' })}><Menu size={20} aria-hidden="true" /></button> : <ProductMark size={26} />}
      <h1 className={styles.name}>{phone && scenario ? <>{title(own)}<small lang={langOf(other)}>{title(other)}</small></> : t('app.name')}</h1>
      {!phone && scenario && <p className={styles.lesson}><button type="button" className={styles.crumb} title={`${t('gallery.open')} (G)`} onClick={openGallery}>{t('gallery.title')}</button> <span aria-hidden="true">›</span> <b>{title(own)}</b> <span lang={langOf(other)}>{title(other)}</span></p>}
      <span className={styles.space} />
      {!phone && !present && <button type="button" className={styles.find} aria-label={t('palette.open')} title={t('palette.open')} onClick={() => store.setState({ palette: true })}><Search size={14} aria-hidden="true" /><span>{t('palette.open')}</span><kbd className={controls.kbd}>⌘K</kbd></button>}
      <Suspense fallback={null}><Broken />{!phone && <ChaosMenu />}</Suspense>
      {!phone && <><Suspense fallback={null}>{present && <NotesButton />}</Suspense><PresentButton /></>}
      {!phone && !live && !present && <Suspense fallback={null}><Share /></Suspense>}
      <LanguageSwitch />
      {!phone && !present && <><MotionMenu /><HelpButton /></>}
      {!phone && !present && <ThemeButton />}
    </header>
  )
})

const langOf = (language: 'en' | 'zh') => (language === 'zh' ? 'zh-CN' : 'en')

function LanguageSwitch() {
  const t = useText()
  const language = useSettings(settings => settings.language)
  const change = useChange()
  return (
    <div className={styles.languages} role="radiogroup" aria-label={t('top.language')}>
      <button type="button" role="radio" aria-checked={language === 'en'} lang="en" onClick={() => change(draft => { draft.language = 'en' })}>EN</button>
      <button type="button" role="radio" aria-checked={language === 'zh'} lang="zh-CN" onClick={() => change(draft => { draft.language = 'zh' })}>中文</button>
    </div>
  )
}

function ThemeButton() {
  const t = useText()
  const dark = useSettings(settings => settings.theme === 'dark')
  const change = useChange()
  const label = t(dark ? 'top.theme.light' : 'top.theme.dark')
  return <button type="button" className={controls.icon} aria-label={label} title={label} onClick={() => change(draft => { draft.theme = dark ? 'light' : 'dark' })}>{dark ? <Sun size={15} aria-hidden="true" /> : <Moon size={15} aria-hidden="true" />}</button>
}

function MotionMenu() {
  const t = useText()
  const motion = useSettings(settings => settings.motion)
  const change = useChange()
  const items = MOTIONS.map(value => ({ value, text: t(`motion.${value}`) }))
  return (
    <LateMenu className={controls.icon} label={t('top.motion')} place={{ align: 'end', sideOffset: 6 }} groups={[{ items, chosen: motion, choose: value => change(draft => { draft.motion = value }) }]}>
      <Sparkles size={15} aria-hidden="true" />
    </LateMenu>
  )
}

function HelpButton() {
  const t = useText()
  const store = useStageStore()
  return <button type="button" className={controls.icon} aria-label={t('top.help')} title={t('top.help')} onClick={() => store.setState({ help: true })}><CircleHelp size={15} aria-hidden="true" /></button>
}

function PresentButton() {
  const t = useText()
  const present = useSettings(settings => settings.present)
  const change = useChange()
  return (
    <button type="button" className={controls.button} aria-pressed={present} onClick={() => change(draft => { draft.present = !present })}>
      {present ? <PanelRight size={14} aria-hidden="true" /> : <Presentation size={14} aria-hidden="true" />}{t(present ? 'top.present.end' : 'top.present')}
    </button>
  )
}
