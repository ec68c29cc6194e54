import { parseTimeUs, podStatusText, type Pod, type Probe, type Volume } from '../../api/index.ts'
import type { WorkerContainer, WorkerProbe, WorkerDetail } from '../../cluster/details.ts'
import type { ContainerRow, EndRow, PlaceId, ProbeRow, VolumeRow, WorkerRow } from '../../protocol/index.ts'
import { fillOf } from '../views.ts'
import { beatOf, type Timers } from './beats.ts'

/** What a row about a worker is made from: the timers of its kubelet, what its host's clock says, and since when the lesson counts. */
export interface AtKubelet { readonly timers: Timers; readonly nowUs: number; readonly clockUs: number; readonly beganAt: number }

export const placeOfPod = (key: string): PlaceId => `pod/${key}`

/** `pod` is the object as the API server has it. */
export function workerRow(at: AtKubelet, worker: WorkerDetail, pod: Pod = worker.pod): WorkerRow {
  const { key, isStatic, stage, rejected, doing, stepsLeft, containers, sandbox } = worker
  const next = nextSync(at, worker)
  const grace = graceOf(at, worker)
  return {
    pod: key, place: placeOfPod(key), static: isStatic, stage, rejected, status: podStatusText(pod), fill: fillOf(pod, stage), ip: sandbox?.ip ?? '', stepsLeft,
    ...(doing ? { doing: { step: doing.do, container: 'container' in doing ? doing.container : '' } } : {}), ...(next ? { next } : {}), ...(grace ? { grace } : {}),
    containers: containers.map(({ name, role, state, ready, attempt }) => ({ name, role, state, ready, restarts: attempt })),
    probes: containers.flatMap((container) => container.probes.map((probe) => probeRow(at, container, probe))), volumes: volumeRows(pod, worker),
  }
}

function nextSync({ timers, nowUs }: AtKubelet, { syncTimer, containers }: WorkerDetail): WorkerRow['next'] {
  const beat = beatOf(timers, syncTimer, nowUs)
  // A sync before the back-off is over only looks.
  return beat && { ...beat, why: containers.find(({ backOff }) => backOff && beat.leftUs >= backOff.leftUs)?.backOff?.of ?? 'sync' }
}

function graceOf({ nowUs }: AtKubelet, { termination }: WorkerDetail): WorkerRow['grace'] {
  if (!termination || termination.stage === 'done') return undefined
  const ofUs = termination.graceSeconds * 1_000_000
  return { ofUs, leftUs: Math.max(0, termination.startedAtUs + ofUs - nowUs) }
}

export function probeRow({ timers, nowUs, beganAt }: AtKubelet, { name, spec: container }: WorkerContainer, { kind, spec, result, run, lastSuccess, onHold, timer, underWay, output, probedAtUs }: WorkerProbe): ProbeRow {
  const next = beatOf(timers, timer, nowUs)
  return {
    container: name, kind, how: howOf(spec, container), periodSeconds: spec.periodSeconds ?? 10, timeoutSeconds: spec.timeoutSeconds ?? 1, initialDelaySeconds: spec.initialDelaySeconds ?? 0,
    failureThreshold: spec.failureThreshold ?? 3, successThreshold: spec.successThreshold ?? 1, result, ...(lastSuccess === undefined ? {} : { last: lastSuccess ? 'success' as const : 'failure' as const }), run, onHold, underWay,
    output: output.trim(), ...(probedAtUs > 0 ? { probedAt: probedAtUs - beganAt } : {}), ...(next && !onHold ? { next } : {}),
  }
}

function howOf({ exec, httpGet, tcpSocket, grpc }: Probe, { ports = [] }: WorkerContainer['spec']): string {
  const numbered = (port: string | number): string | number => (typeof port === 'number' ? port : ports.find((one) => one.name === port)?.containerPort ?? port)
  if (httpGet) return `GET ${httpGet.host ?? ''}:${numbered(httpGet.port)}${httpGet.path ?? '/'}`
  if (tcpSocket) return `TCP ${tcpSocket.host ?? ''}:${numbered(tcpSocket.port)}`
  if (grpc) return `gRPC :${grpc.port}`
  return `exec ${(exec?.command ?? []).join(' ')}`
}

/** Volumes of the Pod with where they are mounted, without the service account's token, which is not mounted here. */
export function volumeRows(pod: Pod, worker: WorkerDetail | undefined): readonly VolumeRow[] {
  const containers = [...(pod.spec.initContainers ?? []), ...pod.spec.containers]
  return (pod.spec.volumes ?? []).map((volume) => ({
    name: volume.name, source: sourceOf(volume), state: stateOf(volume, worker),
    mounts: containers.flatMap(({ name: container, volumeMounts = [] }) => volumeMounts.filter(({ name }) => name === volume.name).map(({ mountPath, readOnly = false }) => ({ container, path: mountPath, readOnly }))),
  }))
}

function sourceOf({ name, configMap, secret, emptyDir, hostPath, persistentVolumeClaim, projected, downwardAPI, ...others }: Volume): string {
  if (configMap) return `ConfigMap ${configMap.name ?? ''}`
  if (secret) return `Secret ${secret.secretName ?? ''}`
  if (hostPath) return `hostPath ${hostPath.path}`
  if (persistentVolumeClaim) return `PersistentVolumeClaim ${persistentVolumeClaim.claimName}`
  if (emptyDir) return 'emptyDir'
  return projected ? 'projected' : downwardAPI ? 'downwardAPI' : Object.keys(others)[0] ?? name
}

/** NB: of what is mounted the kubelet here knows ConfigMaps and Secrets; an emptyDir is there with its sandbox, and all else is only a name. */
function stateOf({ name, emptyDir }: Volume, worker: WorkerDetail | undefined): VolumeRow['state'] {
  const known = worker?.volumes.find(({ volume }) => volume === name)
  const ready = worker?.sandbox?.state === 'ready'
  if (known) return known.state === 'present' ? 'mounted' : known.state === 'unasked' ? 'waiting' : known.state
  return emptyDir ? (ready ? 'mounted' : 'waiting') : 'name'
}

const nothing = { image: '', state: 'none', started: false, ready: false, killing: false, reason: '', restarts: 0, probes: [] } as const

/** A container as its kubelet has it; of one that no kubelet has heard of only its wish is known. */
export function containerRow(at: AtKubelet, place: PlaceId, name: string, role: ContainerRow['role'], image: string, container: WorkerContainer | undefined): ContainerRow {
  if (!container) return { ...nothing, name, place, role, image }
  const { state, started, ready, killing, startedAtUs, finishedAtUs, exitCode, reason, waiting, last, attempt, backOff, probes } = container
  const ended = state === 'exited'
  return {
    name, place, role, image, state, started, ready, killing: killing !== undefined, reason, restarts: attempt, probes: probes.map((probe) => probeRow(at, container, probe)),
    ...(startedAtUs > 0 ? { startedAt: startedAtUs - at.beganAt } : {}), ...(ended ? { finishedAt: finishedAtUs - at.beganAt, exitCode } : {}),
    ...(waiting ? { waiting: { reason: waiting.reason, message: waiting.message ?? '' } } : {}), ...(last ? { last: endRow(last, at.beganAt) } : {}),
    ...(backOff ? { backOff: { of: backOff.of, ofUs: backOff.us, leftUs: Math.max(0, backOff.leftUs) } } : {}),
  }
}

function endRow({ exitCode, reason, message, startedAt, finishedAt }: NonNullable<WorkerContainer['last']>, beganAt: number): EndRow {
  return { exitCode, reason: reason ?? '', message: message ?? '', ...(startedAt ? { startedAt: parseTimeUs(startedAt) - beganAt } : {}), finishedAt: parseTimeUs(finishedAt) - beganAt }
}
