import { ReactFlow, ReactFlowProvider, useReactFlow } from '@xyflow/react'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { StageMoment } from '../../protocol/index.ts'
import { flowNodes, nodeTypes } from '../stage/flow-nodes.tsx'
import { CAPTION, FOOT, layout } from '../stage/layout.ts'
import { PacketLayer } from '../stage/PacketLayer.tsx'
import type { StagePlan } from '../stage/plan.ts'
import stage from '../stage/stage.module.css'
import { GlassContext, useGlass } from '../store/glass.ts'
import { createStageUi, StageUiContext } from '../store/stage-ui.ts'
import { createHalfGlass } from './half-glass.ts'
import styles from './time.module.css'

export interface HalfStageProps { readonly moment: StageMoment; readonly things: readonly string[]; readonly pointed?: string }

const WIDTH = 792

/** The ordinary stage of one moment, small: the same cards at the same places. What differs from the other half is outlined. */
export function HalfStage({ moment, things, pointed }: HalfStageProps) {
  const outer = useGlass()
  const [half] = useState(() => createHalfGlass(outer))
  const [ui] = useState(createStageUi)
  const home = useRef<HTMLDivElement>(null)
  const room = useRoom(home)
  const plan = useMemo(() => planOf(moment, Math.round(WIDTH * room.height / Math.max(1, room.width)) + CAPTION + FOOT - 24), [moment, room])
  useEffect(() => { half.show(moment) }, [half, moment])
  useEffect(() => {
    const mark = () => {
      for (const element of home.current?.querySelectorAll<HTMLElement>('[data-thing]') ?? []) {
        element.toggleAttribute('data-differs', things.includes(element.dataset['thing'] ?? ''))
        element.toggleAttribute('data-pointed', pointed !== undefined && element.dataset['thing'] === pointed)
      }
    }
    const ticket = requestAnimationFrame(mark)
    const late = setTimeout(mark, 200)
    return () => { cancelAnimationFrame(ticket); clearTimeout(late) }
  }, [moment, things, pointed])
  return (
    <div ref={home} className={styles.picture} aria-hidden="true">
      <GlassContext.Provider value={half.glass}><StageUiContext.Provider value={ui}>
        <ReactFlowProvider><Picture plan={plan} room={room} id={`branch-${moment.branch}`} /></ReactFlowProvider>
      </StageUiContext.Provider></GlassContext.Provider>
    </div>
  )
}

function Picture({ plan, room, id }: { readonly plan: StagePlan; readonly room: { readonly width: number; readonly height: number }; readonly id: string }) {
  const flow = useReactFlow()
  const nodes = useMemo(() => flowNodes(plan), [plan])
  const zoom = Math.max(.1, Math.min(1, room.width / plan.width, room.height / (plan.height - CAPTION - FOOT + 24)))
  useEffect(() => { void flow.setViewport({ x: (room.width - plan.width * zoom) / 2, y: (12 - CAPTION) * zoom, zoom }) }, [flow, plan, room, zoom])
  return (
    <div className={stage.flow}>
      <ReactFlow id={id} nodes={nodes} edges={[]} nodeTypes={nodeTypes} minZoom={.1} maxZoom={1} nodesDraggable={false} nodesConnectable={false} nodesFocusable={false} edgesFocusable={false} elementsSelectable={false}
        panOnDrag={false} zoomOnScroll={false} zoomOnPinch={false} zoomOnDoubleClick={false} preventScrolling={false} proOptions={{ hideAttribution: true }} disableKeyboardA11y>
        <PacketLayer plan={plan} />
      </ReactFlow>
    </div>
  )
}

/** As high as its room allows, within what the layout can stretch. */
function planOf({ views }: StageMoment, height: number): StagePlan {
  const nodes = views.filter(view => view.kind === 'node').sort((a, b) => Number(a.controlPlane) - Number(b.controlPlane) || a.slot - b.slot)
  return layout({
    etcd: views.filter(view => view.kind === 'etcd').map(({ name }) => name).sort(), controllers: views.filter(view => view.kind === 'controller').map(({ name }) => name).sort(),
    nodes: nodes.map(({ name, controlPlane }, slot) => ({ name, slot, controlPlane })),
  }, { width: WIDTH, height: Math.min(772, Math.max(540, height)) }, 'wide')
}

function useRoom(home: React.RefObject<HTMLDivElement | null>) {
  const [room, setRoom] = useState({ width: 480, height: 360 })
  useEffect(() => {
    const element = home.current
    if (element === null) return
    const seen = new ResizeObserver(() => setRoom({ width: element.clientWidth, height: element.clientHeight }))
    seen.observe(element)
    return () => seen.disconnect()
  }, [home])
  return room
}
