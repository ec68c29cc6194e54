import { MILLISECOND, SECOND } from '../../kernel/index.ts'
import { ask, connect, containerNamed } from './asking.ts'
import { podIp, portNumber } from './probes.ts'
import { podEvent, publish, stage } from './reporting.ts'
import type { ContainerRecord, KubeletConfig, KubeletCx, KubeletState, PodWorker } from './state.ts'

/** Shorter than this nobody gets, whatever was asked for. */
const GRACE_MIN_SECONDS = 2

/** The pod has to go: because it was deleted, is over, was evicted. A second wish can only shorten its time. */
export function terminate(state: KubeletState, config: KubeletConfig, worker: PodWorker, graceSeconds: number, cx: KubeletCx): void {
  const { termination } = worker
  if (termination) {
    if (graceSeconds >= termination.graceSeconds || termination.stage !== 'killing') return
    termination.graceSeconds = graceSeconds
    for (const container of worker.containers) if (container.kill?.stage === 'stopping') stopNow(state, config, worker, container, graceSeconds, cx)
    return
  }
  worker.termination = { graceSeconds, startedAtUs: cx.now, stage: 'killing' }
  worker.syncTimer = 0
  stage(worker, 'terminating', cx, { graceSeconds })
  if (worker.pass) {
    worker.pass.steps.length = 0
    // Nobody has to wait for an image that is no longer wanted.
    const { doing } = worker.pass
    const waitsForImage = doing?.do === 'volumes' || (doing?.do === 'start' && (state.pulling?.uid === worker.uid || state.pullQueue.some(({ uid }) => uid === worker.uid)))
    if (waitsForImage || !doing) worker.pass = undefined
    for (let i = state.pullQueue.length - 1; i >= 0; i--) if (state.pullQueue[i]!.uid === worker.uid) state.pullQueue.splice(i, 1)
  }
  publish(state, config, worker, cx)
  continueTermination(state, config, worker, cx)
}

/** Called whenever something ended: containers, then the sandbox with its address, then the object. */
export function continueTermination(state: KubeletState, config: KubeletConfig, worker: PodWorker, cx: KubeletCx): void {
  const { termination } = worker
  if (!termination || worker.pass?.doing) return
  worker.pass = undefined
  if (termination.stage === 'killing') {
    let running = 0
    for (const container of worker.containers) {
      if (container.state !== 'running') continue
      running++
      if (!container.kill) beginKill(state, config, worker, container, `Stopping container ${container.name}`, 'deleted', termination.graceSeconds, cx)
      else if (container.kill.stage === 'waiting-turn') afterHook(state, config, worker, container, cx)
    }
    if (running > 0) return
    termination.stage = 'stopping-sandbox'
    if (worker.sandbox && worker.sandbox.state !== 'stopped') {
      worker.sandbox.state = 'stopping'
      ask(state, config, cx, { method: 'StopPodSandbox', sandbox: worker.sandbox.id }, { for: 'sandbox-stopped', uid: worker.uid })
      return
    }
  }
  if (termination.stage === 'stopping-sandbox' && worker.sandbox?.state !== 'stopping') over(state, config, worker, cx)
}

/** Nothing of the pod runs and its address is back: only now is it told that the pod is over, and the object may go. */
export function over(state: KubeletState, config: KubeletConfig, worker: PodWorker, cx: KubeletCx): void {
  worker.termination = { graceSeconds: 0, startedAtUs: cx.now, ...worker.termination, stage: 'done' }
  worker.finished = true
  // Nobody waits for a restart any more: a dead container is shown as dead.
  for (const container of worker.containers) if (container.state === 'exited') container.waiting = undefined
  release(state, worker)
  publish(state, config, worker, cx, true)
}

export function release(state: KubeletState, worker: PodWorker): void {
  if (!worker.admitted) return
  worker.admitted = false
  state.usage.pods--
  for (const name in worker.requests) state.usage.requests[name] = (state.usage.requests[name] ?? 0) - worker.requests[name]!
  for (const container of worker.pod.spec.containers) {
    for (const { hostPort, protocol } of container.ports ?? []) if (hostPort) state.usage.ports.delete(`${protocol ?? 'TCP'}/${hostPort}`)
  }
}

/** The hook first, on the container's own time; then its turn; then SIGTERM and SIGKILL by the runtime. Models killContainer. */
export function beginKill(
  state: KubeletState, config: KubeletConfig, worker: PodWorker, container: ContainerRecord, message: string, reason: string, graceSeconds: number, cx: KubeletCx,
): void {
  podEvent(state, config, worker, 'Normal', 'Killing', message, cx, container)
  container.kill = { stage: 'pre-stop', message, reason, deadlineUs: cx.now + graceSeconds * SECOND, timer: 0 }
  const hook = container.spec.lifecycle?.preStop
  if (!hook || graceSeconds <= 0) return afterHook(state, config, worker, container, cx)
  const wait = { for: 'pre-stop', uid: worker.uid, container: container.name } as const
  const sleepUs = hook.sleep ? hook.sleep.seconds * SECOND : graceSeconds * SECOND
  container.kill.timer = cx.after(Math.min(sleepUs, graceSeconds * SECOND), { type: 'kubelet-timer', timer: 'pre-stop', uid: worker.uid, container: container.name })
  if (hook.exec) ask(state, config, cx, { method: 'ExecSync', container: container.id, command: hook.exec.command ?? [], timeoutSeconds: 0 }, wait)
  if (hook.httpGet) {
    const { httpGet } = hook
    connect(state, config, cx, { ip: httpGet.host ?? podIp(worker, config), port: portNumber(container, httpGet.port), protocol: 'http', method: 'GET', path: httpGet.path ?? '/' }, wait)
  }
}

/** The hook ended, failed, or ran out of time. */
export function hookEnded(state: KubeletState, config: KubeletConfig, worker: PodWorker, name: string, failed: boolean, cx: KubeletCx): void {
  const container = containerNamed(worker, name)
  if (container?.kill?.stage !== 'pre-stop') return
  if (failed) podEvent(state, config, worker, 'Warning', 'FailedPreStopHook', 'PreStopHook failed', cx, container)
  if (container.state === 'running') afterHook(state, config, worker, container, cx)
}

function afterHook(state: KubeletState, config: KubeletConfig, worker: PodWorker, container: ContainerRecord, cx: KubeletCx): void {
  const kill = container.kill!
  const remaining = Math.max(GRACE_MIN_SECONDS, Math.ceil((kill.deadlineUs - cx.now - MILLISECOND) / SECOND))
  const timeIsUp = kill.deadlineUs <= cx.now
  if (worker.termination && !timeIsUp && !isItsTurn(worker, container)) {
    kill.stage = 'waiting-turn'
    kill.timer = cx.after(kill.deadlineUs - cx.now, { type: 'kubelet-timer', timer: 'pre-stop', uid: worker.uid, container: container.name })
    return
  }
  stopNow(state, config, worker, container, remaining, cx)
}

export function killTimer(state: KubeletState, config: KubeletConfig, worker: PodWorker, name: string, cx: KubeletCx): void {
  const container = containerNamed(worker, name)
  if (!container?.kill || container.kill.timer !== cx.event || container.state !== 'running') return
  if (container.kill.stage === 'pre-stop') hookEnded(state, config, worker, name, false, cx)
  else if (container.kill.stage === 'waiting-turn') stopNow(state, config, worker, container, GRACE_MIN_SECONDS, cx)
}

function stopNow(state: KubeletState, config: KubeletConfig, worker: PodWorker, container: ContainerRecord, timeoutSeconds: number, cx: KubeletCx): void {
  container.kill!.stage = 'stopping'
  ask(state, config, cx, { method: 'StopContainer', container: container.id, timeoutSeconds: Math.max(GRACE_MIN_SECONDS, timeoutSeconds) }, { for: 'stopped', uid: worker.uid, container: container.name })
}

/** Main containers end first, then the sidecars from the last to the first. Models the termination ordering. */
function isItsTurn({ containers }: PodWorker, container: ContainerRecord): boolean {
  if (container.role !== 'sidecar') return true
  const at = containers.indexOf(container)
  return containers.every((other, index) => other.state !== 'running' || other.role === 'init' || (other.role === 'sidecar' && index <= at))
}
