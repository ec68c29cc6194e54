import type { InformerRow } from './inside.ts'
import type { ObjectRef, PlaceId } from './place.ts'
import type { ConditionRow, EventRow, TreeNode } from './question.ts'
import type { PodFill } from './view.ts'

// What is behind the walls of a node, of a Pod on it, of a container in that. Times are virtual, since the lesson began.

/** Something that comes again by itself: how long until then, and how long it takes from one to the next. */
export interface Beat { readonly leftUs: number; readonly ofUs: number }

export interface NodeInside {
  readonly inside: 'node'
  readonly node: string
  readonly powered: boolean
  readonly up: { readonly kubelet: boolean; readonly runtime: boolean; readonly cni: boolean; readonly proxy: boolean }
  /** Status of the Ready condition that the API server has; '' before the node is known. */
  readonly ready: string
  readonly unschedulable: boolean
  readonly controlPlane: boolean
  readonly taints: readonly string[]
  readonly kubelet: KubeletInside
  readonly workers: readonly WorkerRow[]
  readonly runtime: RuntimeInside
  readonly cni: CniInside
  readonly proxy: { readonly services: number; readonly syncs: number; readonly syncedAt: number; readonly pending: boolean }
  /** cpu in milli, pods as a count, all others in bytes. `requested` is the kubelet's own sum over the Pods that it let in. */
  readonly room: readonly { readonly resource: 'cpu' | 'memory' | 'ephemeral-storage' | 'pods'; readonly capacity: number; readonly allocatable: number; readonly requested: number; /** Of memory only. */ readonly used?: number }[]
}

export interface KubeletInside {
  readonly startedAt: number
  readonly registered: boolean
  readonly informers: readonly InformerRow[]
  /** The next heartbeat, absent while there is none to come; when the lease that the API server has was renewed. */
  readonly lease?: Beat
  readonly leaseRenewedAt?: number
  readonly leaseUnderWay: boolean
  readonly status?: Beat
  /** When the status was posted last: a change is posted at once with the next look, and without one every five minutes. */
  readonly postedAt?: number
  readonly statusUnderWay: boolean
  /** What the kubelet says of its node, as far as the API server has heard. */
  readonly conditions: readonly (ConditionRow & { readonly heartbeatAt: number })[]
  /** One at a time for the whole node; those that wait stand behind it. */
  readonly pulls: readonly PullRow[]
}

export interface PullRow {
  readonly image: string
  readonly pod: string
  readonly container: string
  readonly stage: 'waiting' | 'resolving' | 'asking-layers' | 'downloading'
  readonly bytes: number
  readonly since: number
  /** Until the last byte is unpacked, once that is known. */
  readonly beat?: Beat
}

/** The kubelet's worker for one Pod. */
export interface WorkerRow {
  readonly pod: string
  readonly place: PlaceId
  readonly static: boolean
  readonly stage: 'heard' | 'sandbox' | 'network' | 'pulling' | 'creating' | 'running' | 'ready' | 'terminating' | 'gone'
  readonly rejected: boolean
  /** STATUS as kubectl prints it, and how the stage draws it. */
  readonly status: string
  readonly fill: PodFill
  readonly ip: string
  /** The step of the sync under way and the container that it is for; then those that follow. */
  readonly doing?: { readonly step: 'sandbox' | 'volumes' | 'kill' | 'start'; readonly container: string }
  readonly stepsLeft: number
  /** The next sync that is set, and whether a restart or a pull waits for it. */
  readonly next?: Beat & { readonly why: 'sync' | 'restart' | 'pull' }
  /** Grace that is left. */
  readonly grace?: Beat
  readonly containers: readonly { readonly name: string; readonly role: ContainerRole; readonly state: ContainerStage; readonly ready: boolean; readonly restarts: number }[]
  readonly probes: readonly ProbeRow[]
  readonly volumes: readonly VolumeRow[]
}

export type ContainerRole = 'init' | 'sidecar' | 'main'
export type ContainerStage = 'none' | 'created' | 'running' | 'exited'

export interface ProbeRow {
  readonly container: string
  readonly kind: 'startup' | 'readiness' | 'liveness'
  /** 'GET :8181/ready', 'TCP :3306', 'gRPC :50051', 'exec cat /tmp/healthy' */
  readonly how: string
  readonly periodSeconds: number
  readonly timeoutSeconds: number
  readonly initialDelaySeconds: number
  readonly failureThreshold: number
  readonly successThreshold: number
  readonly result: 'success' | 'failure' | 'unknown'
  /** The last answer, and how many alike came one after another. */
  readonly last?: 'success' | 'failure'
  readonly run: number
  /** Nothing more is asked until the container runs anew. */
  readonly onHold: boolean
  readonly underWay: boolean
  readonly output: string
  readonly probedAt?: number
  readonly next?: Beat
}

export interface VolumeRow {
  readonly name: string
  /** 'ConfigMap web', 'emptyDir', 'hostPath /run/flannel' */
  readonly source: string
  /** 'name' is a kind of volume that is nothing but a name here. */
  readonly state: 'mounted' | 'waiting' | 'asking' | 'missing' | 'name'
  readonly mounts: readonly { readonly container: string; readonly path: string; readonly readOnly: boolean }[]
}

export interface RuntimeInside {
  readonly networkReady: boolean
  readonly sandboxes: readonly SandboxRow[]
  readonly images: readonly { readonly name: string; readonly bytes: number; readonly layers: number; readonly used: number }[]
  readonly layers: number
}

export interface SandboxRow {
  readonly id: string
  readonly pod: string
  readonly place: PlaceId
  readonly attempt: number
  readonly state: 'creating' | 'ready' | 'stopping' | 'not-ready'
  readonly ip: string
  readonly hostNetwork: boolean
  readonly containers: readonly { readonly name: string; readonly state: ContainerStage; readonly exitCode: number }[]
}

export interface CniInside {
  readonly installed: boolean
  readonly cidr: string
  readonly usable: number
  readonly leases: readonly { readonly ip: string; readonly pod: string; readonly place: PlaceId }[]
}

// A Pod

export interface PodInside {
  readonly inside: 'pod'
  readonly ref: ObjectRef
  readonly uid: string
  readonly node: string
  readonly status: string
  readonly fill: PodFill
  readonly phase: string
  readonly qos: string
  readonly static: boolean
  readonly restartPolicy: string
  readonly graceSeconds: number
  readonly priority: number
  readonly serviceAccount: string
  readonly createdAt: number
  readonly startedAt?: number
  readonly deletingSince?: number
  readonly ip: string
  readonly hostIp: string
  readonly hostNetwork: boolean
  /** The kubelet that works for it, once it has heard of it. */
  readonly worker?: WorkerRow
  readonly sandbox?: SandboxRow & { readonly createdAt: number }
  /** Init containers and sidecars first, in their order. */
  readonly containers: readonly ContainerRow[]
  readonly conditions: readonly (ConditionRow & { readonly writer?: string })[]
  readonly volumes: readonly VolumeRow[]
  /** Root first, without the Pod itself. */
  readonly owners: readonly TreeNode[]
  readonly services: readonly ObjectRef[]
  readonly events: readonly EventRow[]
}

export interface ContainerRow {
  readonly name: string
  readonly place: PlaceId
  readonly role: ContainerRole
  readonly image: string
  readonly state: ContainerStage
  readonly started: boolean
  readonly ready: boolean
  readonly killing: boolean
  readonly startedAt?: number
  readonly finishedAt?: number
  readonly exitCode?: number
  readonly reason: string
  readonly waiting?: { readonly reason: string; readonly message: string }
  readonly last?: EndRow
  readonly restarts: number
  readonly backOff?: Beat & { readonly of: 'restart' | 'pull' }
  readonly probes: readonly ProbeRow[]
}

/** How a container ended. */
export interface EndRow { readonly exitCode: number; readonly reason: string; readonly message: string; readonly startedAt?: number; readonly finishedAt: number }

// A container

export interface ContainerInside extends Omit<ContainerRow, 'place'> {
  readonly inside: 'container'
  readonly pod: ObjectRef
  readonly node: string
  readonly restartPolicy: string
  /** containerd's id; '' before there is one. */
  readonly id: string
  readonly message: string
  readonly imageId: string
  readonly imageBytes: number
  readonly layers: readonly { readonly digest: string; readonly bytes: number }[]
  readonly argv: readonly string[]
  readonly program: string
  readonly stage: 'starting' | 'serving' | 'stopping' | 'running' | 'none'
  readonly ports: readonly number[]
  /** Bytes. Without a limit there is none. */
  readonly memory: { readonly used: number; readonly limit?: number }
  readonly requests: Readonly<Record<string, string>>
  readonly limits: Readonly<Record<string, string>>
  /** In the order in which the kubelet made it; `from` tells what a value was read from, and a Secret's value is not told. */
  readonly env: readonly { readonly name: string; readonly value?: string; readonly from: 'spec' | 'field' | 'configmap' | 'secret' | 'service' | 'kubelet' }[]
  readonly files: readonly string[]
  /** Oldest first: the last lines of this container, and of the one before it. */
  readonly log: LogTail
  readonly previousLog?: LogTail
}

export interface LogTail { readonly dropped: number; readonly lines: readonly { readonly at: number; readonly stream: 'stdout' | 'stderr'; readonly text: string }[] }

// CoreDNS

export interface DnsInside {
  readonly inside: 'dns'
  readonly pods: readonly { readonly pod: string; readonly place: PlaceId; readonly node: string; readonly ready: boolean }[]
  /** The Service behind which they stand; '' when it is gone. */
  readonly address: string
  readonly corefile: readonly string[]
  readonly zone: string
  readonly ttlSeconds: number
  readonly records: readonly DnsRecord[]
  /** More of them than are listed. */
  readonly more: number
}

export interface DnsRecord {
  readonly name: string
  readonly type: 'A' | 'SRV' | 'CNAME'
  readonly data: readonly string[]
  /** 'default/web' */
  readonly service: string
  readonly headless: boolean
}
