import type { SessionRecord } from '../../protocol/index.ts'
import { layersText, withView } from '../layers/layers.ts'
import type { Engine } from '../store/engine.ts'
import type { SettingsStore } from '../store/settings.ts'

// The session storage of this one tab: it outlives a reload and a crash of the tab, and two tabs never write over each other.
const KEY = 'glass-cluster.session'
/** The link that the session began with, if any: another link is another session. */
const LINK = 'glass-cluster.session.link'
const PAUSE_MS = 800

let last: SessionRecord | undefined
let keep: (() => Promise<void>) | undefined

/** Writes the session's record down whenever time has moved or something that the visitor made has another name, a moment later. */
export function keepSession(engine: Engine, settings: SettingsStore): void {
  let waiting = false
  let seen: readonly unknown[] = []
  keep = async () => {
    waiting = false
    const answer = await engine.ask({ ask: 'record' })
    if (answer === undefined) return
    last = withView(answer.record, settings.getState())
    write(last.entries.length === 0 && last.view === undefined ? undefined : JSON.stringify(last))
  }
  const look = () => {
    const { open, failed, moment, timeline, story } = engine.session.getState()
    const now = [moment, layersText(settings.getState()), timeline.branches, timeline.bookmarks, story?.prediction?.chosen]
    if (!open || failed !== undefined || now.every((one, index) => one === seen[index])) return
    seen = now
    if (waiting) return
    waiting = true
    setTimeout(() => void keep?.(), PAUSE_MS)
  }
  engine.session.subscribe(look)
  settings.subscribe(look)
}

/** Before the page is loaded again on purpose. */
export const keepNow = async (): Promise<void> => keep?.()

/** The session of this tab before it was loaded again, as text; none where it was opened anew. */
export function keptSession(): string | undefined {
  const [visit] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[]
  return (visit?.type === 'reload' || visit?.type === 'back_forward') && read(LINK) === location.hash ? read(KEY) : undefined
}

export const forgetSession = (): void => write(undefined)

/** What can be lived again after the engine stopped: also what came by a link, a file or a reload, and not by this page's own hands. */
export const recoverable = (): SessionRecord['entries'] => last?.entries ?? []

let recovering: SessionRecord | undefined

/** After a bug of ours stopped the engine: the same session again; if that stops it too, without what was done last. Tells what was left out. */
export function recover(engine: Engine): SessionRecord['entries'][number] | undefined {
  const record = last
  engine.restart()
  if (record === undefined || record.entries.length === 0) return undefined
  const again = recovering !== undefined && recovering.entries.length <= record.entries.length
  const left = again ? record.entries.at(-1) : undefined
  const shorter = left === undefined ? record : before(record, left)
  recovering = shorter
  engine.command({ do: 'replay', record: shorter })
  return left
}

/** The record as it was when its last entry was not yet made. */
function before(record: SessionRecord, { branch, handled, at }: SessionRecord['entries'][number]): SessionRecord {
  const place = { branch, handled, at }
  const entries = record.entries.slice(0, -1)
  return { ...record, entries, ends: [...record.ends.filter(end => end.branch < branch), place], head: { ...place, settled: true } }
}

/** NB: a browser may forbid storage, or have no room; then a reload begins anew, because nothing else can be done. */
function write(text: string | undefined): void {
  try {
    if (text === undefined) sessionStorage.removeItem(KEY)
    else { sessionStorage.setItem(KEY, text); sessionStorage.setItem(LINK, location.hash) }
  } catch { /* As above. */ }
}

function read(key: string): string | undefined {
  try { return sessionStorage.getItem(key) ?? undefined } catch { return undefined }
}
