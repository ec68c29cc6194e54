import type { Container, ContainerStateTerminated, Node, NodeCondition, Pod, PodStatus, Probe, Taint } from '../../api/index.ts'
import type { ActorId, Cx, EventId, Micros } from '../../kernel/index.ts'
import type { Client, ClientMessage } from '../client/client.ts'
import type { EventRecorder } from '../client/event-recorder.ts'
import type { ApiServerAddress } from '../messages.ts'
import type { ContainerStatusCri, CriMethod, ImageStatus, RuntimeAddress, RuntimeToKubelet, SandboxStatus } from '../runtime/cri.ts'
import type { KubeletCall } from './api.ts'
import type { BackOff } from './back-off.ts'

export interface KubeletConfig {
  readonly nodeName: string
  readonly hostIP: string
  /** `pods` is 110 and `ephemeral-storage` 100Gi unless given. Other names are extended resources. */
  readonly capacity: { readonly cpu: string; readonly memory: string } & { readonly [resource: string]: string }
  readonly labels?: Readonly<Record<string, string>>
  readonly taints?: readonly Taint[]
  /** Pods of /etc/kubernetes/manifests. */
  readonly staticPods?: readonly Pod[]
  readonly apiserver: ApiServerAddress
  readonly runtime: RuntimeAddress
  /** Environment variables for services need a watch of all Services on every node; fleets may do without. */
  readonly serviceLinks?: boolean
  /** Kubernetes Events about pods and the node. */
  readonly events?: boolean
  /** Requests a second to the API server; 50 with bursts of 100 as upstream, Infinity for no limit. */
  readonly qps?: number
}

export type KubeletTimer =
  | { readonly type: 'kubelet-timer'; readonly timer: 'sync'; readonly uid: string }
  | { readonly type: 'kubelet-timer'; readonly timer: 'probe'; readonly uid: string; readonly container: string; readonly probe: ProbeKind }
  | { readonly type: 'kubelet-timer'; readonly timer: 'pre-stop'; readonly uid: string; readonly container: string }
  | { readonly type: 'kubelet-timer'; readonly timer: 'deadline'; readonly uid: string }
  | { readonly type: 'kubelet-timer'; readonly timer: 'lease' | 'node-status' | 'eviction' | 'housekeeping' | 'register' | 'runtime' | 'patches' }

export type KubeletMessage = ClientMessage | RuntimeToKubelet | KubeletCall | KubeletTimer
export type KubeletCx = Cx<KubeletMessage>

/** One node's agent: the pods that the API server and the manifests want here, and what has become of them. */
export interface KubeletState {
  client: Client
  readonly recorder: EventRecorder
  readonly node: NodeRecord
  readonly memory: NodeMemory
  /** By uid of the pod (for static pods: of the manifest). */
  readonly pods: Map<string, PodWorker>
  readonly uids: Map<string, string>
  /** What admitted pods that are not over use: kept pod by pod. */
  readonly usage: { readonly requests: Record<string, number>; pods: number; readonly ports: Set<string> }
  /** By tag and by digest. The kubelet is the only one who removes images, so it need not ask. */
  readonly images: Map<string, ImageStatus>
  /** serializeImagePulls: one at a time for the whole node. */
  readonly pullQueue: PullWish[]
  pulling: PullWish | undefined
  /** What an answer of the runtime is for. */
  readonly calls: Map<number, CriWait>
  nextCall: number
  /** The runtime was listed after the start: pods may be synced. */
  runtimeKnown: boolean
  /** What ran before this life of the kubelet, by pod uid, until its pod is heard of. */
  readonly found: Map<string, Found>
  networkReady: boolean
  networkMessage: string
  readonly follows: Map<string, LogFollow>
  /** ConfigMaps and Secrets that containers here use. */
  readonly references: Map<string, Reference>
  /** Hooks over HTTP and probes under way, by number of the exchange. */
  readonly exchanges: Map<number, CriWait>
  startedAtUs: Micros
}

/** What the kubelet knows of its machine's memory; nothing as long as most of it is free. */
export interface NodeMemory {
  usedBytes: number
  /** By id of the container. */
  containers: ReadonlyMap<string, number>
  /** The message that said so: whatever follows from it. */
  heardAt: EventId
  isLooking: boolean
  underPressure: boolean
  /** The Node has been told, and so has its Event. */
  saidPressure: boolean
  shortAtUs: Micros
}

export interface Found { readonly sandboxes: SandboxStatus[]; readonly containers: ContainerStatusCri[] }

export interface NodeRecord {
  readonly name: string
  registered: boolean
  object: Node | undefined
  conditions: readonly NodeCondition[]
  postedAtUs: Micros
  lease: { readonly body: unknown } | undefined
  leaseUnderWay: boolean
  statusUnderWay: boolean
  wasReady: boolean
}

export interface PullWish { readonly uid: string; readonly container: string; readonly image: string; readonly wantedAtUs: Micros; startedAtUs: Micros }

export type CriWait =
  | { readonly for: 'start' }
  | { readonly for: 'network' }
  | { readonly for: 'pull' }
  | { readonly for: 'nothing'; readonly method: CriMethod }
  | { readonly for: 'sandbox' | 'sandbox-stopped'; readonly uid: string }
  | { readonly for: 'created' | 'started' | 'stopped' | 'post-start' | 'pre-stop'; readonly uid: string; readonly container: string }
  | { readonly for: 'probe'; readonly uid: string; readonly container: string; readonly probe: ProbeKind }
  | { readonly for: 'logs'; readonly request: number; readonly from: ActorId; readonly container: string; readonly query: Readonly<Record<string, string>> }

export interface PodWorker {
  readonly uid: string
  /** 'namespace/name' */
  readonly key: string
  pod: Pod
  readonly isStatic: boolean
  /** Its object at the API server under which status is reported: the pod itself, or the mirror of a static one. */
  mirrorUid: string | undefined
  admitted: boolean
  /** The kubelet did not let it in. */
  rejected: boolean
  requests: Readonly<Record<string, number>>
  readonly containers: ContainerRecord[]
  sandbox: Sandbox | undefined
  sandboxAttempts: number
  pass: Pass | undefined
  /** A sync is wanted as soon as the pass under way is over. */
  again: boolean
  /** The runtime's event stream will cause one more sync: models the relist after a change. */
  echo: boolean
  /** The pending resync; a stale one is an id that differs. */
  syncTimer: EventId
  termination: Termination | undefined
  /** What the status manager holds: reported or to be reported. */
  status: PodStatus
  /** What the API server has, as far as is known. */
  reported: PodStatus
  patchUnderWay: boolean
  deleteUnderWay: boolean
  /** All that ran has ended, the address is back: the object may be deleted. */
  finished: boolean
  /** The object is gone from the API server. */
  gone: boolean
  /** `disruption`: the reason of its DisruptionTarget condition, when it is taken away for others' sake. */
  failure: { readonly reason: string; readonly message: string; readonly disruption?: string } | undefined
  cause: EventId
}

export interface Sandbox { id: string; ip: string; readonly attempt: number; state: 'creating' | 'ready' | 'stopping' | 'stopped'; createdAtUs: Micros }

export interface ContainerRecord {
  readonly name: string
  readonly role: 'init' | 'sidecar' | 'main'
  spec: Container
  id: string
  state: 'none' | 'created' | 'running' | 'exited'
  attempt: number
  /** With tag, as the runtime names it. */
  image: string
  imageId: string
  startedAtUs: Micros
  finishedAtUs: Micros
  exitCode: number
  reason: string
  message: string
  last: ContainerStateTerminated | undefined
  /** The dead container before this one, whose logs `--previous` shows. */
  previousId: string
  previousFinishedAtUs: Micros
  /** Why it does not start; models the kubelet's reason cache. */
  waiting: { readonly reason: string; readonly message?: string } | undefined
  backOff: BackOff | undefined
  pullBackOff: BackOff | undefined
  pullError: string
  started: boolean
  ready: boolean
  readonly probes: ProbeRecord[]
  kill: ContainerKill | undefined
}

export type ProbeKind = 'startup' | 'readiness' | 'liveness'
export interface ProbeRecord {
  readonly kind: ProbeKind
  readonly spec: Probe
  result: 'success' | 'failure' | 'unknown'
  run: number
  lastSuccess: boolean | undefined
  onHold: boolean
  tries: number
  /** The timer and the call that are expected. */
  timer: EventId
  call: number
  lastOutput: string
  probedAtUs: Micros
}

export interface ContainerKill { stage: 'waiting-turn' | 'pre-stop' | 'stopping'; readonly message: string; readonly deadlineUs: Micros; timer: EventId; readonly reason: string }

/** One pass over a pod, as computed at its beginning: models SyncPod, which does one thing after another. */
export interface Pass {
  readonly steps: PassStep[]
  doing: PassStep | undefined
  changed: boolean
  failed: boolean
  retryAtUs: Micros
  networkNotReady: boolean
  readonly killed: string[]
}
export type PassStep =
  | { readonly do: 'sandbox' }
  | { readonly do: 'volumes' }
  | { readonly do: 'kill'; readonly container: string; readonly message: string; readonly reason: string }
  | { readonly do: 'start'; readonly container: string }

export interface Termination {
  graceSeconds: number
  readonly startedAtUs: Micros
  stage: 'killing' | 'stopping-sandbox' | 'done'
}

export interface LogFollow { readonly container: string; readonly request: number; readonly from: ActorId; readonly timestamps: boolean }
/** A ConfigMap or Secret. `data` is decoded text. */
export interface Reference { data: Readonly<Record<string, string>>; state: 'asking' | 'present' | 'missing'; askedAtUs: Micros; readonly waiting: Set<string> }

