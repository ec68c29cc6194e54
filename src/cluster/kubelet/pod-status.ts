import { isSidecar, qosClass, timeText, type ContainerState, type ContainerStateTerminated, type ContainerStatus, type Pod, type PodStatus } from '../../api/index.ts'
import type { Micros } from '../../kernel/index.ts'
import { podConditions } from './conditions.ts'
import { phaseOf, type Phase } from './phase.ts'
import { initShouldRestart, shouldRestart } from './restart-rules.ts'
import type { ContainerRecord, PodWorker } from './state.ts'

/** What the kubelet says about a pod, from what it knows of its containers. `terminal`: everything has ended for good. Models generateAPIPodStatus. */
export function statusOf(worker: PodWorker, hostIP: string, clockUs: Micros, terminal: boolean): PodStatus {
  const { pod, containers, status: old } = worker
  if (worker.rejected) return rejection(worker, clockUs)
  const hasInit = (pod.spec.initContainers?.length ?? 0) > 0
  const isMain = ({ role }: ContainerRecord): boolean => role === 'main'
  const main = containers.filter(isMain).map((container) => containerStatus(container, pod, hasInit, terminal && !hasInit))
  const init = hasInit ? containers.filter((one) => !isMain(one)).map((container) => containerStatus(container, pod, hasInit, false)) : []
  const mainStarted = containers.some((one) => isMain(one) && (one.startedAtUs > 0 || one.id !== ''))
  const statuses = init.length === 0 ? main : [...init, ...main]
  let phase: Phase = worker.failure ? 'Failed' : phaseOf(pod.spec, statuses, terminal, mainStarted)
  // Models TerminatePod: a pod that ends without having run has failed.
  if (terminal && !isFinal(phase) && !worker.isStatic) phase = 'Failed'
  // A pod that is over without ever having run has failed: its object can only go in a final phase.
  if (terminal && !isFinal(phase)) phase = 'Failed'
  if (isFinal(old.phase)) phase = old.phase
  const nowText = timeText(clockUs)
  const sandboxReady = worker.sandbox?.state === 'ready'
  const { failure } = worker
  const disruption = failure?.disruption === undefined ? undefined : { reason: failure.disruption, message: failure.message }
  const conditions = podConditions({ pod, phase, statuses, sandboxReady, mainStarted, ...(disruption && { disruption }) }, old.conditions ?? [], nowText)
  const ip = pod.spec.hostNetwork ? hostIP : worker.sandbox?.ip ?? ''
  const status: Writable<PodStatus> = {
    observedGeneration: pod.metadata.generation, phase, conditions, hostIP, hostIPs: old.hostIP === hostIP && old.hostIPs ? old.hostIPs : [{ ip: hostIP }],
    startTime: old.startTime ?? nowText, qosClass: old.qosClass ?? qosClass(pod), containerStatuses: main,
  }
  if (ip !== '') {
    status.podIP = ip
    status.podIPs = old.podIP === ip && old.podIPs ? old.podIPs : [{ ip }]
  }
  if (init.length > 0) status.initContainerStatuses = init
  const reason = worker.failure?.reason ?? (phase === old.phase ? old.reason : undefined)
  const message = worker.failure?.message ?? (phase === old.phase ? old.message : undefined)
  if (reason) status.reason = reason
  if (message) status.message = message
  return status
}

export type Writable<T> = { -readonly [key in keyof T]: T[key] }

export const isFinal = (phase: string | undefined): phase is 'Succeeded' | 'Failed' => phase === 'Succeeded' || phase === 'Failed'

/** The kubelet's word is only that: nothing was made, so there is nothing to say about containers. Models rejectPod. */
function rejection({ pod, status: old, failure }: PodWorker, clockUs: Micros): PodStatus {
  return {
    ...old, observedGeneration: pod.metadata.generation, phase: 'Failed', reason: failure!.reason, message: failure!.message, qosClass: old.qosClass ?? qosClass(pod),
    startTime: old.startTime ?? timeText(clockUs),
  }
}

const NOTHING: ContainerState = {}
const LOST: ContainerState = { terminated: { exitCode: 137, reason: 'ContainerStatusUnknown', message: 'The container could not be located when the pod was terminated' } }

function containerStatus(container: ContainerRecord, pod: Pod, hasInit: boolean, mustHaveEnded: boolean): ContainerStatus {
  const { spec } = container
  const ownState = stateOf(container, pod, hasInit)
  const state = mustHaveEnded && ownState.waiting ? LOST : ownState
  const isRunning = state.running !== undefined
  const status: Writable<ContainerStatus> = {
    name: container.name, state, ready: isReady(container, isRunning), restartCount: container.attempt, image: container.image || spec.image || '', imageID: container.imageId,
    started: isRunning && container.started,
  }
  const last = lastStateOf(container, state)
  status.lastState = last ? { terminated: last } : NOTHING
  if (container.id !== '') {
    status.containerID = `containerd://${container.id}`
    if (spec.resources) {
      status.resources = spec.resources
      if (spec.resources.requests) status.allocatedResources = spec.resources.requests
    }
  }
  if (spec.volumeMounts && spec.volumeMounts.length > 0) {
    status.volumeMounts = spec.volumeMounts.map(({ name, mountPath, readOnly }) => (readOnly ? { name, mountPath, readOnly, recursiveReadOnly: 'Disabled' } : { name, mountPath }))
  }
  return status
}

/** A plain init container is ready when it has succeeded; a sidecar and a main container when they run, are started, and their probe says so. */
export function isReady({ role, state, exitCode, started, ready }: ContainerRecord, isRunning: boolean): boolean {
  return role === 'init' ? state === 'exited' && exitCode === 0 : isRunning && started && ready
}

function stateOf(container: ContainerRecord, pod: Pod, hasInit: boolean): ContainerState {
  switch (container.state) {
    case 'running': return { running: { startedAt: timeText(container.startedAtUs) } }
    case 'exited': return container.waiting && willRestart(container, pod) ? { waiting: container.waiting } : { terminated: terminatedState(container) }
    // Created containers and those that are not there yet look alike.
    default: return { waiting: container.waiting ?? { reason: hasInit ? 'PodInitializing' : 'ContainerCreating' } }
  }
}

export function willRestart({ role, spec, exitCode }: ContainerRecord, pod: Pod): boolean {
  if (pod.metadata.deletionTimestamp !== undefined) return false
  if (role === 'sidecar' || isSidecar(spec)) return true
  return role === 'init' ? initShouldRestart(spec, pod.spec, exitCode) : shouldRestart(spec, pod.spec, exitCode)
}

/** While a dead container waits for its restart, its own end is the last state. */
const lastStateOf = (container: ContainerRecord, state: ContainerState): ContainerStateTerminated | undefined =>
  (container.state === 'exited' && state.waiting ? terminatedState(container) : container.last)

export function terminatedState({ id, exitCode, reason, message, startedAtUs, finishedAtUs }: ContainerRecord): ContainerStateTerminated {
  const state: Writable<ContainerStateTerminated> = {
    exitCode, reason, startedAt: startedAtUs > 0 ? timeText(startedAtUs) : undefined, finishedAt: timeText(finishedAtUs), containerID: `containerd://${id}`,
  }
  if (message) state.message = message
  return state
}
