import { useEffect, useState } from 'react'
import type { StageMoment } from '../../protocol/index.ts'
import { useWhyStore } from '../actions/ask-why.ts'
import { useLessonText } from '../i18n/lesson-texts.ts'
import { useText } from '../i18n/text.ts'
import { useGlass } from '../store/glass.ts'
import { useStageStore } from '../store/stage-ui.ts'
import { secondsText } from '../transport/time-scale.ts'
import type { ExportKind } from './kinds.ts'
import { lanesSvg } from './lanes-svg.ts'
import { mermaidOf } from './mermaid.ts'
import { pngOf, saved, type Picture } from './save.ts'
import { FleetSheet } from './FleetSheet.tsx'
import { StageSheet } from './StageSheet.tsx'

/** Makes one file of what the page shows at this moment and hands it to the browser. */
export function Saving({ kind }: { readonly kind: ExportKind }) {
  const t = useText()
  const say = useLessonText()
  const { engine, settings } = useGlass()
  const why = useWhyStore()
  const store = useStageStore()
  const [moment, setMoment] = useState<StageMoment>()
  // What is told of the page is told of the moment at which the file was asked for.
  const [large] = useState(() => engine.fleet.getState().plan !== undefined)
  const [{ clock, scenario, caption }] = useState(() => engine.session.getState())
  const { language } = settings.getState()
  const named = say(language, `scenario.${scenario}`)
  const base = `${scenario || 'glass-cluster'}-${secondsText(clock.at)}s`
  const end = (notice?: { readonly text: 'export.nothing' }) => store.setState(notice === undefined ? { saving: undefined } : { saving: undefined, notice })
  const keep = async (picture: Picture, name: string) => {
    if (kind.endsWith('png')) saved(`${base}-${name}.png`, await pngOf(picture))
    else saved(`${base}-${name}.svg`, new Blob([picture.svg], { type: 'image/svg+xml' }))
    end()
  }
  const lanes = async () => {
    const event = why.getState().lanes
    const answer = await engine.ask({ ask: 'swimlanes', limit: 500, ...(event === undefined ? {} : { event }) })
    if (answer === undefined || answer.arrows.length === 0) return end({ text: 'export.nothing' })
    const title = `${t('app.name')} · ${named} · ${secondsText(clock.at)} s`
    if (kind !== 'lanes-mermaid') return keep(lanesSvg(answer, clock.at, { t, title, caption: caption === undefined ? '' : say(language, caption.text, caption.params) }), 'swimlanes')
    saved(`${base}-swimlanes.mmd`, new Blob([mermaidOf(answer, title, { you: t('lanes.you'), idle: seconds => t('transport.idle', { seconds }) })], { type: 'text/plain' }))
    end()
  }
  useEffect(() => {
    if (kind.startsWith('lanes')) void lanes()
    else if (!large) void engine.ask({ ask: 'moment', at: clock.at }).then(found => { if (found === undefined) end({ text: 'export.nothing' }); else setMoment(found) })
  }, [])
  if (large && !kind.startsWith('lanes')) return <FleetSheet t={t} title={`${t('app.name')} · ${named} · ${secondsText(clock.at)} s · rev ${clock.revision}`} made={picture => void keep(picture, 'fleet')} />
  return moment === undefined ? null : <StageSheet moment={moment} words={{ t, say, language, scenario: named }} made={picture => void keep(picture, 'stage')} />
}
