import { ArrowLeft, X } from 'lucide-react'
import { Dialog } from 'radix-ui'
import { useRef, type ReactNode } from 'react'
import { Tools } from '../chaos/ChaosMenu.tsx'
import { LANES_KINDS, STAGE_KINDS } from '../exports/kinds.ts'
import { useText } from '../i18n/text.ts'
import { LayerChoices } from '../layers/LayersMenu.tsx'
import { SessionLink } from '../reach/Share.tsx'
import { useChange, useEngine, useEntities, useFleet, useGlass, useSession, useSettings } from '../store/glass.ts'
import type { DockTab } from '../store/settings.ts'
import { useStageStore, useStageUi, type StageUi } from '../store/stage-ui.ts'
import { useBranchName } from '../time/branch-name.ts'
import styles from './more.module.css'

const CLOSED: Partial<StageUi> = { more: undefined, layers: false, chaos: false }
const PARTS = [['apiserver', 'kube-apiserver'], ['controller-manager', 'kube-controller-manager'], ['scheduler', 'kube-scheduler'], ['etcd', 'etcd'], ['dns', 'CoreDNS']] as const

/** On a phone: everything that has no place of its own on the small screen, where a thumb reaches it, and what is left out there. */
export function MoreMenu() {
  const t = useText()
  const store = useStageStore()
  const opener = useRef(document.activeElement)
  const view = useStageUi(ui => (ui.layers === true ? 'layers' : ui.chaos === true ? 'chaos' : ui.more))
  const title = t(view === 'layers' ? 'layers.title' : view === 'chaos' ? 'chaos.button' : view === 'share' ? 'share.title' : 'more.title')
  return (
    <Dialog.Root open onOpenChange={() => store.setState(CLOSED)}>
      <Dialog.Portal>
        <Dialog.Overlay className={styles.scrim} />
        <Dialog.Content className={styles.more} aria-describedby={undefined} onCloseAutoFocus={event => { event.preventDefault(); if (opener.current instanceof HTMLElement) opener.current.focus() }}>
          <header>
            {view !== 'menu' && <button type="button" className={styles.round} aria-label={t('more.back')} onClick={() => store.setState({ ...CLOSED, more: 'menu' })}><ArrowLeft size={18} aria-hidden="true" /></button>}
            <Dialog.Title asChild><h2>{title}</h2></Dialog.Title>
            <Dialog.Close className={styles.round} aria-label={t('more.close')}><X size={18} aria-hidden="true" /></Dialog.Close>
          </header>
          <div key={view} className={styles.page} data-view={view}>{view === 'layers' ? <LayerChoices /> : view === 'chaos' ? <><p className={styles.note}>{t('chaos.title')}</p><Tools /></> : view === 'share' ? <SessionLink /> : <Everything />}</div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function Everything() {
  const t = useText()
  const store = useStageStore()
  const change = useChange()
  const { live } = useGlass()
  const open = (next: Partial<StageUi>) => () => {
    store.setState(CLOSED)
    // The menu gives the focus back first, so that what opens now can take it.
    setTimeout(() => setTimeout(() => store.setState(next)))
  }
  const panel = (dockTab: DockTab) => () => {
    store.setState(CLOSED)
    change(draft => { Object.assign(draft, { dockOpen: true, dockTab }) })
  }
  const page = (next: Partial<StageUi>) => () => store.setState({ ...CLOSED, ...next })
  return (
    <>
      <Group title={t('more.closer')}>
        <Item choose={panel('swimlanes')}>{t('dock.swimlanes')}</Item>
        <Item choose={panel('etcd')}>{t('dock.etcd')}</Item>
        <Item choose={panel('scheduler')}>{t('dock.scheduler')}</Item>
        <Item choose={open({ editor: { open: 'new' } })}>{t('dock.editor')}</Item>
        <Item choose={page({ chaos: true })}>{t('chaos.button')}…</Item>
        <Item choose={open({ palette: true })}>{t('more.find')}</Item>
      </Group>
      <Places open={open} />
      <Group title={t('more.read')}>
        <Item choose={page({ layers: true })}>{t('layers.title')}…</Item>
        <Item choose={open({ signs: true })}>{t('signs.open')}</Item>
        <Item choose={open({ glossary: '' })}>{t('glossary.title')}</Item>
        <Item choose={open({ gallery: true })}>{t('gallery.title')}</Item>
      </Group>
      <Group title={t('region.transport')}>
        <Item choose={open({ time: { window: 'until' } })}>{t('time.until')}</Item>
        <Item choose={open({ time: { window: 'compare' } })}>{t('time.compare')}</Item>
        <Item choose={open({ time: { window: 'bookmarks' } })}>{t('time.bookmark.all')}</Item>
      </Group>
      <Branches />
      <Group title={t('more.keep')}>
        {!live && <Item choose={page({ more: 'share' })}>{t('share.title')}…</Item>}
        {[...STAGE_KINDS, ...LANES_KINDS].map(kind => <Item key={kind} choose={open({ saving: kind })}>{t(`export.${kind}`)}</Item>)}
      </Group>
      <OfThePage help={open({ help: true })} />
      <p className={styles.note}>{t('more.without')}</p>
    </>
  )
}

/** Into the machines and the parts of the control plane; of a fleet only the parts, its machines are in the picture. */
function Places({ open }: { readonly open: (next: Partial<StageUi>) => () => void }) {
  const t = useText()
  const nodes = useEntities(entities => entities.nodes)
  const large = useFleet(fleet => fleet.plan !== undefined)
  const into = (place: string) => open({ inside: { place, from: place } })
  return (
    <Group title={t('more.inside')}>
      {PARTS.map(([place, name]) => <Item key={place} choose={into(place)}>{name}</Item>)}
      {!large && nodes.map(id => <Item key={id} choose={into(id)}>{id.slice('node/'.length)}</Item>)}
    </Group>
  )
}

/** Only where there is something to choose. */
function Branches() {
  const t = useText()
  const engine = useEngine()
  const branches = useSession(session => session.timeline.branches)
  const current = useSession(session => session.transport.branch)
  const name = useBranchName()
  if (branches.length < 2) return null
  return <Group title={t('transport.branches')}>{branches.map(one => <Item key={one.id} pressed={one.id === current} choose={() => engine.command({ do: 'switch-branch', branch: one.id })}>{name(one)}</Item>)}</Group>
}

function OfThePage({ help }: { readonly help: () => void }) {
  const t = useText()
  const change = useChange()
  const { theme, motion, tables, narration } = useSettings(settings => settings)
  return (
    <>
      <Group title={t('more.page')}>
        <Item choose={() => change(draft => { draft.theme = theme === 'dark' ? 'light' : 'dark' })}>{t(theme === 'dark' ? 'top.theme.light' : 'top.theme.dark')}</Item>
        <Item pressed={tables} choose={() => change(draft => { draft.tables = !tables })}>{t('more.tables')}</Item>
        <Item choose={help}>{t('top.help')}</Item>
      </Group>
      <Group title={t('top.motion')}>{(['full', 'reduced', 'off'] as const).map(one => <Item key={one} pressed={one === motion} choose={() => change(draft => { draft.motion = one })}>{t(`motion.${one}`)}</Item>)}</Group>
      <Group title={t('narration.title')}>{(['off', 'milestones', 'every'] as const).map(one => <Item key={one} pressed={one === narration} choose={() => change(draft => { draft.narration = one })}>{t(`narration.${one}`)}</Item>)}</Group>
    </>
  )
}

function Group({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return <section className={styles.group} aria-label={title}><h3>{title}</h3><div>{children}</div></section>
}

function Item({ choose, pressed, children }: { readonly choose: () => void; readonly pressed?: boolean; readonly children: ReactNode }) {
  return <button type="button" className={styles.item} aria-pressed={pressed} onClick={choose}>{children}</button>
}
