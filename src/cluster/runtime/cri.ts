import type { Address, Micros } from '../../kernel/index.ts'

// The Container Runtime Interface between a kubelet and its node's runtime. Models k8s.io/cri-api runtime.v1 with the fields that the simulation reads.

/** What a program in a container is told: its argv is `command` and `args` where given, else the image's own. */
export interface ContainerConfig {
  readonly name: string
  readonly attempt: number
  readonly image: string
  readonly command?: readonly string[]
  readonly args?: readonly string[]
  readonly env: readonly { readonly name: string; readonly value: string }[]
  readonly workingDir?: string
  /** Files mounted into the container: path → text. */
  readonly files?: Readonly<Record<string, string>>
  readonly memoryLimitBytes?: number
  /** Whom the kernel kills first when the machine has no memory left: from -1000 to 1000. */
  readonly oomScoreAdj?: number
  readonly stopSignal?: string
}

export interface SandboxConfig {
  readonly namespace: string
  readonly name: string
  readonly uid: string
  readonly attempt: number
  readonly hostname: string
  readonly hostNetwork: boolean
}

export type CriCall =
  | { readonly method: 'RunPodSandbox'; readonly config: SandboxConfig }
  | { readonly method: 'StopPodSandbox'; readonly sandbox: string }
  | { readonly method: 'RemovePodSandbox'; readonly sandbox: string }
  | { readonly method: 'PullImage'; readonly image: string }
  | { readonly method: 'RemoveImage'; readonly image: string }
  | { readonly method: 'CreateContainer'; readonly sandbox: string; readonly config: ContainerConfig }
  | { readonly method: 'StartContainer'; readonly container: string }
  | { readonly method: 'StopContainer'; readonly container: string; readonly timeoutSeconds: number }
  | { readonly method: 'RemoveContainer'; readonly container: string }
  | { readonly method: 'ExecSync'; readonly container: string; readonly command: readonly string[]; readonly timeoutSeconds: number }
  | { readonly method: 'Logs'; readonly container: string; readonly fromLine: number }
  /** Runtime version, network readiness, sandboxes, containers and images at once: what the kubelet asks with Status and the List calls when it starts. */
  | { readonly method: 'List' }
  /** Asks only whether the node's pod network is configured. */
  | { readonly method: 'Status' }
export type CriMethod = CriCall['method']

/** `id` is the kubelet's own number of this call, unique over its lives. */
export type CriRequest = { readonly type: 'cri-request'; readonly id: number } & CriCall

export interface SandboxStatus {
  readonly id: string
  readonly config: SandboxConfig
  readonly state: 'ready' | 'not-ready'
  readonly ip: string
  readonly createdAtUs: Micros
}

export interface ContainerStatusCri {
  readonly id: string
  readonly sandbox: string
  readonly podUid: string
  readonly name: string
  readonly attempt: number
  readonly image: string
  readonly imageId: string
  readonly state: 'created' | 'running' | 'exited'
  readonly createdAtUs: Micros
  readonly startedAtUs: Micros
  readonly finishedAtUs: Micros
  readonly exitCode: number
  /** containerd's word: Completed, Error, OOMKilled, StartError. */
  readonly reason: string
  /** What the program wrote to /dev/termination-log, and the last lines of its log for FallbackToLogsOnError. */
  readonly message: string
  readonly lastLines: string
}

export interface ImageStatus {
  /** 'sha256:…' of the image's configuration. */
  readonly id: string
  readonly tags: readonly string[]
  /** 'docker.io/library/httpd@sha256:…' */
  readonly digests: readonly string[]
  readonly bytes: number
}

export interface LogLine { readonly atUs: Micros; readonly stream: 'stdout' | 'stderr'; readonly text: string }

export type CriResult =
  | { readonly method: 'RunPodSandbox'; readonly sandbox: string; readonly ip: string }
  | { readonly method: 'StopPodSandbox' | 'RemovePodSandbox' | 'RemoveContainer' | 'RemoveImage' }
  /** `bytes` were brought over the line: 0 when every layer was there already. `pullUs` is the time that took. */
  | { readonly method: 'PullImage'; readonly image: ImageStatus; readonly bytes: number; readonly pullUs: Micros }
  | { readonly method: 'CreateContainer'; readonly container: string; readonly imageId: string }
  | { readonly method: 'StartContainer'; readonly startedAtUs: Micros }
  | { readonly method: 'StopContainer' }
  | { readonly method: 'ExecSync'; readonly exitCode: number; readonly stdout: string; readonly stderr: string }
  | { readonly method: 'Logs'; readonly lines: readonly LogLine[]; readonly nextLine: number; readonly ended: boolean }
  | { readonly method: 'List'; readonly networkReady: boolean; readonly networkMessage: string
      readonly sandboxes: readonly SandboxStatus[]; readonly containers: readonly ContainerStatusCri[]; readonly images: readonly ImageStatus[] }
  | { readonly method: 'Status'; readonly networkReady: boolean; readonly networkMessage: string }

export type CriResponse =
  | { readonly type: 'cri-response'; readonly id: number; readonly ok: true; readonly result: CriResult }
  /** The runtime's own words, as a kubelet shows them after 'rpc error: code = …'. */
  | { readonly type: 'cri-response'; readonly id: number; readonly ok: false; readonly method: CriMethod; readonly code: 'Unknown' | 'NotFound' | 'DeadlineExceeded' | 'Unavailable' | 'Canceled'; readonly error: string }

/** Models the event stream of evented PLEG: a container ended without being asked, or as asked; a log line came while somebody follows; the network changed. */
export type CriEvent =
  | { readonly type: 'cri-event'; readonly event: 'CONTAINER_STOPPED_EVENT'; readonly container: ContainerStatusCri }
  | { readonly type: 'cri-event'; readonly event: 'SANDBOX_STOPPED_EVENT'; readonly sandbox: string; readonly podUid: string }
  | { readonly type: 'cri-event'; readonly event: 'LOG'; readonly container: string; readonly lines: readonly LogLine[] }
  /** Of the machine and of each running container; only while much of it is used. */
  | { readonly type: 'cri-event'; readonly event: 'MEMORY'; readonly usedBytes: number; readonly containers: readonly { readonly id: string; readonly bytes: number }[] }
  /** What the kernel's log says when it killed a process because the machine had no memory left. */
  | { readonly type: 'cri-event'; readonly event: 'SYSTEM_OOM'; readonly process: string }
  | { readonly type: 'cri-event'; readonly event: 'NETWORK'; readonly networkReady: boolean; readonly networkMessage: string }

/** Asks for LOG events of one container, or no longer. */
export interface CriFollow { readonly type: 'cri-follow'; readonly container: string; readonly follow: boolean }

/** One exchange with a port of a pod, as a probe makes it and as traffic does. Answered by the container's program. */
export interface PodRequest {
  readonly type: 'pod-request'
  readonly id: number
  readonly ip: string
  readonly port: number
  readonly protocol: 'http' | 'tcp' | 'grpc'
  readonly method?: string
  readonly path?: string
  readonly headers?: Readonly<Record<string, string>>
}
export interface PodResponse {
  readonly type: 'pod-response'
  readonly id: number
  /** HTTP status, or 0 for a bare TCP or gRPC answer. */
  readonly code: number
  readonly body: string
  readonly error?: 'connection refused' | 'no route to host' | 'timeout' | 'not serving'
}

export type KubeletToRuntime = CriRequest | CriFollow | PodRequest
export type RuntimeToKubelet = CriResponse | CriEvent | PodResponse
export type RuntimeAddress = Address<KubeletToRuntime>
