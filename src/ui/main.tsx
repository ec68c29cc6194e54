import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { createWhy, WhyContext } from './actions/ask-why.ts'
import { prepareTexts } from './i18n/text.ts'
import { readLayers } from './layers/layers.ts'
import { keepSession, keptSession } from './reach/keeping.ts'
import type { EmbedRange } from './reach/embedding.ts'
import type { Opening } from './reach/opening.ts'
import { Page } from './shell/Page.tsx'
import type { Connect } from './store/door.ts'
import { createEngine } from './store/engine.ts'
import { GlassContext } from './store/glass.ts'
import { createSettings } from './store/settings.ts'
import { createStageUi, StageUiContext } from './store/stage-ui.ts'
import './styles/tokens.css'
import './styles/forced-colors.css'

interface Asked { readonly scenario: string; readonly seed: number; readonly speed?: number; /** A live cluster outside: it cannot be lived again. */ readonly live?: boolean; /** Inside somebody else's page. */ readonly embed?: EmbedRange }

/** Puts the page into `root`, over the shell that was there before any script. */
export async function start(connect: Connect, root: HTMLElement, { speed, live = false, embed, ...asked }: Asked): Promise<void> {
  const settings = createSettings()
  const texts = prepareTexts(settings.getState().language)
  const { record, notice, scenario, seed }: Opening = live || embed !== undefined ? asked : await opening(asked)
  const engine = createEngine(connect, { do: 'open', scenario, seed })
  if (speed !== undefined && speed > 0) engine.command({ do: 'pace', pace: 'story', speed })
  if (record !== undefined) engine.command({ do: 'replay', record })
  if (record?.view?.layers !== undefined) {
    const layers = readLayers(record.view.layers)
    settings.change(draft => Object.assign(draft, layers))
    engine.command({ do: 'noise', shown: layers.noise })
  }
  if (embed !== undefined) void import('./reach/embedding.ts').then(({ embedded }) => embedded(engine, settings, embed))
  else if (!live) keepSession(engine, settings)
  await texts
  const stage = createStageUi(notice)
  if (import.meta.env.PROD && embed === undefined && 'serviceWorker' in navigator) void import('./reach/updating.ts').then(({ watchForUpdates }) => watchForUpdates(stage))
  const glass = { engine, settings, connect, live }
  createRoot(root).render(
    <StrictMode>
      <GlassContext.Provider value={glass}>
        <WhyContext.Provider value={createWhy()}>
          <StageUiContext.Provider value={stage}><Page /></StageUiContext.Provider>
        </WhyContext.Provider>
      </GlassContext.Provider>
    </StrictMode>,
  )
}

/** Reading a session takes a part of the page that most visits do not need. */
async function opening(asked: Asked): Promise<Opening> {
  const kept = keptSession()
  if (!location.hash.startsWith('#s=') && kept === undefined) return asked
  const { openingOf } = await import('./reach/opening.ts')
  return openingOf(asked, location.hash, kept)
}
