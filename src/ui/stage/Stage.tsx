import { ReactFlow, ReactFlowProvider, useReactFlow } from '@xyflow/react'
import '@xyflow/react/dist/base.css'
import { lazy, memo, Suspense, useEffect, useMemo, useRef, useState } from 'react'
import { useText } from '../i18n/text.ts'
import { useEntities, useFleet, useSession, useSettings } from '../store/glass.ts'
import { useStageStore, useStageUi } from '../store/stage-ui.ts'
import { Caption } from './Caption.tsx'
import { fitted } from './fit.ts'
import { FocusRing } from './FocusRing.tsx'
import { flowNodes, nodeTypes } from './flow-nodes.tsx'
import { layout } from './layout.ts'
import { Legend } from './Legend.tsx'
import { Mirror } from './Mirror.tsx'
import { NodeDots } from './NodeDots.tsx'
import { PacketLayer } from './PacketLayer.tsx'
import type { LayoutClass, StagePlan } from './plan.ts'
import styles from './stage.module.css'
import { useStageActions } from './stage-actions.ts'

const FleetStage = lazy(async () => ({ default: (await import('../fleet/FleetStage.tsx')).FleetStage }))

const Notes = lazy(async () => ({ default: (await import('./Notes.tsx')).Notes }))
const InsidePlace = lazy(async () => ({ default: (await import('../inside/InsidePlace.tsx')).InsidePlace }))

export interface StageProps { readonly layoutClass: LayoutClass }

/** The picture: caption, the flow with its cards, the packets over it, the legend under it, and its mirror for those who do not see it. */
export const Stage = memo(function Stage({ layoutClass }: StageProps) {
  const large = useFleet(fleet => fleet.plan !== undefined)
  if (large) return <Suspense fallback={<main id="stage" className={styles.stage} />}><FleetStage phone={layoutClass === 'phone'} /></Suspense>
  return <ReactFlowProvider><StageInside layoutClass={layoutClass} /></ReactFlowProvider>
})

function StageInside({ layoutClass }: StageProps) {
  const t = useText()
  const place = useRef<HTMLDivElement>(null)
  const size = useSize(place)
  const present = useSettings(settings => settings.present)
  // A presentation shows the same picture larger, so that the last row of a classroom can read it.
  const scale = present && layoutClass !== 'phone' ? Math.max(1, Math.min(1.6, size.width / 840, size.height / 572)) : 1
  const room = useMemo(() => ({ width: Math.round(size.width / scale), height: Math.round(size.height / scale) }), [size, scale])
  const plan = usePlan(layoutClass, room)
  const { select, open, zoom } = useStageActions(plan)
  const inside = useStageUi(ui => ui.inside)
  const tool = useStageUi(ui => ui.tool)
  const strain = useStageUi(ui => ui.strain)
  const phone = layoutClass === 'phone'
  return (
    <main id="stage" className={styles.stage} aria-label={t('region.stage')} data-phone={phone} data-tool={tool} data-strain={strain} data-zoomed={inside !== undefined}>
      <Caption phone={phone} />
      <div ref={place} data-picture="" className={styles.picture} inert={inside !== undefined} onClick={select} onDoubleClick={zoom} onContextMenu={open}>
        <Flow plan={plan} room={size} scale={scale} />
        <FocusRing />
      </div>
      {inside !== undefined && <Suspense fallback={null}><InsidePlace /></Suspense>}
      {inside === undefined && (phone ? <NodeDots /> : <Legend />)}
      {inside === undefined && <Mirror />}
      <Suspense fallback={null}><Notes phone={phone} /></Suspense>
    </main>
  )
}

const Flow = memo(function Flow({ plan, room, scale }: { readonly plan: StagePlan; readonly room: { readonly width: number; readonly height: number }; readonly scale: number }) {
  const nodes = useMemo(() => flowNodes(plan), [plan])
  const flow = useReactFlow()
  const phone = plan.layoutClass === 'phone'
  const whole = useMemo(() => fitted(plan, room, scale), [plan, room, scale])
  const store = useStageStore()
  useEffect(() => {
    store.setState({ whole })
    void flow.setViewport(whole)
  }, [flow, store, whole])
  return (
    <div aria-hidden="true" className={styles.flow}>
      <ReactFlow
        nodes={nodes} edges={NO_EDGES} nodeTypes={nodeTypes} minZoom={Math.min(.5, whole.zoom)} maxZoom={2}
        nodesDraggable={false} nodesConnectable={false} nodesFocusable={false} edgesFocusable={false} elementsSelectable={false}
        panOnDrag={!phone} zoomOnScroll={false} zoomOnPinch={!phone} zoomOnDoubleClick={false} panOnScroll={false} preventScrolling={false}
        proOptions={PRO} disableKeyboardA11y panActivationKeyCode={null} selectionKeyCode={null} multiSelectionKeyCode={null} zoomActivationKeyCode={null} deleteKeyCode={null}
      >
        <PacketLayer plan={plan} />
      </ReactFlow>
    </div>
  )
})

const NO_EDGES: [] = []
const PRO = { hideAttribution: true }

function usePlan(layoutClass: LayoutClass, size: { readonly width: number; readonly height: number }): StagePlan {
  const etcd = useEntities(entities => entities.etcd)
  const controllers = useEntities(entities => entities.controllers)
  const nodes = useEntities(entities => entities.nodes)
  const planes = useEntities(({ views, nodes: ids }) => ids.filter(id => { const view = views.get(id); return view?.kind === 'node' && view.controlPlane }).join(' '))
  const firstNode = useStageUi(ui => ui.firstNode)
  useFollowedNode(layoutClass, nodes)
  return useMemo(() => layout({
    etcd: etcd.length === 0 ? ['etcd-0', 'etcd-1', 'etcd-2'] : etcd.map(id => id.slice('etcd/'.length)),
    controllers: controllers.map(id => id.slice('controller/'.length)),
    nodes: nodes.map((id, slot) => ({ name: id.slice('node/'.length), slot, controlPlane: planes.split(' ').includes(id) })),
  }, size, layoutClass, firstNode), [etcd, controllers, nodes, planes, size, layoutClass, firstNode])
}

/** On a phone the row of nodes follows the message. */
function useFollowedNode(layoutClass: LayoutClass, nodes: readonly string[]): void {
  const store = useStageStore()
  const focused = useSession(({ focus }) => [focus?.to, focus?.from].find(place => place?.startsWith('node/'))?.split('/')[1])
  useEffect(() => {
    const index = nodes.indexOf(`node/${focused ?? ''}`)
    if (layoutClass === 'phone' && index >= 0) store.setState({ firstNode: index })
  }, [store, layoutClass, nodes, focused])
}

function useSize(ref: React.RefObject<HTMLDivElement | null>) {
  const [size, setSize] = useState({ width: 792, height: 572 })
  useEffect(() => {
    const element = ref.current
    if (element === null) return
    const seen = new ResizeObserver(() => setSize(old => (old.width === element.clientWidth && old.height === element.clientHeight ? old : { width: element.clientWidth, height: element.clientHeight })))
    seen.observe(element)
    return () => seen.disconnect()
  }, [ref])
  return size
}
