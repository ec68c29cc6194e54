import { lessonNamed, scenarioNamed } from '../../lessons/index.ts'
import { withView } from '../layers/layers.ts'
import type { Engine } from '../store/engine.ts'
import type { SettingsStore } from '../store/settings.ts'
import { linkOf } from './record-text.ts'

// What a page that embeds this one may say and hears. Every message is an object with `glass`: the name of what it is.

/** `early`: what was said while only the poster stood. */
export interface EmbedRange { readonly from?: string; readonly to?: string; readonly early?: readonly Said[] }

/** `{ glass: 'play' | 'pause' | 'step' | 'back' }`, `{ glass: 'seek', hop: 'B8' }`, `{ glass: 'lang', lang: 'zh' }`. */
export type Said = { readonly glass?: unknown; readonly hop?: unknown; readonly lang?: unknown }

export function embedded(engine: Engine, settings: SettingsStore, { from, to, early = [] }: EmbedRange): void {
  void (from === undefined ? until(engine, ({ open }) => open) : goToHop(engine, from)).then(() => { for (const said of early) hear(engine, settings, said) })
  const tell = (message: Readonly<Record<string, unknown>>) => { if (parent !== window) parent.postMessage(message, '*') }
  let hop = ''
  let goals = ''
  let ready = false
  engine.session.subscribe(({ open, story, transport }) => {
    if (open && !ready) tell({ glass: 'ready', lesson: story?.lesson })
    ready ||= open
    const now = story?.hops.find(({ state }) => state === 'now')?.id ?? ''
    if (now !== hop) tell({ glass: 'hop', hop: now })
    hop = now
    const states = JSON.stringify(story?.goals.map(({ id, state }) => [id, state]) ?? [])
    if (states !== goals) tell({ glass: 'goal', goals: Object.fromEntries(JSON.parse(states) as [string, string][]) })
    goals = states
    if (to !== undefined && now === to && transport.playing) engine.command({ do: 'pause' })
  })
  addEventListener('message', ({ data, source }: MessageEvent<Said>) => {
    if (source === parent && typeof data === 'object' && data !== null) hear(engine, settings, data)
  })
  stopOutOfSight(engine)
}

function hear(engine: Engine, settings: SettingsStore, { glass, hop, lang }: Said): void {
  switch (glass) {
    case 'play': case 'pause': return engine.command({ do: glass })
    case 'begin': return begin(engine)
    case 'step': return engine.command({ do: 'step', by: 'message', direction: 1 })
    case 'back': return engine.command({ do: 'step', by: 'message', direction: -1 })
    case 'seek': return void (typeof hop === 'string' && goToHop(engine, hop))
    case 'lang': return lang === 'en' || lang === 'zh' ? settings.change(draft => { draft.language = lang }) : undefined
    default:
  }
}

/** The poster was touched: the story begins with its first command, or time goes on. */
function begin(engine: Engine): void {
  const line = engine.session.getState().story?.suggestion
  engine.command(line === undefined ? { do: 'play' } : { do: 'kubectl', line })
}

/** Runs the lesson's own commands up to a hop: 'B8'. Where it has happened already, it is gone back to. */
async function goToHop(engine: Engine, hop: string): Promise<void> {
  await until(engine, ({ open }) => open)
  const lesson = lessonNamed(scenarioNamed(engine.session.getState().scenario)?.lesson ?? '')
  const chapters = lesson?.chapters ?? []
  const last = chapters.findIndex(({ hops }) => hops.some(({ id }) => id === hop))
  for (const chapter of chapters.slice(0, last + 1)) {
    const aim = chapter === chapters[last] ? hop : chapter.hops.at(-1)!.id
    const begun = hasBegun(engine.session.getState(), chapter.id)
    if (begun && chapter !== chapters[last]) continue
    if (!begun) engine.command({ do: 'kubectl', line: chapter.command })
    else {
      engine.command({ do: 'seek', to: { place: 'start' } })
      await until(engine, state => !hasBegun(state, chapter.id))
    }
    engine.command({ do: 'run-until', until: { is: 'hop', id: aim } })
    // A run may be over before anybody is told that it began: what it was for is waited for, or its end.
    await until(engine, state => hasBegun(state, chapter.id) && (state.transport.settled || state.story?.hops.some(({ id, state: happened }) => id === aim && (happened === 'now' || happened === 'done')) === true))
  }
}

type State = ReturnType<Engine['session']['getState']>
const hasBegun = ({ story }: State, chapter: string): boolean => story?.chapters.find(({ id }) => id === chapter)?.begun === true

function until(engine: Engine, reached: (state: State) => boolean): Promise<void> {
  return new Promise(resolve => {
    const look = () => {
      if (!reached(engine.session.getState())) return false
      resolve()
      return true
    }
    if (look()) return
    const leave = engine.session.subscribe(() => { if (look()) leave() })
  })
}

/** A reader who scrolled on pays for nothing. */
function stopOutOfSight(engine: Engine): void {
  let stopped = false
  new IntersectionObserver(([entry]) => {
    const { playing } = engine.session.getState().transport
    if (entry?.isIntersecting === false && playing) {
      stopped = true
      engine.command({ do: 'pause' })
    } else if (entry?.isIntersecting === true && stopped) {
      stopped = false
      engine.command({ do: 'play' })
    }
  }).observe(document.documentElement)
}

/** The whole page, standing where this one stands. */
export async function fullLink(engine: Engine, settings: SettingsStore): Promise<string> {
  const answer = await engine.ask({ ask: 'record' })
  const address = new URL(location.href)
  for (const name of ['embed', 'from', 'to', 'controls']) address.searchParams.delete(name)
  if (answer !== undefined) address.hash = await linkOf(withView(answer.record, settings.getState()))
  return address.href
}
