import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { createWhy, WhyContext } from '../actions/ask-why.ts'
import { prepareTexts } from '../i18n/text.ts'
import { GlassContext } from '../store/glass.ts'
import { createSettings } from '../store/settings.ts'
import { createStageUi, StageUiContext } from '../store/stage-ui.ts'
import '../styles/tokens.css'
import '../styles/forced-colors.css'
import { holdLock, newPair, openLine, whenGone, type FromAudience, type FromSpeaker, type Line } from './channel.ts'
import { remoteEngine } from './remote-engine.ts'
import { createSpoken, SpokenContext } from './spoken.ts'
import { Speaker } from './Speaker.tsx'

/** The speaker's window: no engine starts here. `pair` is '' where somebody opened it by hand; then it looks for a presentation that is going on. */
export async function startSpeaker(root: HTMLElement, asked: string): Promise<void> {
  const settings = createSettings()
  await prepareTexts(settings.getState().language)
  let line: Line<FromSpeaker>
  let held = false
  let stopWatching: () => void = () => undefined
  const engine = remoteEngine(message => line.send(message))
  const spoken = createSpoken(asked, message => line.send(message))
  const hear = (message: FromAudience, pair: string) => {
    if (spoken.getState().pair === '') return adopt(pair)
    engine.hear(message)
    switch (message.say) {
      case 'here': return held ? line.send({ say: 'join' }) : undefined
      case 'state': {
        if (spoken.getState().audience !== 'here') watch()
        return spoken.setState({ audience: 'here', blank: message.blank, asking: message.asking })
      }
      case 'ended': return spoken.setState({ audience: 'ended' })
      case 'laser': return spoken.setState({ laser: message.sight === undefined ? undefined : { sight: message.sight, ...(message.at === undefined ? {} : { at: message.at }) } })
      case 'answer': return undefined
    }
  }
  const watch = () => {
    stopWatching()
    stopWatching = whenGone('audience', spoken.getState().pair, () => { if (spoken.getState().audience === 'here') spoken.setState({ audience: 'gone' }) })
  }
  const open = (pair: string) => {
    line = openLine('speaker', pair, hear)
    if (pair === '') return line.send({ say: 'who' })
    holdLock('speaker', pair, () => { held = true; line.send({ say: 'join' }) })
  }
  const adopt = (pair: string) => {
    line.close()
    spoken.setState({ pair })
    history.replaceState(null, '', withPair(pair))
    open(pair)
  }
  open(asked)
  // Nobody presents: the audience's window that is opened from here will know whose it is.
  if (asked === '') setTimeout(() => { if (spoken.getState().pair === '') adopt(newPair()) }, LOOK_MS)
  document.documentElement.dataset.theme = settings.getState().theme
  createRoot(root).render(
    <StrictMode>
      <GlassContext.Provider value={{ engine, settings, connect: () => { throw new Error('the speaker’s window has no engine of its own') }, live: false }}>
        <WhyContext.Provider value={createWhy()}>
          <StageUiContext.Provider value={createStageUi()}>
            <SpokenContext.Provider value={spoken}><Speaker /></SpokenContext.Provider>
          </StageUiContext.Provider>
        </WhyContext.Provider>
      </GlassContext.Provider>
    </StrictMode>,
  )
}

const LOOK_MS = 400

function withPair(pair: string): string {
  const query = new URLSearchParams(location.search)
  query.set('presenter', pair)
  return `?${query.toString()}`
}
