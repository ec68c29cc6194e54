import { sameValue, timeText, type Pod, type PodStatus } from '../../api/index.ts'
import { call } from '../client/client.ts'
import { recordEvent } from '../client/event-recorder.ts'
import { isFinal, statusOf } from './pod-status.ts'
import type { ContainerRecord, KubeletConfig, KubeletCx, KubeletState, PodWorker } from './state.ts'
import { statusPatch } from './status-patch.ts'

// Models the kubelet's status manager: the newest status per pod, one write under way at a time, whatever came in between is merged.

/**
 * Generates the status anew and sees to it that the API server hears of a change. Returns the phase that the containers alone say;
 * that a pod is over is not told before nothing of it runs any more (models mergePodStatus).
 */
export function publish(state: KubeletState, config: KubeletConfig, worker: PodWorker, cx: KubeletCx, terminal = false): string | undefined {
  const generated = statusOf(worker, config.hostIP, cx.clock, terminal)
  const tooEarly = !worker.finished && isFinal(generated.phase) && !isFinal(worker.status.phase)
  const status = tooEarly ? { ...generated, phase: worker.status.phase ?? 'Pending', reason: worker.status.reason, message: worker.status.message } : generated
  const wasReady = isReady(worker.status)
  const wasPhase = worker.status.phase
  // What says nothing new stays the object that the API server sent: a restarted kubelet of a fleet would keep a second one for every Pod.
  if (!sameValue(status, worker.status)) worker.status = status
  if (!wasReady && isReady(status)) stage(worker, 'ready', cx)
  else if (status.phase === 'Running' && wasPhase !== 'Running') stage(worker, 'running', cx)
  report(state, worker, cx)
  return generated.phase
}

/** Models OnPodSandboxReady: only that condition is renewed while the containers are still to come. */
export function publishSandboxReady(state: KubeletState, worker: PodWorker, cx: KubeletCx): void {
  const conditions = (worker.status.conditions ?? []).map((condition) =>
    (condition.type === 'PodReadyToStartContainers' && condition.status !== 'True' ? { ...condition, status: 'True', lastTransitionTime: timeText(cx.clock) } : condition))
  worker.status = { ...worker.status, conditions }
  report(state, worker, cx)
}

export function report(state: KubeletState, worker: PodWorker, cx: KubeletCx): void {
  if (worker.patchUnderWay || worker.deleteUnderWay || worker.gone) return
  const target = worker.mirrorUid
  if (target === undefined) return
  const patch = statusPatch(target, worker.reported, worker.status)
  if (!patch) return deleteWhenOver(state, worker, cx)
  worker.patchUnderWay = true
  call(state.client, cx, {
    method: 'PATCH', path: `${podPath(worker.pod)}/status`, headers: PATCH_HEADERS, body: patch,
  }, { for: 'pod-status', uid: worker.uid, status: worker.status })
}

/** Others have written into the status (the node controller, while the node was silent): what the kubelet knows is said again. Models the status manager's reconcile. */
export function reconcile(state: KubeletState, worker: PodWorker, seen: Pod, cx: KubeletCx): void {
  if (worker.patchUnderWay || worker.deleteUnderWay || worker.finished || !seen.status || worker.reported === seen.status) return
  worker.reported = seen.status
  report(state, worker, cx)
}

const PATCH_HEADERS = { 'content-type': 'application/strategic-merge-patch+json' }

export function statusAnswered(state: KubeletState, worker: PodWorker, code: number, sent: PodStatus, body: unknown, cx: KubeletCx): void {
  worker.patchUnderWay = false
  if (code === 404 || code === 409) return // The watch will say what became of the pod.
  if (code === 0 || code >= 300) {
    // Models the status manager's periodic batch, every ten seconds.
    cx.after(10_000_000, { type: 'kubelet-timer', timer: 'patches' })
    return
  }
  worker.reported = { ...((body as Pod).status ?? sent), ...sent }
  report(state, worker, cx)
}

/** The last step: the object goes away for good, if it is still the same pod. */
export function deleteWhenOver(state: KubeletState, worker: PodWorker, cx: KubeletCx): void {
  const { pod } = worker
  if (!worker.finished || worker.isStatic || worker.deleteUnderWay || pod.metadata.deletionTimestamp === undefined || !isFinal(worker.reported.phase)) return
  worker.deleteUnderWay = true
  call(state.client, cx, {
    method: 'DELETE', path: podPath(pod), body: { apiVersion: 'v1', kind: 'DeleteOptions', gracePeriodSeconds: 0, preconditions: { uid: worker.uid } },
  }, { for: 'pod-delete', uid: worker.uid })
}

export const podPath = ({ metadata: { namespace, name } }: Pod): string => `/api/v1/namespaces/${namespace}/pods/${name}`

export function podEvent(state: KubeletState, config: KubeletConfig, worker: PodWorker, type: 'Normal' | 'Warning', reason: string, message: string, cx: KubeletCx, container?: ContainerRecord): void {
  if (config.events === false) return
  const { name, namespace, resourceVersion } = worker.pod.metadata
  const where = container && `spec.${container.role === 'main' ? 'containers' : 'initContainers'}{${container.name}}`
  const regarding = { apiVersion: 'v1', kind: 'Pod', name, namespace, uid: worker.mirrorUid ?? worker.uid, resourceVersion, ...(where ? { fieldPath: where } : undefined) }
  recordEvent(state.recorder, state.client, cx, { regarding, type, reason, message })
}

export type Stage = 'sandbox' | 'network' | 'pulling' | 'creating' | 'starting' | 'running' | 'ready' | 'terminating' | 'gone'

export function stage(worker: PodWorker, name: Stage, cx: KubeletCx, more?: Readonly<Record<string, string | number>>): void {
  cx.fact({ fact: 'pod-stage', pod: worker.key, uid: worker.uid, stage: name, ...more })
}

function isReady({ conditions = [] }: PodStatus): boolean {
  for (const { type, status } of conditions) if (type === 'Ready') return status === 'True'
  return false
}
