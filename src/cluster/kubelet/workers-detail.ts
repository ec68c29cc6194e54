import type { ContainerStateTerminated, Pod } from '../../api/index.ts'
import type { EventId, Micros } from '../../kernel/index.ts'
import { informerDetail, type InformerDetail } from '../controllers/detail.ts'
import { isInBackOff, isInBackOffSince } from './back-off.ts'
import { isReady, terminatedState } from './pod-status.ts'
import { referenceKey } from './references.ts'
import type { ContainerRecord, KubeletState, PassStep, PodWorker, ProbeKind, ProbeRecord, Reference } from './state.ts'
import { stageOf, type PodStage } from './view.ts'
import { volumeReferences } from './volume-references.ts'

/** A kubelet from near: its beats, its pull queue, and a worker for each Pod. Timers are told by their event, times as the host's clock has them. */
export interface KubeletDetail {
  readonly startedAtUs: Micros
  readonly registered: boolean
  readonly network: { readonly ready: boolean; readonly message: string }
  readonly postedAtUs: Micros
  readonly leaseUnderWay: boolean
  readonly statusUnderWay: boolean
  readonly informers: readonly InformerDetail[]
  readonly pulling: PullDetail | undefined
  /** Those that wait for the one pull at a time. */
  readonly pullQueue: readonly PullDetail[]
  /** Sums of what admitted Pods request: cpu in milli, bytes in thousandths. */
  readonly requests: Readonly<Record<string, number>>
  readonly admitted: number
  readonly workers: readonly WorkerDetail[]
}

export interface PullDetail { readonly uid: string; readonly container: string; readonly image: string; readonly sinceUs: Micros }

export interface WorkerDetail {
  readonly uid: string
  readonly key: string
  readonly pod: Pod
  readonly isStatic: boolean
  readonly stage: PodStage
  readonly rejected: boolean
  /** The step of the pass under way, and how many come after it. */
  readonly doing: PassStep | undefined
  readonly stepsLeft: number
  readonly again: boolean
  /** The event of the next sync that is set; 0 for none. */
  readonly syncTimer: EventId
  readonly termination: PodWorker['termination']
  readonly reporting: boolean
  readonly requests: Readonly<Record<string, number>>
  readonly sandbox: PodWorker['sandbox']
  readonly containers: readonly WorkerContainer[]
  /** Volumes that hold a ConfigMap or a Secret, and whether the kubelet has it. */
  readonly volumes: readonly { readonly volume: string; readonly object: string; readonly state: Reference['state'] | 'unasked' }[]
}

/** A back-off of restarts counts in the host's clock, one of pulls in the time that passes. */
export interface Times { readonly nowUs: Micros; readonly clockUs: Micros }

export interface WorkerContainer {
  readonly name: string
  readonly role: ContainerRecord['role']
  readonly spec: ContainerRecord['spec']
  readonly id: string
  readonly state: ContainerRecord['state']
  readonly attempt: number
  readonly image: string
  readonly startedAtUs: Micros
  readonly finishedAtUs: Micros
  readonly exitCode: number
  readonly reason: string
  readonly message: string
  readonly waiting: ContainerRecord['waiting']
  readonly last: ContainerStateTerminated | undefined
  readonly previousId: string
  readonly started: boolean
  readonly ready: boolean
  readonly killing: ContainerRecord['kill']
  /** The wait before the next start, or before the next pull: how long in all, and how much of it is left. */
  readonly backOff: { readonly of: 'restart' | 'pull'; readonly us: Micros; readonly leftUs: Micros } | undefined
  readonly probes: readonly WorkerProbe[]
}

export interface WorkerProbe {
  readonly kind: ProbeKind
  readonly spec: ProbeRecord['spec']
  readonly result: ProbeRecord['result']
  readonly run: number
  readonly lastSuccess: boolean | undefined
  readonly onHold: boolean
  readonly timer: EventId
  readonly underWay: boolean
  readonly output: string
  readonly probedAtUs: Micros
}

export const kubeletDetail = (state: KubeletState, times: Times): KubeletDetail => ({
  startedAtUs: state.startedAtUs, registered: state.node.registered, network: { ready: state.networkReady, message: state.networkMessage }, postedAtUs: state.node.postedAtUs,
  leaseUnderWay: state.node.leaseUnderWay, statusUnderWay: state.node.statusUnderWay, informers: [...state.client.informers.values()].map(informerDetail),
  pulling: state.pulling && { uid: state.pulling.uid, container: state.pulling.container, image: state.pulling.image, sinceUs: state.pulling.startedAtUs },
  pullQueue: state.pullQueue.filter((wish) => wish !== state.pulling).map(({ uid, container, image, wantedAtUs }) => ({ uid, container, image, sinceUs: wantedAtUs })),
  requests: state.usage.requests, admitted: state.usage.pods, workers: [...state.pods.values()].map((worker) => workerDetail(state, worker, times)),
})

/** The worker of one Pod by 'namespace/name'; undefined while the kubelet has not heard of it. */
export function podWorkerDetail(state: KubeletState, key: string, times: Times): WorkerDetail | undefined {
  const worker = state.pods.get(state.uids.get(key) ?? '')
  return worker && workerDetail(state, worker, times)
}

const workerDetail = (state: KubeletState, worker: PodWorker, times: Times): WorkerDetail => ({
  uid: worker.uid, key: worker.key, pod: worker.pod, isStatic: worker.isStatic, stage: stageOf(state, worker), rejected: worker.rejected, doing: worker.pass?.doing, stepsLeft: worker.pass?.steps.length ?? 0,
  again: worker.again, syncTimer: worker.syncTimer, termination: worker.termination, reporting: worker.patchUnderWay, requests: worker.requests, sandbox: worker.sandbox,
  containers: worker.containers.map((container) => containerDetail(container, times)),
  volumes: volumeReferences(worker.pod).map(({ volume, kind, name }) => {
    const object = referenceKey(kind, worker.pod.metadata.namespace!, name)
    return { volume, object, state: state.references.get(object)?.state ?? 'unasked' }
  }),
})

const containerDetail = (container: ContainerRecord, times: Times): WorkerContainer => ({
  name: container.name, role: container.role, spec: container.spec, id: container.id, state: container.state, attempt: container.attempt, image: container.image,
  startedAtUs: container.startedAtUs, finishedAtUs: container.finishedAtUs, exitCode: container.exitCode, reason: container.reason, message: container.message, waiting: container.waiting,
  // While a dead container waits for its next start, its own end is the last one.
  last: container.state === 'exited' && container.waiting ? terminatedState(container) : container.last, previousId: container.previousId,
  started: container.started, ready: isReady(container, container.state === 'running'), killing: container.kill, backOff: backOffOf(container, times), probes: container.probes.map(probeDetail),
})

function backOffOf({ state, backOff, pullBackOff, finishedAtUs }: ContainerRecord, { nowUs, clockUs }: Times): WorkerContainer['backOff'] {
  if (state === 'exited' && backOff && isInBackOffSince(backOff, finishedAtUs, clockUs)) return { of: 'restart', us: backOff.us, leftUs: finishedAtUs + backOff.us - clockUs }
  if (pullBackOff && isInBackOff(pullBackOff, nowUs)) return { of: 'pull', us: pullBackOff.us, leftUs: pullBackOff.updatedAtUs + pullBackOff.us - nowUs }
  return undefined
}

const probeDetail = ({ kind, spec, result, run, lastSuccess, onHold, timer, call, lastOutput, probedAtUs }: ProbeRecord): WorkerProbe =>
  ({ kind, spec, result, run, lastSuccess, onHold, timer, underWay: call !== 0, output: lastOutput, probedAtUs })
