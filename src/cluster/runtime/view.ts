import type { RegistryState } from './registry.ts'
import type { RuntimeState } from './state.ts'

export interface RuntimeView {
  readonly images: number
  readonly pulls: readonly { readonly reference: string; readonly startedUs: number; readonly endUs: number; readonly bytes: number }[]
  readonly containers: readonly { readonly id: string; readonly name: string; readonly state: 'created' | 'running' | 'exited'; readonly memoryBytes: number }[]
}

/** What the page shows of the container runtime of a node. */
export const runtimeView = (state: RuntimeState): RuntimeView => ({
  images: state.images.size,
  pulls: [...state.pulls.values()].map(({ reference, startedUs, endUs, bytes }) => ({ reference, startedUs, endUs, bytes })),
  containers: [...state.containers.values()].map(({ id, config, state: now, memoryBytes }) => ({ id, name: config.name, state: now, memoryBytes })),
})

export const registryView = ({ served, down, slowFactor }: RegistryState): { readonly pulls: number; readonly down: boolean; readonly slowFactor: number } => ({ pulls: served.manifests, down, slowFactor })
