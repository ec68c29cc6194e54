import { SECOND } from '../../kernel/index.ts'
import { answer, refuse, type CriCode, type RuntimeCx } from './answers.ts'
import type { CriRequest } from './cri.ts'
import { catalogue, IMAGES } from './image-catalogue.ts'
import { normalReference, repositoryOf } from './image-reference.ts'
import type { Manifest, RegistryResponse } from './registry-api.ts'
import type { ImageRecord, PullRecord, RuntimeConfig, RuntimeState } from './state.ts'
import { RUNTIME_TIMING } from './timing.ts'

/** The registry is asked for the manifest every time; only layers that the node lacks travel. A second wish for an image joins the first. */
export function pullImage(state: RuntimeState, config: RuntimeConfig, msg: CriRequest & { method: 'PullImage' }, cx: RuntimeCx): void {
  const reference = normalReference(msg.image)
  if (!reference) return refuse(config, cx, msg.id, 'PullImage', 'Unknown', `failed to parse image reference "${msg.image}": invalid reference format`)
  const underway = state.pulls.get(reference)
  if (underway) {
    underway.waiters.push(msg.id)
    return
  }
  const pull: PullRecord = { reference, startedUs: cx.now, endUs: 0, stage: 'resolving', bytes: 0, manifest: undefined, waiters: [msg.id], timeout: 0 }
  state.pulls.set(reference, pull)
  askRegistry(state, config, pull, cx)
}

export function registryAnswered(state: RuntimeState, config: RuntimeConfig, msg: RegistryResponse, cx: RuntimeCx): void {
  const reference = state.registryCalls.get(msg.id)
  state.registryCalls.delete(msg.id)
  const pull = reference === undefined ? undefined : state.pulls.get(reference)
  if (!pull) return
  pull.timeout = 0
  if (!msg.ok) return pullFailed(state, config, pull, msg.status === 404 ? 'NotFound' : 'Unknown', msg.status === 500 ? requestFailed(pull, msg.error) : msg.error, cx)
  if ('manifest' in msg) {
    pull.manifest = msg.manifest
    if (msg.manifest.layers.every((layer) => state.layers.has(layer.digest))) return pulled(state, config, pull, cx)
    pull.stage = 'asking-layers'
    return askRegistry(state, config, pull, cx)
  }
  const seconds = msg.layersBytes / msg.bytesPerSecond + msg.layersBytes / (config.timing ?? RUNTIME_TIMING).unpackBytesPerSecond
  // A line is never equally fast twice: up to a tenth slower.
  const us = Math.round(seconds * SECOND * (1 + cx.below(100) / 1000))
  pull.stage = 'downloading'
  pull.bytes = msg.layersBytes
  pull.endUs = cx.now + us
  cx.fact({ fact: 'waits-for', waiter: cx.self, what: 'image-bytes', image: pull.reference, bytes: msg.layersBytes, pullUs: us })
  cx.after(us, { type: 'runtime-timer', timer: 'pulled', pull: pull.reference })
}

export function pullTimer(state: RuntimeState, config: RuntimeConfig, reference: string, cx: RuntimeCx): void {
  const pull = state.pulls.get(reference)
  if (pull?.stage === 'downloading' && pull.endUs <= cx.now) pulled(state, config, pull, cx)
}

export function pullTimeout(state: RuntimeState, config: RuntimeConfig, reference: string, cx: RuntimeCx): void {
  const pull = state.pulls.get(reference)
  if (pull && pull.timeout === cx.event) pullFailed(state, config, pull, 'Unknown', requestFailed(pull, `dial tcp ${registryHost(pull.reference)}: i/o timeout`), cx)
}

/** The line to the registry broke: what was asked and not answered has failed. */
export function registryLost(state: RuntimeState, config: RuntimeConfig, cx: RuntimeCx): void {
  state.registryCalls.clear()
  for (const pull of [...state.pulls.values()]) {
    pullFailed(state, config, pull, 'Unknown', requestFailed(pull, `read tcp ${registryHost(pull.reference)}: connection reset by peer`), cx)
  }
}

export function removeImage(state: RuntimeState, config: RuntimeConfig, msg: CriRequest & { method: 'RemoveImage' }, cx: RuntimeCx): void {
  const reference = normalReference(msg.image) ?? msg.image
  const image = state.images.get(reference)
  if (image) for (const name of [...image.status.tags, ...image.status.digests]) state.images.delete(name)
  // Layers that no other image uses go with it.
  const used = new Set<string>()
  for (const { layers } of state.images.values()) for (const { digest } of layers) used.add(digest)
  for (const { digest } of image?.layers ?? []) if (!used.has(digest)) state.layers.delete(digest)
  answer(config, cx, msg.id, { method: 'RemoveImage' })
}

/** Puts well-known images on the disk of a new node. */
export function preload(state: RuntimeState, references: readonly string[]): void {
  if (references.length === 0) return
  const known = catalogue(IMAGES)
  for (const image of references) {
    const reference = normalReference(image)!
    const manifest = known.get(reference)
    if (manifest) keep(state, reference, manifest)
  }
}

function askRegistry(state: RuntimeState, config: RuntimeConfig, pull: PullRecord, cx: RuntimeCx): void {
  const id = state.nextId++
  state.registryCalls.set(id, pull.reference)
  const timing = config.timing ?? RUNTIME_TIMING
  pull.timeout = cx.after(timing.registryTimeoutUs, { type: 'runtime-timer', timer: 'pull-timeout', pull: pull.reference, attempt: id }, { noise: true })
  if (!pull.manifest) cx.send(config.registry, { type: 'registry-request', id, ask: 'manifest', reference: pull.reference })
  else {
    const digests = pull.manifest.layers.filter((layer) => !state.layers.has(layer.digest)).map((layer) => layer.digest)
    cx.send(config.registry, { type: 'registry-request', id, ask: 'layers', reference: pull.reference, digests })
  }
}

function pulled(state: RuntimeState, config: RuntimeConfig, pull: PullRecord, cx: RuntimeCx): void {
  const { status } = keep(state, pull.reference, pull.manifest!)
  state.pulls.delete(pull.reference)
  for (const id of pull.waiters) answer(config, cx, id, { method: 'PullImage', image: status, bytes: pull.bytes, pullUs: cx.now - pull.startedUs })
}

function pullFailed(state: RuntimeState, config: RuntimeConfig, pull: PullRecord, code: CriCode, error: string, cx: RuntimeCx): void {
  state.pulls.delete(pull.reference)
  const words = `failed to pull and unpack image "${pull.reference}": failed to resolve reference "${pull.reference}": ${error}`
  for (const id of pull.waiters) refuse(config, cx, id, 'PullImage', code, words)
}

function keep(state: RuntimeState, reference: string, { repository, digest, configDigest, layers, program }: Manifest): ImageRecord {
  const byDigest = `${repository}@${digest}`
  const known = state.images.get(byDigest)
  const isTag = !reference.includes('@')
  const tags = known?.status.tags.includes(reference) || !isTag ? known?.status.tags ?? [] : [...(known?.status.tags ?? []), reference]
  let bytes = 0
  for (const layer of layers) {
    state.layers.add(layer.digest)
    bytes += layer.bytes
  }
  const record: ImageRecord = { status: { id: configDigest, tags, digests: [byDigest], bytes }, program, layers }
  for (const name of tags) state.images.set(name, record)
  state.images.set(byDigest, record)
  return record
}

function requestFailed({ reference }: PullRecord, error: string): string {
  const repository = repositoryOf(reference)
  const path = repository.slice(repository.indexOf('/') + 1)
  const tag = reference.slice(repository.length + 1)
  return `failed to do request: Head "https://${registryHost(reference).replace(':443', '')}/v2/${path}/manifests/${tag}": ${error}`
}

function registryHost(reference: string): string {
  const host = reference.slice(0, reference.indexOf('/'))
  return `${host === 'docker.io' ? 'registry-1.docker.io' : host}:443`
}
