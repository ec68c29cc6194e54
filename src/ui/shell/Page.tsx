import { lazy, memo, Suspense, useEffect, useState, type ComponentProps, type CSSProperties } from 'react'
import { LessonTexts, useLoadedLessonTexts } from '../i18n/lesson-texts.ts'
import { speak, useText } from '../i18n/text.ts'
import { useChange, useGlass, useSession, useSettings } from '../store/glass.ts'
import { Stage } from '../stage/Stage.tsx'
import { useStageUi } from '../store/stage-ui.ts'
import { EmbeddedTransport, Transport } from '../transport/Transport.tsx'
import { Sheet } from './Sheet.tsx'
import { StoryColumn } from './StoryColumn.tsx'
import { TopBar } from './TopBar.tsx'
import { useKeys } from './keys.ts'
import { useWindowClass } from './window-class.ts'
import styles from './page.module.css'

const Failure = lazy(async () => ({ default: (await import('./Failure.tsx')).Failure }))
const Narrator = lazy(async () => ({ default: (await import('./Narrator.tsx')).Narrator }))
const Toasts = lazy(async () => ({ default: (await import('./Toasts.tsx')).Toasts }))
const Audience = lazy(async () => ({ default: (await import('../presenter/Audience.tsx')).Audience }))
const Overlays = lazy(async () => ({ default: (await import('./Overlays.tsx')).Overlays }))
const Dock = lazy(async () => ({ default: (await import('../panels/dock/Dock.tsx')).Dock }))
const Inspector = lazy(async () => ({ default: (await import('../panels/inspector/Inspector.tsx')).Inspector }))

/** One screen, five regions; lessons, sandbox, embed and presentation are the same screen with regions shown or hidden. */
export const Page = memo(function Page() {
  const t = useText()
  const texts = useLoadedLessonTexts()
  const layoutClass = useWindowClass()
  const phone = layoutClass === 'phone'
  useDocument()
  useKeys()
  const failed = useSession(session => session.failed)
  const { storyOpen, inspectorOpen, dockOpen, dockTab, dockHeight, inspectorWidth, stageOnly, present, embed } = useSettings(settings => settings)
  const bare = stageOnly || present || embed
  const sizes = { '--dock': dockOpen && !bare ? (dockTab === 'editor' ? `max(${dockHeight}px, 48dvh)` : `${dockHeight}px`) : bare ? '0px' : '36px', '--inspector': `${inspectorWidth}px` } as CSSProperties
  return (
    <LessonTexts.Provider value={texts}>
      <Marked className={styles.page} data-layout={layoutClass} data-bare={bare} data-present={present} data-embed={embed} data-story={storyOpen} data-inspector={inspectorOpen} data-dock={dockOpen} style={sizes}>
        <a className={styles.skip} href="#stage">{t('skip.stage')}</a>
        {!phone && !bare && <a className={styles.skip} href="#terminal">{t('skip.terminal')}</a>}
        {embed ? <OpenInFull /> : <TopBar phone={phone} />}
        {failed !== undefined && <Suspense fallback={null}><Failure failed={failed} /></Suspense>}
        {!phone && !bare && <StoryColumn />}
        <Stage layoutClass={layoutClass} />
        {!phone && !bare && <Panel><Dock /></Panel>}
        {!phone && !bare && <Suspense fallback={<aside className={styles.inspector} />}><InspectorRegion /></Suspense>}
        {phone && !embed && <Sheet />}
        {embed ? <EmbeddedTransport /> : <Transport phone={phone} />}
        <Above phone={phone} />
        {present && !embed && <Suspense fallback={null}><Audience /></Suspense>}
        <Suspense fallback={null}><Toasts /><Narrator /></Suspense>
      </Marked>
    </LessonTexts.Provider>
  )
})

/** Only the page's own element tells the moment, which is another at each frame. */
function Marked({ children, ...rest }: ComponentProps<'div'>) {
  const hash = useSession(session => session.transport.hash)
  const settled = useSession(session => session.transport.settled)
  const flying = useSession(session => session.flying)
  return <div {...rest} data-hash={hash} data-settled={settled} data-flying={flying}>{children}</div>
}

/** From an embedding page to the whole one, at the same moment. */
function OpenInFull() {
  const t = useText()
  const { engine, settings } = useGlass()
  const open = async () => {
    const { fullLink } = await import('../reach/embedding.ts')
    window.open(await fullLink(engine, settings), '_blank', 'noopener')
  }
  return <button type="button" className={styles.full} onClick={() => void open()}>{t('embed.full')} ↗</button>
}

function Panel({ children }: { readonly children: React.ReactNode }) {
  const t = useText()
  return <section className={styles.dock} aria-label={t('region.dock')}><Suspense fallback={null}>{children}</Suspense></section>
}

function InspectorRegion() {
  const t = useText()
  const open = useSettings(settings => settings.inspectorOpen)
  const change = useChange()
  return (
    <aside className={styles.inspector} aria-label={t('region.inspector')}>
      {open ? <Inspector /> : <button type="button" className={styles.strip} aria-label={t('inspector.open')} onClick={() => change(draft => { draft.inspectorOpen = true })}><span>{t('tab.why')}</span></button>}
    </aside>
  )
}

/** What lies over the page is fetched when something of it is first opened. */
function Above({ phone }: { readonly phone: boolean }) {
  const open = useStageUi(ui => ui.help || ui.gallery || ui.signs || ui.palette || (ui.poke ?? ui.glossary ?? (phone ? ui.more ?? ui.editor : undefined)) !== undefined || (phone && (ui.layers === true || ui.chaos === true)))
  return open && <Suspense fallback={null}><Overlays phone={phone} /></Suspense>
}

/** Language, theme and motion belong to the whole document. */
function useDocument(): void {
  const { language, theme, motion, present } = useSettings(settings => settings)
  const [spoken, setSpoken] = useState(language)
  useEffect(() => {
    if (spoken !== language) void speak(language).then(() => setSpoken(language))
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
  }, [language, spoken])
  useEffect(() => { Object.assign(document.documentElement.dataset, { theme, motion, present: String(present) }) }, [theme, motion, present])
}
