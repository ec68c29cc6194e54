import { isSidecar, podRequests, sameValue, type Container, type Node, type Pod } from '../../api/index.ts'
import { SECOND } from '../../kernel/index.ts'
import { admit, hostPorts } from './admission.ts'
import { ask, containerNamed } from './asking.ts'
import { isFinal, terminatedState } from './pod-status.ts'
import { probesOf, resumeProbes, stopProbes } from './probes.ts'
import { podEvent, reconcile, report } from './reporting.ts'
import type { ContainerRecord, Found, KubeletConfig, KubeletCx, KubeletState, PodWorker } from './state.ts'
import { graceOf, syncPod } from './sync-pod.ts'
import { continueTermination, over, terminate } from './termination.ts'

export const isMirror = (pod: Pod): boolean => pod.metadata.annotations?.['kubernetes.io/config.mirror'] !== undefined

/** A pod of the API server appeared on this node, or changed. */
export function podWanted(state: KubeletState, config: KubeletConfig, pod: Pod, cx: KubeletCx): void {
  const known = state.pods.get(pod.metadata.uid!)
  if (!known) return addPod(state, config, pod, undefined, cx)
  const before = known.pod
  known.pod = pod
  known.cause = cx.event
  if (pod.metadata.deletionTimestamp !== undefined) return deletionWanted(state, config, known, cx)
  if (before.spec === pod.spec || sameValue(before.spec, pod.spec)) {
    // What others write into status (readiness gates) may change what the kubelet has to say; its own writes come back unheard.
    if ((pod.spec.readinessGates?.length ?? 0) > 0) syncPod(state, config, known, cx)
    return reconcile(state, known, pod, cx)
  }
  for (const spec of [...(pod.spec.initContainers ?? []), ...pod.spec.containers]) {
    const container = containerNamed(known, spec.name)
    if (container) container.spec = spec
  }
  syncPod(state, config, known, cx)
}

/** The object is gone from the API server: what still runs here is ended. */
export function podGone(state: KubeletState, config: KubeletConfig, pod: Pod, cx: KubeletCx): void {
  const worker = state.pods.get(pod.metadata.uid!)
  if (!worker) return
  worker.gone = true
  worker.pod = pod
  if (worker.finished) return forget(state, config, worker, cx)
  terminate(state, config, worker, graceOf(worker), cx)
  forgetIfOver(state, config, worker, cx)
}

/** `uid` of a static pod is its manifest's; other pods are their objects. */
export function addPod(state: KubeletState, config: KubeletConfig, pod: Pod, staticUid: string | undefined, cx: KubeletCx): void {
  const uid = staticUid ?? pod.metadata.uid!
  const { name, namespace } = pod.metadata
  const init = (pod.spec.initContainers ?? []).map((spec) => recordOf(spec, isSidecar(spec) ? 'sidecar' : 'init'))
  const containers = init.concat(pod.spec.containers.map((spec) => recordOf(spec, 'main')))
  const worker: PodWorker = {
    uid, key: `${namespace}/${name}`, pod, isStatic: staticUid !== undefined, mirrorUid: staticUid === undefined ? uid : undefined, admitted: false, rejected: false, requests: {}, containers,
    sandbox: undefined, sandboxAttempts: 0, pass: undefined, again: false, echo: false, syncTimer: 0, termination: undefined, status: pod.status ?? {}, reported: pod.status ?? {},
    patchUnderWay: false, deleteUnderWay: false, finished: false, gone: false, failure: undefined, cause: cx.event,
  }
  state.pods.set(uid, worker)
  state.uids.set(worker.key, uid)
  const found = state.found.get(uid)
  state.found.delete(uid)
  if (found) adopt(worker, found, cx)
  if (isFinal(pod.status?.phase) && !worker.containers.some(({ state: is }) => is === 'running')) {
    worker.finished = true
    worker.termination = { graceSeconds: 0, startedAtUs: cx.now, stage: 'done' }
    return report(state, worker, cx)
  }
  if (pod.metadata.deletionTimestamp !== undefined) return deletionWanted(state, config, worker, cx)
  if (!admitPod(state, config, worker, found !== undefined, cx)) return
  armDeadline(worker, cx)
  syncPod(state, config, worker, cx)
}

function deletionWanted(state: KubeletState, config: KubeletConfig, worker: PodWorker, cx: KubeletCx): void {
  if (worker.finished) return report(state, worker, cx)
  terminate(state, config, worker, graceOf(worker), cx)
}

/** A pod that ran here before the kubelet restarted has been let in already. */
function admitPod(state: KubeletState, config: KubeletConfig, worker: PodWorker, wasHere: boolean, cx: KubeletCx): boolean {
  const { pod } = worker
  const verdict = wasHere ? { admit: true as const } : admit(pod, state.node.object as Node, state.usage, worker.isStatic, state.memory.underPressure)
  cx.fact({ fact: 'pod-admitted', pod: worker.key, uid: worker.uid, decision: verdict.admit ? 'admit' : 'reject', reason: verdict.admit ? undefined : verdict.reason })
  if (!verdict.admit) {
    podEvent(state, config, worker, 'Warning', verdict.reason, verdict.message, cx)
    worker.rejected = true
    worker.failure = { reason: verdict.reason, message: `Pod was rejected: ${verdict.message}` }
    over(state, config, worker, cx)
    return false
  }
  worker.admitted = true
  worker.requests = podRequests(pod)
  state.usage.pods++
  for (const name in worker.requests) state.usage.requests[name] = (state.usage.requests[name] ?? 0) + worker.requests[name]!
  for (const port of hostPorts(pod)) state.usage.ports.add(port)
  return true
}

/** activeDeadlineSeconds counts from the pod's start time. */
function armDeadline(worker: PodWorker, cx: KubeletCx): void {
  const seconds = worker.pod.spec.activeDeadlineSeconds
  if (seconds !== undefined) cx.after(seconds * SECOND, { type: 'kubelet-timer', timer: 'deadline', uid: worker.uid })
}

export function deadlineReached(state: KubeletState, config: KubeletConfig, worker: PodWorker, cx: KubeletCx): void {
  if (worker.termination) return
  worker.failure = { reason: 'DeadlineExceeded', message: 'Pod was active on the node longer than the specified deadline' }
  podEvent(state, config, worker, 'Normal', 'DeadlineExceeded', worker.failure.message, cx)
  terminate(state, config, worker, graceOf(worker), cx)
}

export function forgetIfOver(state: KubeletState, config: KubeletConfig, worker: PodWorker, cx: KubeletCx): void {
  if (worker.finished && worker.gone) forget(state, config, worker, cx)
}

/** The last traces: containers with their logs, and the sandbox. */
function forget(state: KubeletState, config: KubeletConfig, worker: PodWorker, cx: KubeletCx): void {
  for (const container of worker.containers) stopProbes(container)
  if (worker.sandbox?.id) ask(state, config, cx, { method: 'RemovePodSandbox', sandbox: worker.sandbox.id }, { for: 'nothing', method: 'RemovePodSandbox' }, true)
  state.pods.delete(worker.uid)
  if (state.uids.get(worker.key) === worker.uid) state.uids.delete(worker.key)
  cx.fact({ fact: 'pod-stage', pod: worker.key, uid: worker.uid, stage: 'gone' })
}

export function containerEnded(state: KubeletState, config: KubeletConfig, worker: PodWorker, container: ContainerRecord, cx: KubeletCx): void {
  stopProbes(container)
  container.kill = undefined
  if (worker.termination) return continueTermination(state, config, worker, cx)
  worker.echo = true
  syncPod(state, config, worker, cx)
}

const recordOf = (spec: Container, role: ContainerRecord['role']): ContainerRecord => ({
  name: spec.name, role, spec, id: '', state: 'none', attempt: 0, image: '', imageId: '', startedAtUs: 0, finishedAtUs: 0, exitCode: 0, reason: '', message: '', last: undefined,
  previousId: '', previousFinishedAtUs: 0, waiting: undefined, backOff: undefined, pullBackOff: undefined, pullError: '', started: false, ready: false, probes: probesOf(spec),
  kill: undefined,
})

/** The kubelet restarted and its containers did not: it goes on where they are. */
function adopt(worker: PodWorker, { sandboxes, containers }: Found, cx: KubeletCx): void {
  const newest = [...sandboxes].sort((a, b) => b.config.attempt - a.config.attempt)[0]
  if (newest) {
    worker.sandboxAttempts = newest.config.attempt + 1
    worker.sandbox = { id: newest.id, ip: newest.ip, attempt: newest.config.attempt, state: newest.state === 'ready' ? 'ready' : 'stopped', createdAtUs: newest.createdAtUs }
  }
  const old = [...(worker.pod.status?.initContainerStatuses ?? []), ...(worker.pod.status?.containerStatuses ?? [])]
  for (const container of worker.containers) {
    const lives = containers.filter(({ name }) => name === container.name).sort((a, b) => b.attempt - a.attempt)
    const [latest, previous] = lives
    if (!latest) continue
    if (previous) {
      Object.assign(container, { id: previous.id, exitCode: previous.exitCode, reason: previous.reason, startedAtUs: previous.startedAtUs, finishedAtUs: previous.finishedAtUs })
      container.last = terminatedState(container)
      container.previousId = previous.id
      container.previousFinishedAtUs = previous.finishedAtUs
    }
    const status = old.find(({ name }) => name === container.name)
    Object.assign(container, {
      id: latest.id, attempt: latest.attempt, state: latest.state, image: latest.image, imageId: latest.imageId, startedAtUs: latest.startedAtUs, finishedAtUs: latest.finishedAtUs,
      exitCode: latest.exitCode, reason: latest.reason, message: latest.message, started: status?.started ?? latest.state === 'running', ready: status?.ready ?? false,
    })
    if (container.state === 'running') {
      // The status was written before it ran, perhaps: only a probe can say that it is not started or not ready.
      if (!container.probes.some(({ kind }) => kind === 'startup')) container.started = true
      if (!container.probes.some(({ kind }) => kind === 'readiness')) container.ready = true
      resumeProbes(worker, container, cx)
    }
  }
}
