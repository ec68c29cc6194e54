import type { StoreApi } from 'zustand/vanilla'
import type { Engine } from '../store/engine.ts'
import type { SettingsStore } from '../store/settings.ts'
import type { Session } from '../store/session.ts'
import type { StageUi } from '../store/stage-ui.ts'
import { noTimeline } from '../store/timeline-marks.ts'
import { sightOf, type Laser } from './laser.ts'
import { holdLock, newPair, openLine, whenGone, type FromSpeaker } from './channel.ts'

/** Whose presentation this tab shows; it survives a reload of the tab. */
const PAIR = 'glass-cluster.presenting'
const PAUSE_MS = 80
const LINES_SENT = 80

/** The audience's end while a presentation goes on. Returns what ends it. */
export function present(engine: Engine, settings: SettingsStore, stage: StoreApi<StageUi>, laser: StoreApi<Laser>): () => void {
  const pair = pairOfThisTab()
  remember(pair)
  let held = false
  let joined = false
  let timer: ReturnType<typeof setTimeout> | undefined
  let stopWatching: () => void = () => undefined
  const line = openLine('audience', pair, hear)

  function tell(): void {
    timer = undefined
    const { blank = false, asking = false } = stage.getState()
    line.send({ say: 'state', session: told(engine.session.getState()), blank, asking })
  }
  let pointing = 0
  const point = (): void => {
    pointing = 0
    const on = stage.getState().laser === true
    line.send({ say: 'laser', ...(on ? { ...laser.getState(), sight: sightOf(document) } : {}) })
  }
  const pointLater = () => { if (joined) pointing ||= requestAnimationFrame(point) }
  const later = () => { if (joined) timer ??= setTimeout(tell, PAUSE_MS) }

  function hear(message: FromSpeaker): void {
    if (!held) return
    switch (message.say) {
      case 'who': return line.send({ say: 'here' })
      case 'join': {
        joined = true
        stopWatching()
        stopWatching = whenGone('speaker', pair, () => { joined = false; stage.setState({ notice: { text: 'presenter.speakerGone' } }) })
        if (stage.getState().notice?.text === 'presenter.speakerGone') stage.setState({ notice: undefined })
        pointLater()
        return tell()
      }
      case 'command': return engine.command(message.command)
      case 'question': return void engine.ask(message.question).then(answer => line.send({ say: 'answer', id: message.id, answer }))
      case 'laser': {
        if (message.on !== undefined) stage.setState({ laser: message.on })
        if (message.at !== undefined) laser.setState({ at: message.at })
        return
      }
      case 'show': return stage.setState({ ...(message.blank === undefined ? {} : { blank: message.blank }), ...(message.asking === undefined ? {} : { asking: message.asking }) })
    }
  }

  const leaveSession = engine.session.subscribe(later)
  const leaveStage = stage.subscribe((now, before) => { later(); if (now.laser !== before.laser) pointLater() })
  const leaveLaser = laser.subscribe(pointLater)
  // A copy of this tab gets no lock, and stays silent: one engine, one audience.
  const letGo = holdLock('audience', pair, () => { held = true; line.send({ say: 'here' }) })
  return () => {
    leaveSession()
    leaveStage()
    leaveLaser()
    cancelAnimationFrame(pointing)
    clearTimeout(timer)
    stopWatching()
    if (held) line.send({ say: 'ended' })
    line.close()
    letGo()
    stage.setState({ blank: false, asking: false, laser: false })
    if (!settings.getState().present) remember(undefined)
  }
}

/** Opens the speaker's window beside this one. Returns false where the browser forbids it. */
export function openSpeaker(settings: SettingsStore): boolean {
  const pair = pairOfThisTab()
  remember(pair)
  settings.change(draft => { draft.present = true })
  const { language, theme } = settings.getState()
  return window.open(`${location.pathname}?presenter=${pair}&lang=${language}&theme=${theme}`, `glass-speaker-${pair}`, 'popup,width=1120,height=760') !== null
}

/** Marks of the scrubber stay here: there may be thousands, and the speaker needs none. */
const told = (session: Session): Session => ({ ...session, timeline: noTimeline(), terminal: session.terminal.slice(-LINES_SENT) })

function pairOfThisTab(): string {
  const asked = new URLSearchParams(location.search).get('present')
  return read() ?? (asked === null || asked === '' ? newPair() : asked)
}

/** NB: a browser may forbid storage; then a reload ends the presentation, because nothing else can be done. */
function remember(pair: string | undefined): void {
  try {
    if (pair === undefined) sessionStorage.removeItem(PAIR)
    else sessionStorage.setItem(PAIR, pair)
  } catch { /* As above. */ }
}

function read(): string | undefined {
  try { return sessionStorage.getItem(PAIR) ?? undefined } catch { return undefined }
}
