import type { KubeletState, PodWorker } from './state.ts'

export type PodStage = 'heard' | 'sandbox' | 'network' | 'pulling' | 'creating' | 'running' | 'ready' | 'terminating' | 'gone'

export interface KubeletView {
  readonly registered: boolean
  readonly networkReady: boolean
  readonly pulling: string
  readonly pods: readonly { readonly uid: string; readonly key: string; readonly stage: PodStage; readonly ip: string }[]
}

/** What the page shows of one kubelet. A static Pod is listed under the uid of its mirror, which is how the API knows it. */
export const kubeletView = (state: KubeletState): KubeletView => ({
  registered: state.node.registered, networkReady: state.networkReady, pulling: state.pulling?.image ?? '',
  pods: [...state.pods.values()].map((worker) => ({ uid: worker.mirrorUid ?? worker.uid, key: worker.key, stage: stageOf(state, worker), ip: worker.sandbox?.ip ?? '' })),
})

export function stageOf(state: KubeletState, worker: PodWorker): PodStage {
  if (worker.gone || worker.finished) return 'gone'
  if (worker.termination) return 'terminating'
  const main = worker.containers.filter(({ role }) => role === 'main')
  if (main.length > 0 && main.every((container) => container.state === 'running')) return main.every(({ ready }) => ready) ? 'ready' : 'running'
  if (state.pulling?.uid === worker.uid) return 'pulling'
  if (main.some((container) => container.state !== 'none')) return 'creating'
  switch (worker.sandbox?.state) {
    case 'ready': return 'network'
    case 'creating': return 'sandbox'
    default: return 'heard'
  }
}
