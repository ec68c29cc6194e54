import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { createWhy, WhyContext } from './actions/ask-why.ts'
import { prepareTexts } from './i18n/text.ts'
import { Page } from './shell/Page.tsx'
import type { Connect } from './store/door.ts'
import { createEngine } from './store/engine.ts'
import { GlassContext } from './store/glass.ts'
import { createSettings } from './store/settings.ts'
import { createStageUi, StageUiContext } from './store/stage-ui.ts'
import './styles/tokens.css'

/** Puts the page into `root`, over the shell that was there before any script. */
export async function start(connect: Connect, root: HTMLElement, opening: { readonly scenario: string; readonly seed: number; readonly speed?: number }): Promise<void> {
  const settings = createSettings()
  const { speed, ...scenario } = opening
  const engine = createEngine(connect, { do: 'open', ...scenario })
  if (speed !== undefined && speed > 0) engine.command({ do: 'pace', pace: 'story', speed })
  await prepareTexts(settings.getState().language)
  const glass = { engine, settings, connect }
  createRoot(root).render(
    <StrictMode>
      <GlassContext.Provider value={glass}>
        <WhyContext.Provider value={createWhy()}>
          <StageUiContext.Provider value={createStageUi()}><Page /></StageUiContext.Provider>
        </WhyContext.Provider>
      </GlassContext.Provider>
    </StrictMode>,
  )
}
