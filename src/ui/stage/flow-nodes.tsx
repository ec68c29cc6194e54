import type { Node, NodeProps, NodeTypes } from '@xyflow/react'
import { CompactCard } from './cards/CompactCards.tsx'
import { ControllersCard } from './cards/ControllersCard.tsx'
import { EtcdCard } from './cards/EtcdCard.tsx'
import { KubectlCard } from './cards/KubectlCard.tsx'
import { NodeCard, PlaneCard } from './cards/NodeCard.tsx'
import { RailCard } from './cards/RailCard.tsx'
import { SchedulerCard } from './cards/SchedulerCard.tsx'
import { LimboTray, RegistryCard } from './cards/TrayCards.tsx'
import { ZoomInto } from './ZoomInto.tsx'
import type { StagePlan } from './plan.ts'

/** A flow node carries its place and size only; what it shows, its card asks for itself. */
export type PlaceNode = Node<{ readonly place: string; readonly phone: boolean }>

export const nodeTypes: NodeTypes = {
  etcd: ({ data }: NodeProps<PlaceNode>) => (data.phone ? <CompactCard place="etcd" /> : <><EtcdCard /><ZoomInto thing="etcd" /></>),
  controllers: ({ data }: NodeProps<PlaceNode>) => (data.phone ? <CompactCard place="controller-manager" /> : <><ControllersCard /><ZoomInto thing="controller-manager" /></>),
  scheduler: ({ data }: NodeProps<PlaceNode>) => (data.phone ? <CompactCard place="scheduler" /> : <><SchedulerCard /><ZoomInto thing="scheduler" /></>),
  kubectl: ({ data }: NodeProps<PlaceNode>) => (data.phone ? <CompactCard place="kubectl" /> : <KubectlCard />),
  rail: ({ data }: NodeProps<PlaceNode>) => <><RailCard phone={data.phone} />{!data.phone && <ZoomInto thing="apiserver" />}</>,
  tray: ({ data, width }: NodeProps<PlaceNode>) => <LimboTray width={width ?? 0} phone={data.phone} />,
  registry: ({ data }: NodeProps<PlaceNode>) => <RegistryCard phone={data.phone} />,
  node: ({ data, width, height }: NodeProps<PlaceNode>) => <NodeCard name={data.place.slice('node/'.length)} width={width ?? 0} height={height ?? 0} phone={data.phone} />,
  plane: ({ data, width, height }: NodeProps<PlaceNode>) =>
    (data.phone ? <NodeCard name={data.place.slice('node/'.length)} width={width ?? 0} height={height ?? 0} phone /> : <PlaneCard name={data.place.slice('node/'.length)} />),
}

export const flowNodes = (plan: StagePlan): PlaceNode[] => plan.boxes.map(box => ({
  id: box.id, type: box.kind, position: { x: box.x, y: box.y }, width: box.width, height: box.height,
  draggable: false, selectable: false, focusable: false, data: { place: box.id, phone: plan.layoutClass === 'phone' },
}))
