import { SECOND, type Micros } from '../../kernel/index.ts'
import type { CriResponse, PodResponse } from '../runtime/cri.ts'
import { ask, connect, containerNamed } from './asking.ts'
import { podEvent } from './reporting.ts'
import type { ContainerRecord, KubeletConfig, KubeletCx, KubeletState, PodWorker, ProbeKind, ProbeRecord } from './state.ts'

/** What a probe's result asks of its pod. */
export type ProbeEffect = 'none' | 'publish' | 'sync'

export const probesOf = ({ startupProbe, readinessProbe, livenessProbe }: ContainerRecord['spec']): ProbeRecord[] => {
  const probes: ProbeRecord[] = []
  const add = (kind: ProbeKind, spec: typeof startupProbe): void => {
    if (spec) probes.push({ kind, spec, result: 'unknown', run: 0, lastSuccess: undefined, onHold: false, tries: 0, timer: 0, call: 0, lastOutput: '', probedAtUs: 0 })
  }
  add('startup', startupProbe)
  add('readiness', readinessProbe)
  add('liveness', livenessProbe)
  return probes
}

/** A container runs: its probes begin anew. Without a startup probe it counts as started, without a readiness probe as ready. */
export function beginProbes(worker: PodWorker, container: ContainerRecord, cx: KubeletCx): void {
  const { probes } = container
  container.started = !probes.some(({ kind }) => kind === 'startup')
  container.ready = !probes.some(({ kind }) => kind === 'readiness')
  for (const probe of probes) {
    probe.result = 'unknown'
    probe.run = 0
    probe.lastSuccess = undefined
    probe.onHold = false
    probe.timer = 0
    probe.call = 0
    if (probe.kind === 'startup' || container.started) scheduleFirst(worker, container, probe, cx)
  }
}

/** After a restart of the kubelet: results are unknown, but the container's readiness stays what was reported. */
export function resumeProbes(worker: PodWorker, container: ContainerRecord, cx: KubeletCx): void {
  for (const probe of container.probes) {
    if (probe.kind === 'startup' && container.started) { probe.result = 'success'; probe.onHold = true; continue }
    if (probe.kind !== 'startup' && !container.started) continue
    // So that not all workers of a restarted kubelet probe at once.
    schedule(worker, container, probe, cx.below(periodUs(probe) + 1), cx)
  }
}

export function stopProbes(container: ContainerRecord): void {
  for (const probe of container.probes) {
    probe.timer = 0
    probe.call = 0
  }
}

export function probeTimer(state: KubeletState, config: KubeletConfig, worker: PodWorker, name: string, kind: ProbeKind, cx: KubeletCx): void {
  const container = containerNamed(worker, name)
  const probe = container?.probes.find((candidate) => candidate.kind === kind)
  if (!container || !probe || probe.timer !== cx.event || container.state !== 'running') return
  // A pod that is being deleted is not killed twice: only readiness goes on.
  if (worker.termination && kind !== 'readiness') return
  schedule(worker, container, probe, periodUs(probe), cx)
  if (!probe.onHold && probe.call === 0) send(state, config, worker, container, probe, cx)
}

export function probeAnswered(
  state: KubeletState, config: KubeletConfig, worker: PodWorker, name: string, kind: ProbeKind, msg: PodResponse | CriResponse, cx: KubeletCx,
): ProbeEffect {
  const container = containerNamed(worker, name)
  const probe = container?.probes.find((candidate) => candidate.kind === kind)
  if (!container || !probe || probe.call !== msg.id) return 'none'
  probe.call = 0
  probe.probedAtUs = cx.now
  const outcome = judge(worker, container, probe, msg)
  probe.lastOutput = outcome.output
  if (!outcome.success) {
    const word = kind === 'startup' ? 'Startup' : kind === 'liveness' ? 'Liveness' : 'Readiness'
    podEvent(state, config, worker, 'Warning', 'Unhealthy', `${word} probe failed: ${outcome.output}`, cx, container)
  }
  return counted(worker, container, probe, outcome.success, cx)
}

/** Several in a row make a result. A failed liveness or startup probe waits for the next container. */
function counted(worker: PodWorker, container: ContainerRecord, probe: ProbeRecord, success: boolean, cx: KubeletCx): ProbeEffect {
  probe.run = probe.lastSuccess === success ? probe.run + 1 : 1
  probe.lastSuccess = success
  if (probe.run < (success ? probe.spec.successThreshold ?? 1 : probe.spec.failureThreshold ?? 3)) return 'none'
  const before = probe.result
  probe.result = success ? 'success' : 'failure'
  if (probe.kind === 'startup' || (probe.kind === 'liveness' && !success)) {
    probe.onHold = true
    probe.run = 0
  }
  if (before === probe.result) return 'none'
  cx.fact({ fact: 'probe', pod: worker.key, container: container.name, probe: probe.kind, result: probe.result, output: probe.lastOutput })
  if (probe.kind === 'readiness') {
    const changes = container.ready !== success
    container.ready = success
    return changes ? 'publish' : 'none'
  }
  if (!success) return worker.termination ? 'none' : 'sync'
  if (probe.kind === 'liveness') return 'none'
  container.started = true
  for (const other of container.probes) if (other.kind !== 'startup') scheduleFirst(worker, container, other, cx)
  return 'sync'
}

function send(state: KubeletState, config: KubeletConfig, worker: PodWorker, container: ContainerRecord, probe: ProbeRecord, cx: KubeletCx): void {
  const wait = { for: 'probe', uid: worker.uid, container: container.name, probe: probe.kind } as const
  const { exec, httpGet, tcpSocket, grpc } = probe.spec
  if (exec) {
    probe.call = ask(state, config, cx, {
      method: 'ExecSync', container: container.id, command: exec.command ?? [], timeoutSeconds: probe.spec.timeoutSeconds ?? 1,
    }, wait, true)
    return
  }
  const port = portNumber(container, httpGet?.port ?? tcpSocket?.port ?? grpc?.port ?? 0)
  const host = httpGet?.host ?? tcpSocket?.host ?? podIp(worker, config)
  const ip = host === '127.0.0.1' || host === 'localhost' ? config.hostIP : host
  probe.call = connect(state, config, cx, httpGet
    ? { ip, port, protocol: 'http', method: 'GET', path: httpGet.path ?? '/', headers: { 'user-agent': 'kube-probe/1.36' } }
    : { ip, port, protocol: grpc ? 'grpc' : 'tcp' }, wait)
}

/** The kubelet's words for what went wrong, as they appear in Unhealthy events. */
function judge(worker: PodWorker, container: ContainerRecord, probe: ProbeRecord, msg: PodResponse | CriResponse): { success: boolean; output: string } {
  if (msg.type === 'cri-response') return judgeExec(probe, msg)
  const { httpGet, tcpSocket, grpc } = probe.spec
  const port = portNumber(container, httpGet?.port ?? tcpSocket?.port ?? grpc?.port ?? 0)
  const address = `${httpGet?.host ?? tcpSocket?.host ?? worker.sandbox?.ip ?? ''}:${port}`
  if (msg.error) {
    const dial = `dial tcp ${address}: connect: ${msg.error}`
    if (grpc) return { success: false, output: `timeout: failed to connect service "${address}" within ${probe.spec.timeoutSeconds ?? 1}s: context deadline exceeded` }
    return { success: false, output: httpGet ? `Get "${(httpGet.scheme ?? 'HTTP').toLowerCase()}://${address}${httpGet.path ?? '/'}": ${dial}` : dial }
  }
  if (!httpGet) return { success: true, output: '' }
  const success = msg.code >= 200 && msg.code < 400
  return { success, output: success ? msg.body : `HTTP probe failed with statuscode: ${msg.code}` }
}

function judgeExec({ spec }: ProbeRecord, msg: CriResponse): { success: boolean; output: string } {
  if (!msg.ok) return { success: false, output: msg.code === 'DeadlineExceeded' ? `command timed out: "${(spec.exec?.command ?? []).join(' ')}" timed out after ${spec.timeoutSeconds ?? 1}s` : `rpc error: code = ${msg.code} desc = ${msg.error}` }
  if (msg.result.method !== 'ExecSync') return { success: false, output: '' }
  return { success: msg.result.exitCode === 0, output: msg.result.stdout + msg.result.stderr }
}

/** Readiness is tried as soon as the delay is over; the others at their worker's own beat. */
function scheduleFirst(worker: PodWorker, container: ContainerRecord, probe: ProbeRecord, cx: KubeletCx): void {
  const delayUs = (probe.spec.initialDelaySeconds ?? 0) * SECOND
  const beatUs = probe.kind === 'readiness' && delayUs === 0 ? 0 : cx.below(periodUs(probe) + 1)
  schedule(worker, container, probe, delayUs + beatUs, cx)
}

function schedule(worker: PodWorker, container: ContainerRecord, probe: ProbeRecord, delayUs: Micros, cx: KubeletCx): void {
  probe.timer = cx.after(delayUs, { type: 'kubelet-timer', timer: 'probe', uid: worker.uid, container: container.name, probe: probe.kind }, { noise: true })
}

const periodUs = ({ spec }: ProbeRecord): Micros => (spec.periodSeconds ?? 10) * SECOND
export const podIp = (worker: PodWorker, config: KubeletConfig): string => (worker.pod.spec.hostNetwork ? config.hostIP : worker.sandbox?.ip ?? '')

export function portNumber({ spec }: ContainerRecord, port: string | number): number {
  if (typeof port === 'number') return port
  for (const { name, containerPort } of spec.ports ?? []) if (name === port) return containerPort
  return Number(port) || 0
}
