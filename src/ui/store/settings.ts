import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Labels, Layer } from '../layers/layers.ts'

export type Language = 'en' | 'zh'
export type Theme = 'dark' | 'light'
export type Motion = 'full' | 'reduced' | 'off'
/** What is said to those who listen while time plays; a step is always told, but for 'off'. */
export type Narration = 'off' | 'milestones' | 'every'
export type DockTab = 'terminal' | 'swimlanes' | 'etcd' | 'scheduler' | 'queues' | 'chaos' | 'editor'
export type InspectorTab = 'why' | 'gap' | 'yaml' | 'events' | 'tree'

/** What the visitor chose about the page itself; nothing here reaches the engine. */
export interface Settings {
  language: Language
  theme: Theme
  motion: Motion
  narration: Narration
  singleKeys: boolean
  /** Charts and swimlanes as tables. */
  tables: boolean
  storyOpen: boolean
  inspectorOpen: boolean
  dockOpen: boolean
  dockTab: DockTab
  inspectorTab: InspectorTab
  dockHeight: number
  inspectorWidth: number
  stageOnly: boolean
  present: boolean
  noise: boolean
  /** Layers of the picture that are not drawn. */
  hidden: readonly Layer[]
  labels: Labels
  /** Inside somebody else's page: only stage, caption and a line of transport; nothing is kept. */
  embed: boolean
  stepBy: 'message' | 'write' | 'reconcile' | 'object' | 'milestone'
}

export interface SettingsStore extends StoreApi<Settings> {
  /** Edits a copy; what is worth keeping is written to the browser's storage. */
  readonly change: (edit: (draft: Settings) => void) => void
}

const KEY = 'glass-cluster.settings'

export function createSettings(): SettingsStore {
  const store = createStore<Settings>(() => ({ ...defaults(), ...remembered() }))
  const change = (edit: (draft: Settings) => void) => {
    const draft = { ...store.getState() }
    edit(draft)
    store.setState(draft, true)
    remember(store.getState())
  }
  return { ...store, change }
}

function defaults(): Settings {
  const light = matchMedia('(prefers-color-scheme: light)').matches
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches
  return {
    language: navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en',
    theme: light ? 'light' : 'dark',
    motion: still ? 'reduced' : 'full',
    narration: 'milestones', singleKeys: true, tables: false, storyOpen: innerWidth >= 1024 || innerWidth < 720, inspectorOpen: false, dockOpen: false, dockTab: 'terminal', inspectorTab: 'why',
    dockHeight: 196, inspectorWidth: 348, stageOnly: false, present: false, noise: false, hidden: [], labels: 'focus', embed: false, stepBy: 'message',
  }
}

const KEPT = ['language', 'theme', 'motion', 'narration', 'singleKeys', 'tables', 'dockHeight', 'inspectorWidth'] as const satisfies readonly (keyof Settings)[]

function remembered(): Partial<Settings> {
  const asked = new URLSearchParams(location.search)
  if (asked.get('embed') === '1') return { ...chosen(asked), embed: true }
  const kept = parse(storage()?.getItem(KEY) ?? null)
  return { ...kept, ...chosen(asked) }
}

/** What the address asks for. */
function chosen(asked: URLSearchParams): Partial<Settings> {
  const lang = asked.get('lang')
  const theme = asked.get('theme')
  const present = asked.has('present') || presenting()
  return { ...(present ? { present } : {}), ...(lang === 'en' || lang === 'zh' ? { language: lang } : {}), ...(theme === 'dark' || theme === 'light' ? { theme } : {}) }
}

/** The tab was loaded again in the middle of a presentation. */
function presenting(): boolean {
  try { return sessionStorage.getItem('glass-cluster.presenting') !== null } catch { return false }
}

function remember(settings: Settings): void {
  if (settings.embed) return
  storage()?.setItem(KEY, JSON.stringify(Object.fromEntries(KEPT.map(key => [key, settings[key]]))))
}

/** NB: a browser may forbid storage by throwing; then the choices live as long as the page, because nothing depends on them. */
function storage(): Storage | undefined {
  try { return localStorage } catch { return undefined }
}

function parse(text: string | null): Partial<Settings> {
  if (text === null) return {}
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Partial<Settings>) : {}
  } catch { return {} }
}
