import type { ObjectRef, PlaceId, Verb } from './place.ts'

/** Small, flat, replaced and never patched: what the stage and the panels show of one thing. `id` is unique over all kinds. */
export type View =
  | ApiServerView | EtcdMemberView | ControllerView | SchedulerView | KubectlView | NodeView | AgentView | PodView | WorkloadView | RegistryView

export type ViewOf<Kind extends View['kind']> = Extract<View, { readonly kind: Kind }>

export interface ApiServerView {
  readonly kind: 'apiserver'
  readonly id: 'apiserver'
  readonly up: boolean
  readonly watchers: number
  readonly revision: number
  readonly inFlight: number
  /** The stages that the message in focus has passed, the last one is where it stands. */
  readonly stages: readonly StageMark[]
}
export type Stage = 'authn' | 'authz' | 'admit' | 'validate' | 'store'
export interface StageMark { readonly stage: Stage; readonly outcome: 'passed' | 'now' | 'refused' }

export interface EtcdMemberView {
  readonly kind: 'etcd'
  readonly id: `etcd/${string}`
  readonly name: string
  readonly up: boolean
  readonly role: 'leader' | 'follower' | 'candidate' | 'pre-candidate'
  readonly term: number
  readonly lastIndex: number
  readonly commit: number
  readonly applied: number
  readonly revision: number
}

export interface ControllerView {
  readonly kind: 'controller'
  readonly id: `controller/${string}`
  readonly name: string
  readonly queued: number
  /** Keys being reconciled now. */
  readonly busy: readonly string[]
  readonly retries: number
  readonly paused: boolean
}

export interface SchedulerView {
  readonly kind: 'scheduler'
  readonly id: 'scheduler'
  readonly up: boolean
  readonly leader: boolean
  readonly paused: boolean
  readonly active: number
  readonly backoff: number
  readonly unschedulable: number
  /** The last decision: the Pod and each feasible node's total, best first. */
  readonly pod?: string
  readonly scores: readonly { readonly node: string; readonly score: number; readonly chosen: boolean }[]
}

export interface KubectlView { readonly kind: 'kubectl'; readonly id: 'kubectl'; readonly line: string; readonly running: boolean }

export interface RegistryView { readonly kind: 'registry'; readonly id: 'registry'; readonly pulls: number }

/** A node card. `slot` is its fixed place in the row; control-plane nodes come last. */
export interface NodeView {
  readonly kind: 'node'
  readonly id: `node/${string}`
  readonly name: string
  readonly slot: number
  readonly registered: boolean
  readonly controlPlane: boolean
  readonly powered: boolean
  readonly ready: 'True' | 'False' | 'Unknown' | 'none'
  readonly unschedulable: boolean
  readonly taints: readonly string[]
  readonly podCidr: string
  readonly cpuMilli: { readonly allocatable: number; readonly requested: number }
  readonly memoryBytes: { readonly allocatable: number; readonly requested: number }
}

/** A process on a node: 'kubelet', 'runtime', 'cni', 'proxy'. */
export interface AgentView {
  readonly kind: 'agent'
  readonly id: `agent/${string}/${string}`
  readonly node: string
  readonly agent: 'kubelet' | 'runtime' | 'cni' | 'proxy'
  readonly up: boolean
  /** What it does right now, as a fact id ('pulling'), or ''. */
  readonly doing: string
}

/** `ux.md` 3.3: a Pod fills up as it comes alive. */
export type PodFill = 'pending' | 'creating' | 'running' | 'ready' | 'succeeded' | 'failed' | 'unknown'

export interface PodView {
  readonly kind: 'pod'
  readonly id: `pod/${string}`
  readonly ref: ObjectRef
  readonly uid: string
  readonly name: string
  /** The part of the name that tells siblings apart: 'x2kqp'. */
  readonly shortName: string
  readonly namespace: string
  /** '' while in the limbo tray. */
  readonly node: string
  /** A wish only: bound, but the kubelet has not heard of it. The tile stays in the tray and a ghost stands on the node. */
  readonly ghost: boolean
  /** Pods that came before it: the tray stands in this order. */
  readonly order: number
  /** Its fixed place on its node, among the system's Pods or among all others. */
  readonly slot: number
  readonly fill: PodFill
  readonly terminating: boolean
  /** Seconds of grace left and given, while terminating. */
  readonly graceLeft: number
  readonly grace: number
  /** Sub-arc while creating: 0 bound, 1 sandbox, 2 network, 3 image, 4 started. */
  readonly progress: number
  /** STATUS as kubectl prints it. */
  readonly status: string
  readonly ready: string
  readonly restarts: number
  readonly ip: string
  readonly images: readonly string[]
  readonly containers: readonly { readonly name: string; readonly image: string; readonly state: 'waiting' | 'running' | 'terminated'; readonly ready: boolean; readonly reason: string }[]
  readonly owner?: ObjectRef
  readonly static: boolean
}

/** What every node runs for the cluster itself. */
export const isSystemPod = (namespace: string, fixed: boolean): boolean => fixed || namespace === 'kube-system' || namespace === 'kube-flannel' || namespace === 'local-path-storage'

/** Deployments, ReplicaSets and Services: what they want and have. */
export interface WorkloadView {
  readonly kind: 'workload'
  readonly id: `workload/${string}`
  readonly ref: ObjectRef
  readonly type: 'Deployment' | 'ReplicaSet' | 'Service'
  readonly desired: number
  readonly current: number
  readonly ready: number
  readonly updated: number
  readonly available: number
  readonly revision: string
  readonly images: readonly string[]
  readonly generation: number
  readonly observedGeneration: number
  readonly owner?: ObjectRef
  readonly paused: boolean
}

export interface Packet {
  readonly id: number
  readonly verb: Verb
  readonly from: PlaceId
  readonly to: PlaceId
  /** 'POST pods/…/binding', 'MODIFIED Pod', 'idx 1193 t3', 'RunPodSandbox'. Names stay English. */
  readonly label: string
  readonly sentAt: number
  readonly arrivesAt: number
  /** 0 at the sender, 1 at the receiver, at the head of time. */
  readonly progress: number
  /** It flies from `progress` to 1 in this much wall time, from the moment this frame is shown; without it, it stands still. */
  readonly flightMs?: number
  readonly focus: boolean
  /** More alike that fly with it: drawn as one with "x24". */
  readonly count: number
  readonly held: boolean
}

