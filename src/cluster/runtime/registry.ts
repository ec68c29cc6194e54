import { MILLISECOND, unreachable, type Address, type Component, type Cx, type Delivery, type Message, type Micros } from '../../kernel/index.ts'
import { catalogue, IMAGES, type ImageDefinition } from './image-catalogue.ts'
import type { Layer, Manifest, RegistryMessage, RegistryRequest, RegistryResponse } from './registry-api.ts'
import { repositoryOf } from './image-reference.ts'

export interface RegistryConfig {
  /** Held besides the well-known images. */
  readonly images?: readonly ImageDefinition[]
  /** What one connection gets. NB: a common 200 Mbit/s line, because no registry was measured. */
  readonly bytesPerSecond?: number
}

/** All public registries of the world as one actor: which images exist, and how fast they come. */
export interface RegistryState {
  readonly manifests: Map<string, Manifest>
  readonly repositories: Set<string>
  down: boolean
  slowFactor: number
  served: { manifests: number; layerBytes: number }
}

export const registry = (config: RegistryConfig = {}): Component<RegistryState, RegistryMessage> => ({
  kind: 'registry',
  // The catalogue and the learner's switches belong to the world outside and survive a restart.
  durable: true,

  init() {
    const manifests = catalogue([...IMAGES, ...(config.images ?? [])])
    return { manifests, repositories: new Set([...manifests.keys()].map(repositoryOf)), down: false, slowFactor: 1, served: { manifests: 0, layerBytes: 0 } }
  },

  step(state, delivery, cx) {
    const { msg } = delivery
    switch (msg.type) {
      case 'registry-control':
        state.down = msg.down ?? state.down
        state.slowFactor = msg.slowFactor ?? state.slowFactor
        return
      case 'registry-request': return requested(state, delivery as Delivery<RegistryRequest>, cx, config.bytesPerSecond ?? 25_000_000)
      default: unreachable(msg)
    }
  },
})

/** The time to look up a manifest before the first byte. */
const LOOKUP_US = 60 * MILLISECOND

function requested(state: RegistryState, { msg, from }: Delivery<RegistryRequest>, cx: Cx<RegistryMessage>, bytesPerSecond: number): void {
  const to = from as Address<RegistryResponse & Message>
  const answer = (response: RegistryResponse, delayUs: Micros = 0): void => {
    cx.send(to, response, { delayUs: Math.round(delayUs * state.slowFactor) })
  }
  if (state.down) return answer({ type: 'registry-response', id: msg.id, ok: false, status: 500, error: `dial tcp ${hostOf(msg.reference)}: connect: connection refused` })
  const manifest = state.manifests.get(msg.reference)
  if (!manifest) return answer(absent(state, msg), LOOKUP_US)
  if (msg.ask === 'manifest') {
    state.served.manifests++
    return answer({ type: 'registry-response', id: msg.id, ok: true, manifest }, LOOKUP_US)
  }
  const layersBytes = bytesOf(manifest.layers, msg.digests)
  state.served.layerBytes += layersBytes
  // How long the bytes take is told as a rate: the receiver's timer holds the connection, so that other answers are not kept waiting behind it.
  answer({ type: 'registry-response', id: msg.id, ok: true, layersBytes, bytesPerSecond: bytesPerSecond / state.slowFactor })
}

/** containerd's words: Docker Hub says nothing about repositories that may be private; others answer 404. */
function absent(state: RegistryState, { id, reference }: RegistryRequest): RegistryResponse {
  if (state.repositories.has(repositoryOf(reference)) || !reference.startsWith('docker.io/')) {
    return { type: 'registry-response', id, ok: false, status: 404, error: `${reference}: not found` }
  }
  const denied = 'pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed'
  return { type: 'registry-response', id, ok: false, status: 401, error: denied }
}

function hostOf(reference: string): string {
  const host = reference.slice(0, reference.indexOf('/'))
  return `${host === 'docker.io' ? 'registry-1.docker.io' : host}:443`
}

function bytesOf(layers: readonly Layer[], digests: readonly string[]): number {
  let bytes = 0
  for (const layer of layers) if (digests.includes(layer.digest)) bytes += layer.bytes
  return bytes
}
