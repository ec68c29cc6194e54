import type { EventId, Micros } from '../../kernel/index.ts'
import type { ReferenceKind } from './references.ts'
import { referenceKey } from './references.ts'
import { volumeReferences } from './volume-references.ts'
import type { ContainerRecord, KubeletState, PodWorker, ProbeKind } from './state.ts'

/** What a kubelet knows of one of its Pods, and what it waits for there. */
export interface PodDetail {
  readonly admitted: boolean
  readonly sandbox: 'none' | 'creating' | 'ready' | 'stopping' | 'stopped'
  /** ConfigMaps and Secrets that a volume cannot do without and that are not there. */
  readonly missing: readonly { readonly volume: string; readonly kind: ReferenceKind; readonly name: string }[]
  readonly containers: readonly ContainerDetail[]
  /** The timer of its next look at the Pod; 0 where none is set, and stale where it has fired. */
  readonly nextSync: EventId
  readonly termination?: { readonly graceSeconds: number; readonly startedAtUs: Micros; readonly done: boolean }
}

export interface ContainerDetail {
  readonly name: string
  readonly role: ContainerRecord['role']
  readonly state: ContainerRecord['state']
  readonly image: string
  readonly attempt: number
  readonly exitCode: number
  readonly reason: string
  readonly ready: boolean
  readonly waiting?: { readonly reason: string; readonly message: string }
  /** How long it stays down after its last crash, and after the last pull that failed. */
  readonly crashBackOffUs?: Micros
  readonly pullBackOffUs?: Micros
  readonly pullError: string
  /** 'queued' behind the pull of another image: a kubelet pulls one at a time. */
  readonly pull?: { readonly stage: 'queued' | 'pulling'; readonly sinceUs: Micros; readonly current: string }
  readonly probes: readonly ProbeDetail[]
  /** When SIGKILL comes, in virtual time. */
  readonly killAtUs?: Micros
}

export interface ProbeDetail {
  readonly kind: ProbeKind
  readonly result: 'success' | 'failure' | 'unknown'
  /** Failures in a row, and how many make a result. */
  readonly failures: number
  readonly threshold: number
  readonly output: string
  readonly probedAtUs: Micros
  readonly periodUs: Micros
  readonly delayUs: Micros
}

export const kubeletNetwork = ({ networkReady, networkMessage }: KubeletState): { readonly ready: boolean; readonly message: string } => ({ ready: networkReady, message: networkMessage })

/** Undefined: this kubelet has not heard of the Pod. `uid` is the object's. */
export function podDetail(state: KubeletState, uid: string): PodDetail | undefined {
  const worker = state.pods.get(uid) ?? [...state.pods.values()].find(({ mirrorUid }) => mirrorUid === uid)
  if (!worker) return undefined
  const { termination } = worker
  return {
    admitted: worker.admitted, sandbox: worker.sandbox?.state ?? 'none', nextSync: worker.syncTimer, missing: missingOf(state, worker), containers: worker.containers.map((one) => containerDetail(state, worker, one)),
    ...(termination ? { termination: { graceSeconds: termination.graceSeconds, startedAtUs: termination.startedAtUs, done: termination.stage === 'done' } } : {}),
  }
}

const missingOf = (state: KubeletState, { pod }: PodWorker): PodDetail['missing'] =>
  volumeReferences(pod).filter(({ kind, name, optional }) => !optional && state.references.get(referenceKey(kind, pod.metadata.namespace!, name))?.state === 'missing').map(({ volume, kind, name }) => ({ volume, kind, name }))

function containerDetail(state: KubeletState, worker: PodWorker, one: ContainerRecord): ContainerDetail {
  const { name, role, spec, attempt, exitCode, reason, waiting, backOff, pullBackOff, pullError, probes, kill } = one
  const pull = pullOf(state, worker, one)
  return {
    name, role, state: one.state, image: spec.image ?? '', attempt, exitCode, reason, ready: one.state === 'running' && one.started && one.ready, pullError, probes: probes.map(probeDetail),
    ...(waiting ? { waiting: { reason: waiting.reason, message: waiting.message ?? '' } } : {}), ...(pull ? { pull } : {}),
    ...(waiting?.reason === 'CrashLoopBackOff' && backOff ? { crashBackOffUs: backOff.us } : {}), ...(pullBackOff ? { pullBackOffUs: pullBackOff.us } : {}), ...(kill ? { killAtUs: kill.deadlineUs } : {}),
  }
}

function pullOf({ pulling, pullQueue }: KubeletState, { uid }: PodWorker, { name }: ContainerRecord): ContainerDetail['pull'] {
  if (pulling?.uid === uid && pulling.container === name) return { stage: 'pulling', sinceUs: pulling.startedAtUs, current: pulling.image }
  const wish = pullQueue.find((one) => one.uid === uid && one.container === name)
  return wish && { stage: 'queued', sinceUs: wish.wantedAtUs, current: pulling?.image ?? '' }
}

const probeDetail = ({ kind, spec, result, run, lastSuccess, lastOutput, probedAtUs }: ContainerRecord['probes'][number]): ProbeDetail => ({
  kind, result, failures: lastSuccess === false ? run : 0, threshold: spec.failureThreshold ?? 3, output: lastOutput, probedAtUs, periodUs: (spec.periodSeconds ?? 10) * 1_000_000, delayUs: (spec.initialDelaySeconds ?? 0) * 1_000_000,
})
