import { qosClass, quantityMilli, type Container, type Pod } from '../../api/index.ts'
import type { ContainerConfig, CriResponse } from '../runtime/cri.ts'
import { ask, connect, containerNamed } from './asking.ts'
import { durationText, isInBackOffSince, nextBackOff } from './back-off.ts'
import { environmentOf, expanded } from './environment.ts'
import { ensureImage } from './image-pulls.ts'
import { terminatedState } from './pod-status.ts'
import { beginProbes, podIp, portNumber, stopProbes } from './probes.ts'
import { podEvent, stage } from './reporting.ts'
import type { ContainerRecord, KubeletConfig, KubeletCx, KubeletState, Pass, PodWorker } from './state.ts'

/** 'waiting': an answer will go on with it; 'done': it runs, or failed and says why. */
export type StartOutcome = 'waiting' | 'done'

/** Back-off, image, create, start, hook. Models `start` of SyncPod and startContainer. */
export function startContainer(state: KubeletState, config: KubeletConfig, worker: PodWorker, pass: Pass, container: ContainerRecord, cx: KubeletCx): StartOutcome {
  const finishedAtUs = pass.killed.includes(container.name) ? container.previousFinishedAtUs : container.state === 'exited' ? container.finishedAtUs : 0
  if (finishedAtUs > 0) {
    if (isInBackOffSince(container.backOff, finishedAtUs, cx.clock)) return backedOff(state, config, worker, pass, container, finishedAtUs, cx)
    container.backOff = nextBackOff(container.backOff, finishedAtUs, cx.clock)
  }
  switch (ensureImage(state, config, worker, container, cx)) {
    case 'present': return createContainer(state, config, worker, pass, container, cx)
    case 'pulling': return 'waiting'
    case 'failed':
      pass.failed = true
      return 'done'
  }
}

function backedOff(state: KubeletState, config: KubeletConfig, worker: PodWorker, pass: Pass, container: ContainerRecord, finishedAtUs: number, cx: KubeletCx): StartOutcome {
  const { name, namespace } = worker.pod.metadata
  const pod = `${name}_${namespace}(${worker.uid})`
  const { us } = container.backOff!
  podEvent(state, config, worker, 'Warning', 'BackOff', `Back-off restarting failed container ${container.name} in pod ${pod}`, cx, container)
  container.waiting = { reason: 'CrashLoopBackOff', message: `back-off ${durationText(us)} restarting failed container=${container.name} pod=${pod}` }
  cx.fact({ fact: 'waits-for', waiter: worker.key, what: 'crash-back-off', uid: worker.uid, container: container.name, backOffUs: us })
  pass.failed = true
  const retryAtUs = cx.now + (finishedAtUs + us - cx.clock)
  pass.retryAtUs = pass.retryAtUs === 0 ? retryAtUs : Math.min(pass.retryAtUs, retryAtUs)
  return 'done'
}

export function createContainer(state: KubeletState, config: KubeletConfig, worker: PodWorker, pass: Pass, container: ContainerRecord, cx: KubeletCx): StartOutcome {
  const environment = environmentOf(state, config, worker, container, cx)
  if (environment.is === 'waiting') return 'waiting'
  if (environment.is === 'missing') return startFailed(state, config, worker, pass, container, 'CreateContainerConfigError', environment.error, cx)
  const { spec } = container
  const values = new Map(environment.env.map(({ name, value }): [string, string] => [name, value]))
  const limit = spec.resources?.limits?.['memory']
  const criConfig: ContainerConfig = {
    name: container.name, attempt: container.id === '' ? container.attempt : container.attempt + 1, image: spec.image ?? '',
    command: spec.command?.map((word) => expanded(word, values)), args: spec.args?.map((word) => expanded(word, values)), env: environment.env, files: environment.files,
    workingDir: spec.workingDir, memoryLimitBytes: limit === undefined ? undefined : Math.floor(quantityMilli(limit) / 1000), stopSignal: spec.lifecycle?.stopSignal,
    oomScoreAdj: oomScoreAdj(worker.pod, spec, config),
  }
  stage(worker, 'creating', cx, { container: container.name })
  ask(state, config, cx, { method: 'CreateContainer', sandbox: worker.sandbox!.id, config: criConfig }, { for: 'created', uid: worker.uid, container: container.name })
  return 'waiting'
}

/** Models GetContainerOOMScoreAdjust: the more a container asked for, the later it is killed. */
function oomScoreAdj(pod: Pod, { resources }: Container, { capacity }: KubeletConfig): number {
  if ((pod.spec.priority ?? 0) >= NODE_CRITICAL) return GUARANTEED
  switch (pod.status?.qosClass ?? qosClass(pod)) {
    case 'Guaranteed': return GUARANTEED
    case 'BestEffort': return 1000
    default: return Math.min(999, Math.max(1000 + GUARANTEED, 1000 - Math.floor(1000 * quantityMilli(resources?.requests?.['memory']) / quantityMilli(capacity.memory))))
  }
}
const NODE_CRITICAL = 2_000_001_000
const GUARANTEED = -997

export function containerCreated(state: KubeletState, config: KubeletConfig, worker: PodWorker, name: string, msg: CriResponse, cx: KubeletCx): StartOutcome {
  const container = containerNamed(worker, name)!
  const pass = worker.pass!
  if (!msg.ok) return startFailed(state, config, worker, pass, container, 'CreateContainerError', msg.error, cx)
  if (msg.result.method !== 'CreateContainer') return 'done'
  if (container.id !== '') retire(state, config, container, cx)
  container.id = msg.result.container
  container.imageId = msg.result.imageId
  container.image = imageName(state, container)
  container.state = 'created'
  container.waiting = undefined
  container.startedAtUs = 0
  pass.changed = true
  podEvent(state, config, worker, 'Normal', 'Created', 'Container created', cx, container)
  if (worker.termination) return 'done'
  stage(worker, 'starting', cx, { container: container.name })
  ask(state, config, cx, { method: 'StartContainer', container: container.id }, { for: 'started', uid: worker.uid, container: container.name })
  return 'waiting'
}

export function containerStarted(state: KubeletState, config: KubeletConfig, worker: PodWorker, name: string, msg: CriResponse, cx: KubeletCx): StartOutcome {
  const container = containerNamed(worker, name)!
  const pass = worker.pass!
  if (!msg.ok) {
    container.state = 'exited'
    container.exitCode = 128
    container.reason = 'StartError'
    container.message = msg.error
    container.finishedAtUs = cx.clock
    worker.echo = true
    return startFailed(state, config, worker, pass, container, 'RunContainerError', msg.error, cx)
  }
  if (msg.result.method !== 'StartContainer') return 'done'
  container.state = 'running'
  container.startedAtUs = msg.result.startedAtUs
  container.kill = undefined
  podEvent(state, config, worker, 'Normal', 'Started', 'Container started', cx, container)
  beginProbes(worker, container, cx)
  const hook = container.spec.lifecycle?.postStart
  if (!hook || worker.termination) return 'done'
  const wait = { for: 'post-start', uid: worker.uid, container: name } as const
  if (hook.exec) ask(state, config, cx, { method: 'ExecSync', container: container.id, command: hook.exec.command ?? [], timeoutSeconds: 0 }, wait)
  else if (hook.httpGet) {
    connect(state, config, cx, {
      ip: hook.httpGet.host ?? podIp(worker, config), port: portNumber(container, hook.httpGet.port), protocol: 'http', method: 'GET', path: hook.httpGet.path ?? '/',
    }, wait)
  } else return 'done'
  return 'waiting'
}

/** The dead container becomes the last state; the one before it, of which nobody asks any more, is removed. */
function retire(state: KubeletState, config: KubeletConfig, container: ContainerRecord, cx: KubeletCx): void {
  if (container.previousId !== '') {
    ask(state, config, cx, { method: 'RemoveContainer', container: container.previousId }, { for: 'nothing', method: 'RemoveContainer' }, true)
  }
  container.last = terminatedState(container)
  container.previousId = container.id
  container.previousFinishedAtUs = container.finishedAtUs
  container.attempt++
  stopProbes(container)
}

function startFailed(state: KubeletState, config: KubeletConfig, worker: PodWorker, pass: Pass, container: ContainerRecord, reason: string, message: string, cx: KubeletCx): StartOutcome {
  podEvent(state, config, worker, 'Warning', 'Failed', `Error: ${message}`, cx, container)
  container.waiting = { reason, message }
  pass.failed = true
  return 'done'
}

/** containerd names an image by its tag in full. */
function imageName(state: KubeletState, { spec, imageId }: ContainerRecord): string {
  const tags = state.images.get(imageId)?.tags ?? []
  return tags.find((tag) => tag.endsWith(`/${spec.image}`) || tag.endsWith(`/${spec.image}:latest`) || tag === spec.image) ?? spec.image ?? ''
}
