import type { CriCall, PodRequest } from '../runtime/cri.ts'
import type { ContainerRecord, CriWait, KubeletConfig, KubeletCx, KubeletState, PodWorker } from './state.ts'

/** Calls the runtime; `wait` says what its answer is for. */
export function ask(state: KubeletState, config: KubeletConfig, cx: KubeletCx, criCall: CriCall, wait: CriWait, noise = false): number {
  const id = state.nextCall++
  state.calls.set(id, wait)
  cx.send(config.runtime, { type: 'cri-request', id, ...criCall }, { noise })
  return id
}

/** A connection to a port of a pod on this node, for probes and hooks. */
export function connect(state: KubeletState, config: KubeletConfig, cx: KubeletCx, request: Omit<PodRequest, 'type' | 'id'>, wait: CriWait): number {
  const id = state.nextCall++
  state.exchanges.set(id, wait)
  cx.send(config.runtime, { type: 'pod-request', id, ...request }, { noise: true })
  return id
}

/** `atLeastUs`, and up to half as much more. Models wait.Jitter of the pod workers. */
export function syncLater(worker: PodWorker, atLeastUs: number, cx: KubeletCx): void {
  worker.syncTimer = cx.after(atLeastUs + cx.below(Math.floor(atLeastUs / 2) + 1), { type: 'kubelet-timer', timer: 'sync', uid: worker.uid })
}

export const containerNamed = (worker: PodWorker, name: string): ContainerRecord | undefined => {
  for (const container of worker.containers) if (container.name === name) return container
  return undefined
}
