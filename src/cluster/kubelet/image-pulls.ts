import { SECOND, type Micros } from '../../kernel/index.ts'
import type { CriResponse } from '../runtime/cri.ts'
import { normalReference, tagOf } from '../runtime/image-reference.ts'
import { ask, containerNamed } from './asking.ts'
import { isInBackOff, nextBackOff } from './back-off.ts'
import { podEvent, stage } from './reporting.ts'
import type { ContainerRecord, KubeletConfig, KubeletCx, KubeletState, PodWorker } from './state.ts'

/** 'present': go on; 'pulling': the answer comes later; 'failed': why is in `container.waiting`. */
export type ImageOutcome = 'present' | 'pulling' | 'failed'

/** Models the image manager's EnsureImageExists. */
export function ensureImage(state: KubeletState, config: KubeletConfig, worker: PodWorker, container: ContainerRecord, cx: KubeletCx): ImageOutcome {
  const image = container.spec.image ?? ''
  const reference = normalReference(image)
  if (!reference) {
    const message = `Failed to apply default image tag "${image}": couldn't parse image name "${image}": invalid reference format`
    podEvent(state, config, worker, 'Warning', 'InspectFailed', message, cx, container)
    return imageFailed(state, config, worker, container, 'InvalidImageName', message, cx)
  }
  const policy = container.spec.imagePullPolicy ?? (tagOf(image) === 'latest' ? 'Always' : 'IfNotPresent')
  const isPresent = state.images.has(reference)
  if (policy !== 'Always' && isPresent) {
    podEvent(state, config, worker, 'Normal', 'Pulled', `Container image "${image}" already present on machine and can be accessed by the pod`, cx, container)
    return 'present'
  }
  if (policy === 'Never') {
    const message = `Container image "${image}" is not present with pull policy of Never`
    podEvent(state, config, worker, 'Warning', 'ErrImageNeverPull', message, cx, container)
    return imageFailed(state, config, worker, container, 'ErrImageNeverPull', message, cx)
  }
  if (isInBackOff(container.pullBackOff, cx.now)) {
    const message = `Back-off pulling image "${image}"`
    podEvent(state, config, worker, 'Normal', 'BackOff', message, cx, container)
    return imageFailed(state, config, worker, container, 'ImagePullBackOff', container.pullError ? `${message}: ErrImagePull: ${container.pullError}` : message, cx)
  }
  podEvent(state, config, worker, 'Normal', 'Pulling', `Pulling image "${image}"`, cx, container)
  stage(worker, 'pulling', cx, { container: container.name, image })
  state.pullQueue.push({ uid: worker.uid, container: container.name, image, wantedAtUs: cx.now, startedAtUs: 0 })
  pullNext(state, config, cx)
  return 'pulling'
}

/** serializeImagePulls: the next pull begins when the last one has ended. */
export function pullNext(state: KubeletState, config: KubeletConfig, cx: KubeletCx): void {
  if (state.pulling) return
  const wish = state.pullQueue.shift()
  if (!wish) return
  wish.startedAtUs = cx.now
  state.pulling = wish
  ask(state, config, cx, { method: 'PullImage', image: wish.image }, { for: 'pull' })
}

/** The runtime has the image, or said why not. Returns the pod that waited, if it still does. */
export function imagePulled(state: KubeletState, config: KubeletConfig, msg: CriResponse, cx: KubeletCx): { worker: PodWorker; container: ContainerRecord; outcome: ImageOutcome } | undefined {
  const wish = state.pulling
  state.pulling = undefined
  if (msg.ok && msg.result.method === 'PullImage') {
    const { image } = msg.result
    for (const name of image.tags) state.images.set(name, image)
    for (const name of image.digests) state.images.set(name, image)
  }
  const worker = wish && state.pods.get(wish.uid)
  const container = worker && containerNamed(worker, wish.container)
  const waits = worker && !worker.termination && worker.pass?.doing?.do === 'start' && worker.pass.doing.container === wish.container
  let outcome: ImageOutcome = 'failed'
  if (worker && container && waits) {
    const image = container.spec.image ?? ''
    if (msg.ok && msg.result.method === 'PullImage') {
      const took = goDuration(cx.now - wish.startedAtUs)
      const waited = goDuration(cx.now - wish.wantedAtUs)
      podEvent(state, config, worker, 'Normal', 'Pulled',
        `Successfully pulled image "${image}" in ${took} (${waited} including waiting). Image size: ${msg.result.image.bytes} bytes.`, cx, container)
      cx.fact({ fact: 'image-pulled', pod: worker.key, uid: worker.uid, container: container.name, image, pullUs: msg.result.pullUs, bytes: msg.result.bytes })
      container.pullBackOff = undefined
      container.pullError = ''
      outcome = 'present'
    } else if (!msg.ok) {
      const error = `rpc error: code = ${msg.code} desc = ${msg.error}`
      podEvent(state, config, worker, 'Warning', 'Failed', `Failed to pull image "${image}": ${error}`, cx, container)
      container.pullBackOff = nextBackOff(container.pullBackOff, cx.now, cx.now)
      container.pullError = error
      outcome = imageFailed(state, config, worker, container, 'ErrImagePull', error, cx)
    }
  }
  pullNext(state, config, cx)
  return worker && container && waits ? { worker, container, outcome } : undefined
}

function imageFailed(state: KubeletState, config: KubeletConfig, worker: PodWorker, container: ContainerRecord, reason: string, message: string, cx: KubeletCx): 'failed' {
  podEvent(state, config, worker, 'Warning', 'Failed', `Error: ${reason}`, cx, container)
  container.waiting = { reason, message }
  cx.fact({ fact: 'waits-for', waiter: worker.key, what: 'image', uid: worker.uid, container: container.name, image: container.spec.image ?? '', reason })
  return 'failed'
}

/** As Go prints a duration that was cut to milliseconds: 850ms, 1.234s, 1m2.5s. */
export function goDuration(us: Micros): string {
  const ms = Math.floor(us / 1000)
  if (ms < 1000) return ms === 0 ? '0s' : `${ms}ms`
  const minutes = Math.floor(us / (60 * SECOND))
  const rest = (ms - minutes * 60_000) / 1000
  return minutes > 0 ? `${minutes}m${rest}s` : `${rest}s`
}
