import type { Micros } from '../../kernel/index.ts'
import type { ContainerConfig, LogLine } from './cri.ts'
import { usedBytes } from './memory.ts'
import type { Process } from './programs/programs.ts'
import { argvOf } from './programs/programs.ts'
import type { ContainerRecord, PullRecord, RuntimeState, SandboxRecord } from './state.ts'

/** containerd from near: what stands on the node's disk and what runs. */
export interface RuntimeDetail {
  readonly networkReady: boolean
  readonly sandboxes: readonly SandboxDetail[]
  readonly images: readonly { readonly name: string; readonly bytes: number; readonly layers: number; /** Containers made of it. */ readonly used: number }[]
  readonly layers: number
  /** What the machine uses of its memory: its containers, and the system's own share. */
  readonly usedBytes: number
  readonly pulls: readonly { readonly reference: string; readonly stage: PullRecord['stage']; readonly bytes: number; readonly startedUs: Micros; readonly endUs: Micros }[]
}

export interface SandboxDetail {
  readonly id: string
  readonly namespace: string
  readonly pod: string
  readonly attempt: number
  readonly state: SandboxRecord['state']
  readonly ip: string
  readonly hostNetwork: boolean
  readonly containers: readonly { readonly id: string; readonly name: string; readonly state: ContainerRecord['state']; readonly exitCode: number }[]
}

/** A container with its process. Times are the host's clock's. */
export interface ProcessDetail {
  readonly id: string
  readonly state: ContainerRecord['state']
  readonly imageId: string
  readonly imageBytes: number
  readonly layers: readonly { readonly digest: string; readonly bytes: number }[]
  readonly argv: readonly string[]
  readonly program: string
  /** What the program is at, as far as it says so. */
  readonly stage: 'starting' | 'serving' | 'stopping' | 'running' | 'none'
  readonly ports: readonly number[]
  readonly memoryBytes: number
  readonly config: ContainerConfig
  readonly files: readonly string[]
  readonly log: readonly LogLine[]
  readonly logDropped: number
}

export function runtimeDetail(state: RuntimeState): RuntimeDetail {
  const used = new Map<string, number>()
  for (const { imageId } of state.containers.values()) used.set(imageId, (used.get(imageId) ?? 0) + 1)
  const images = new Map([...state.images.values()].map((image) => [image.status.id, image]))
  return {
    networkReady: state.networkReady, sandboxes: [...state.sandboxes.values()].map((sandbox) => sandboxDetail(state, sandbox)),
    images: [...images.values()].map(({ status, layers }) => ({ name: status.tags[0] ?? status.digests[0] ?? status.id, bytes: status.bytes, layers: layers.length, used: used.get(status.digests[0] ?? status.id) ?? 0 })),
    layers: state.layers.size, usedBytes: usedBytes(state), pulls: [...state.pulls.values()].map(({ reference, stage, bytes, startedUs, endUs }) => ({ reference, stage, bytes, startedUs, endUs })),
  }
}

/** Undefined when containerd has no such sandbox (any more). */
export function sandboxNamed(state: RuntimeState, id: string): SandboxDetail | undefined {
  const sandbox = state.sandboxes.get(id)
  return sandbox && sandboxDetail(state, sandbox)
}

const sandboxDetail = (state: RuntimeState, { id, config, state: now, ip, containers }: SandboxRecord): SandboxDetail => ({
  id, namespace: config.namespace, pod: config.name, attempt: config.attempt, state: now, ip, hostNetwork: config.hostNetwork,
  containers: [...containers].flatMap((one) => {
    const container = state.containers.get(one)
    return container ? [{ id: one, name: container.config.name, state: container.state, exitCode: container.exitCode }] : []
  }),
})

/** The last `lines` of its log with it. */
export function processDetail(state: RuntimeState, id: string, lines = 200): ProcessDetail | undefined {
  const container = state.containers.get(id)
  if (!container) return undefined
  const image = state.images.get(container.image) ?? state.images.get(container.imageId)
  const { log, logDropped, process, config, imageProgram } = container
  return {
    id, state: container.state, imageId: container.imageId, imageBytes: image?.status.bytes ?? 0, layers: image?.layers ?? [], argv: argvOf(imageProgram, config),
    program: process?.program === 'server' ? process.name : process?.program === 'shell' ? 'shell' : imageProgram, stage: stageOf(process), ports: container.ports,
    memoryBytes: container.memoryBytes, config, files: [...container.files.keys()].sort(), log: log.slice(-lines), logDropped: logDropped + Math.max(0, log.length - lines),
  }
}

function stageOf(process: Process | undefined): ProcessDetail['stage'] {
  switch (process?.program) {
    case 'server': return process.state.stopping ? 'stopping' : process.state.ready ? 'serving' : 'starting'
    case 'app': return process.state.stopping ? 'stopping' : process.state.listening ? 'serving' : 'starting'
    case 'shell': return 'running'
    default: return 'none'
  }
}
