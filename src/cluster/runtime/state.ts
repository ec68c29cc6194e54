import type { Address, EventId, Micros } from '../../kernel/index.ts'
import type { CniAddress, CniConfigured, CniResponse } from '../network/cni.ts'
import type { ContainerConfig, CriFollow, CriRequest, ImageStatus, LogLine, PodRequest, RuntimeToKubelet, SandboxConfig } from './cri.ts'
import type { Process } from './programs/programs.ts'
import type { Layer, Manifest, RegistryAddress, RegistryResponse } from './registry-api.ts'
import type { RuntimeTiming } from './timing.ts'

export interface RuntimeConfig {
  readonly kubelet: Address<RuntimeToKubelet>
  readonly cni: CniAddress
  readonly registry: RegistryAddress
  /** Where a pod on the host's network is found. */
  readonly hostIP: string
  /** Images that are on the disk when the node first starts, as in a prepared machine image. */
  readonly images?: readonly string[]
  readonly timing?: RuntimeTiming
  /** Of the machine; without it nobody runs out of memory but by a limit. */
  readonly memoryBytes?: number
}

export type RuntimeTimer =
  | { readonly type: 'runtime-timer'; readonly timer: 'pulled'; readonly pull: string }
  | { readonly type: 'runtime-timer'; readonly timer: 'pull-timeout'; readonly pull: string; readonly attempt: number }
  | { readonly type: 'runtime-timer'; readonly timer: 'process'; readonly container: string; readonly number: number }
  | { readonly type: 'runtime-timer'; readonly timer: 'kill' | 'leak'; readonly container: string }
  | { readonly type: 'runtime-timer'; readonly timer: 'exec'; readonly exec: number }

/** Somebody on the machine ends the first process of a container with SIGKILL; unknown names are ignored. */
export interface KillContainer { readonly type: 'kill-container'; readonly namespace: string; readonly pod: string; readonly container: string }

/** Something in a container takes this much more memory every second; 0 ends it and gives the memory back. Unknown names are ignored. */
export interface LeakMemory { readonly type: 'leak-memory'; readonly namespace: string; readonly pod: string; readonly container: string; readonly bytesPerSecond: number }

export type RuntimeMessage = CriRequest | KillContainer | LeakMemory | CriFollow | PodRequest | CniResponse | CniConfigured | RegistryResponse | RuntimeTimer

/** What containerd knows about its node. It is on disk: after a restart of the machine every process is found dead. */
export interface RuntimeState {
  boots: number
  networkReady: boolean
  readonly sandboxes: Map<string, SandboxRecord>
  readonly containers: Map<string, ContainerRecord>
  /** By normal reference (with tag or digest): two tags of one image share the record. */
  readonly images: Map<string, ImageRecord>
  readonly layers: Set<string>
  /** By normal reference. */
  readonly pulls: Map<string, PullRecord>
  /** Which pull a request to the registry belongs to. */
  readonly registryCalls: Map<number, string>
  readonly execs: Map<number, ExecRecord>
  /** Sandboxes by address; several share the host's. */
  readonly byIp: Map<string, Set<string>>
  nextId: number
  /** How many tenths of its memory the kubelet knows to be used; 0 as long as it is less than half. */
  memoryTenthsTold: number
}

export interface SandboxRecord {
  readonly id: string
  readonly config: SandboxConfig
  state: 'creating' | 'ready' | 'stopping' | 'not-ready'
  ip: string
  readonly createdAtUs: Micros
  containers: readonly string[]
  /** The kubelet's calls that wait for the plugin. */
  run: number | undefined
  readonly stops: number[]
}

export interface ContainerRecord {
  readonly id: string
  readonly sandbox: string
  readonly config: ContainerConfig
  /** 'docker.io/library/httpd:latest' */
  readonly image: string
  readonly imageId: string
  readonly imageProgram: string
  state: 'created' | 'running' | 'exited'
  process: Process | undefined
  readonly files: Map<string, string>
  readonly createdAtUs: Micros
  startedAtUs: Micros
  finishedAtUs: Micros
  exitCode: number
  reason: string
  /** With what leaks. */
  memoryBytes: number
  /** `dropAt`: when it grows next; in the past, or now, for none. */
  leak: { readonly bytesPerSecond: number; readonly bytes: number; readonly dropAt: Micros }
  ports: readonly number[]
  log: LogLine[]
  /** How many lines were rotated away before `log[0]`. */
  logDropped: number
  followed: boolean
  /** The kubelet's calls that wait for the end, and the event of the SIGKILL to come. */
  readonly stops: number[]
  kill: EventId
}

export const NO_LEAK = { bytesPerSecond: 0, bytes: 0, dropAt: 0 }

export interface ImageRecord {
  readonly status: ImageStatus
  readonly program: string
  readonly layers: readonly Layer[]
}

export interface PullRecord {
  readonly reference: string
  readonly startedUs: Micros
  /** When the last byte will have been unpacked; 0 until the layers are known. */
  endUs: Micros
  stage: 'resolving' | 'asking-layers' | 'downloading'
  bytes: number
  manifest: Manifest | undefined
  /** The kubelet's calls that wait for it. */
  readonly waiters: number[]
  timeout: EventId
}

export interface ExecRecord {
  readonly call: number
  readonly container: string
  /** Undefined: the command takes longer than it may. */
  readonly result: { readonly exitCode: number; readonly stdout: string; readonly stderr: string } | undefined
  readonly command: string
}

