import type { NodeProps } from '@xyflow/react'
import { useLayoutEffect, useMemo, useRef, useState, type ComponentType } from 'react'
import type { PodFill, StageMoment } from '../../protocol/index.ts'
import { createWhy, WhyContext } from '../actions/ask-why.ts'
import { KindGlyph } from '../glyphs/KindGlyph.tsx'
import type { GlyphKind } from '../glyphs/kind-paths.ts'
import { PodGlyph, type PodGlyphProps } from '../glyphs/PodGlyph.tsx'
import { VerbGlyph } from '../glyphs/VerbGlyph.tsx'
import type { LessonText } from '../i18n/lesson-texts.ts'
import type { Translate } from '../i18n/text.ts'
import { nodeTypes } from '../stage/flow-nodes.tsx'
import { CAPTION, FOOT, layout } from '../stage/layout.ts'
import type { Box, StagePlan } from '../stage/plan.ts'
import { litLines, sprites } from '../stage/scene.ts'
import { GlassContext, useGlass } from '../store/glass.ts'
import type { Language } from '../store/settings.ts'
import { createStageUi, StageUiContext } from '../store/stage-ui.ts'
import { createHalfGlass } from '../time/half-glass.ts'
import { secondsText } from '../transport/time-scale.ts'
import { linesSvg, spriteSvg, VERBS } from './packets.ts'
import { svgDocument, tag, token } from './markup.ts'
import type { Picture } from './save.ts'
import styles from './exports.module.css'
import { createTranslation } from './translate.ts'

export interface StageWords { readonly t: Translate; readonly say: LessonText; readonly language: Language; readonly scenario: string }

const WIDTH = 1080
const HEIGHT = 640
/** The rows of the legend: kinds, states of Pods, shapes of messages, and where it is from. */
const LEGEND = 122
const KINDS: readonly (readonly [GlyphKind, string])[] = [
  ['apiserver', 'kube-apiserver'], ['etcd', 'etcd'], ['controller', 'controller'], ['scheduler', 'scheduler'], ['node', 'Node'], ['kubelet', 'kubelet'], ['proxy', 'kube-proxy'], ['runtime', 'containerd'], ['cni', 'CNI'], ['registry', 'registry'],
]
const STATES: readonly (readonly [PodFill | 'terminating', PodGlyphProps])[] = [
  ['pending', { fill: 'pending' }], ['creating', { fill: 'creating', progress: 2 }], ['running', { fill: 'running' }], ['ready', { fill: 'ready' }], ['succeeded', { fill: 'succeeded' }], ['failed', { fill: 'failed' }],
  ['terminating', { fill: 'ready', terminating: true, graceLeft: .7 }], ['unknown', { fill: 'unknown' }],
]

/** The whole stage of one moment with its caption and a legend: the ordinary cards at a size of their own, beside what is seen of the page. `made` gets it translated box by box. */
export function StageSheet({ moment, words, made }: PartProps & { readonly made: (picture: Picture) => void }) {
  const outer = useGlass()
  const [half] = useState(() => createHalfGlass(outer))
  const [ui] = useState(createStageUi)
  const [why] = useState(createWhy)
  const plan = useMemo(() => {
    half.show(moment)
    return planOf(moment)
  }, [half, moment])
  const home = useRef<HTMLDivElement>(null)
  const height = plan.height - FOOT + LEGEND
  useLayoutEffect(() => { if (home.current !== null) made(pictureOf(home.current, moment, words, plan, height)) }, [])
  return (
    <div ref={home} className={styles.home} data-own-colours="" aria-hidden="true" inert style={{ width: plan.width, height }}>
      <GlassContext.Provider value={half.glass}><StageUiContext.Provider value={ui}><WhyContext.Provider value={why}>
        <Caption moment={moment} words={words} />
        {plan.boxes.map(box => <div key={box.id} data-part="card" className={styles.box} style={{ left: box.x, top: box.y, width: box.width, height: box.height }}><Card box={box} /></div>)}
        <Legend moment={moment} words={words} top={plan.height - FOOT + 8} />
      </WhyContext.Provider></StageUiContext.Provider></GlassContext.Provider>
    </div>
  )
}

function pictureOf(home: HTMLElement, moment: StageMoment, words: StageWords, plan: StagePlan, height: number): Picture {
  const translation = createTranslation(home)
  const parts = (name: string) => [...home.querySelectorAll(`[data-part="${name}"]`)].map(translation.of).join('')
  const shown = { packets: moment.packets, trail: moment.trail, since: 0 }
  const all = sprites(plan, shown, 0, false)
  const focus = all.find(one => one.packet.focus) ?? (all.length === 1 ? all[0] : undefined)
  const body = [
    tag('rect', { width: plan.width, height, fill: token('--stage') }), parts('words'), linesSvg(plan, litLines(plan, shown)), parts('card'), all.map(one => spriteSvg(one, one === focus, plan)).join(''),
  ].join('')
  return { svg: svgDocument(plan.width, height, titleOf(moment, words), translation.defs() + body), width: plan.width, height }
}

const titleOf = ({ at, revision }: StageMoment, { t, scenario }: StageWords): string => `${t('app.name')} · ${scenario} · ${secondsText(at)} s · rev ${revision}`

function planOf({ views }: StageMoment): StagePlan {
  const nodes = views.filter(view => view.kind === 'node').sort((a, b) => Number(a.controlPlane) - Number(b.controlPlane) || a.slot - b.slot)
  return layout({
    etcd: views.filter(view => view.kind === 'etcd').map(({ name }) => name), controllers: views.filter(view => view.kind === 'controller').map(({ name }) => name),
    nodes: nodes.map(({ name, controlPlane }, slot) => ({ name, slot, controlPlane })),
  }, { width: WIDTH, height: HEIGHT }, 'wide')
}

/** The stage's own node types, without the flow around them. */
function Card({ box }: { readonly box: Box }) {
  const Type = nodeTypes[box.kind] as ComponentType<Partial<NodeProps>>
  return <Type data={{ place: box.id, phone: false }} width={box.width} height={box.height} />
}

interface PartProps { readonly moment: StageMoment; readonly words: StageWords }

function Caption({ moment, words: { say, t, language } }: PartProps) {
  const { caption } = moment
  const other: Language = language === 'en' ? 'zh' : 'en'
  if (caption === undefined) return <div data-part="words" className={styles.caption} style={{ height: CAPTION }}><div><p className={styles.first}>{t('app.name')}</p><p className={styles.second}>{t('app.tagline')}</p></div></div>
  return (
    <div data-part="words" className={styles.caption} style={{ height: CAPTION }}>
      {caption.hop !== undefined && <span className={styles.badge}>{t('caption.badge', { chapter: caption.chapter ?? '', hop: caption.hop, hops: caption.hops ?? caption.hop })}</span>}
      <div><p className={styles.first}>{say(language, caption.text, caption.params)}</p><p className={styles.second}>{say(other, caption.text, caption.params)}</p></div>
    </div>
  )
}

function Legend({ moment, words, top }: PartProps & { readonly top: number }) {
  const { t } = words
  return (
    <div data-part="words" className={styles.legend} style={{ top }}>
      <ul>{KINDS.map(([kind, name]) => <li key={kind}><KindGlyph kind={kind} size={16} />{name}</li>)}</ul>
      <ul>{STATES.map(([state, glyph]) => <li key={state}><PodGlyph {...glyph} size={16} />{t(`signs.pod.${state}`)}</li>)}</ul>
      <ul>{VERBS.map(verb => <li key={verb}><VerbGlyph verb={verb} size={16} />{t(`signs.verb.${verb}`)}</li>)}</ul>
      <p>{titleOf(moment, words)}</p>
    </div>
  )
}
