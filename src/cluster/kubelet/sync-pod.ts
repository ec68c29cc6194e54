import { SECOND } from '../../kernel/index.ts'
import type { CriResponse } from '../runtime/cri.ts'
import { ask, containerNamed, syncLater } from './asking.ts'
import { mainsAreOver, planPass } from './pass.ts'
import { reference } from './references.ts'
import { volumeReferences } from './volume-references.ts'
import { isFinal } from './pod-status.ts'
import { podEvent, publish, publishSandboxReady, stage } from './reporting.ts'
import { startContainer } from './start-container.ts'
import type { KubeletConfig, KubeletCx, KubeletState, Pass, PassStep, PodWorker } from './state.ts'
import { beginKill, continueTermination, terminate } from './termination.ts'

/** One pod worker's turn: report, compare, and do what is missing, one thing after another. Models SyncPod; a pass under way is never interrupted, only followed. */
export function syncPod(state: KubeletState, config: KubeletConfig, worker: PodWorker, cx: KubeletCx): void {
  if (worker.termination) return continueTermination(state, config, worker, cx)
  if (worker.pass) {
    worker.again = true
    return
  }
  worker.again = false
  worker.syncTimer = 0
  if (isFinal(publish(state, config, worker, cx)) || mainsAreOver(worker)) return terminate(state, config, worker, graceOf(worker), cx)
  worker.pass = planPass(worker, volumeReferences(worker.pod).length > 0)
  if (worker.pass.steps.length === 0) {
    worker.pass = undefined
    worker.echo = false
    return
  }
  if (!state.networkReady && !worker.pod.spec.hostNetwork) return networkNotReady(state, config, worker, cx)
  advance(state, config, worker, cx)
}

/** Goes on with the pass after a step is over. */
export function advance(state: KubeletState, config: KubeletConfig, worker: PodWorker, cx: KubeletCx): void {
  const { pass } = worker
  if (!pass) return worker.termination ? continueTermination(state, config, worker, cx) : undefined
  pass.doing = undefined
  for (;;) {
    if (worker.termination) {
      worker.pass = undefined
      return continueTermination(state, config, worker, cx)
    }
    const step = pass.steps.shift()
    if (!step) return finish(state, config, worker, pass, cx)
    pass.doing = step
    if (!begin(state, config, worker, pass, step, cx)) return
    pass.doing = undefined
  }
}

/** True when the step is over at once. */
function begin(state: KubeletState, config: KubeletConfig, worker: PodWorker, pass: Pass, step: PassStep, cx: KubeletCx): boolean {
  switch (step.do) {
    case 'volumes': return volumesReady(state, config, worker, pass, cx)
    case 'sandbox': {
      const { metadata, spec } = worker.pod
      stage(worker, 'sandbox', cx)
      const attempt = worker.sandboxAttempts++
      worker.sandbox = { id: '', ip: '', attempt, state: 'creating', createdAtUs: cx.clock }
      ask(state, config, cx, {
        method: 'RunPodSandbox',
        config: { namespace: metadata.namespace!, name: metadata.name!, uid: worker.uid, attempt, hostname: spec.hostname ?? metadata.name!, hostNetwork: spec.hostNetwork ?? false },
      }, { for: 'sandbox', uid: worker.uid })
      return false
    }
    case 'kill': {
      const container = containerNamed(worker, step.container)!
      if (container.state !== 'running') return true
      pass.killed.push(step.container)
      pass.changed = true
      const probe = container.probes.find(({ kind }) => kind === step.reason)
      beginKill(state, config, worker, container, step.message, step.reason, probe?.spec.terminationGracePeriodSeconds ?? graceOf(worker), cx)
      return false
    }
    case 'start': return startContainer(state, config, worker, pass, containerNamed(worker, step.container)!, cx) === 'done' && skipsRest(worker, pass, step.container)
  }
}

/** A failed init container ends the pass; of several main containers each is tried. */
function skipsRest(worker: PodWorker, pass: Pass, name: string): true {
  if (containerNamed(worker, name)!.role === 'init') pass.steps.length = 0
  return true
}

export function sandboxMade(state: KubeletState, config: KubeletConfig, worker: PodWorker, msg: CriResponse, cx: KubeletCx): void {
  const { pass } = worker
  if (!worker.sandbox) return
  if (!msg.ok) {
    worker.sandbox = undefined
    if (pass) {
      pass.failed = true
      pass.steps.length = 0
    }
    if (!worker.termination) podEvent(state, config, worker, 'Warning', 'FailedCreatePodSandBox', `Failed to create pod sandbox: rpc error: code = ${msg.code} desc = ${msg.error}`, cx)
    return advance(state, config, worker, cx)
  }
  if (msg.result.method !== 'RunPodSandbox') return
  worker.sandbox.id = msg.result.sandbox
  worker.sandbox.ip = msg.result.ip
  worker.sandbox.state = 'ready'
  if (pass) pass.changed = true
  worker.echo = true
  stage(worker, 'network', cx, { ip: msg.result.ip })
  if (!worker.termination) publishSandboxReady(state, worker, cx)
  advance(state, config, worker, cx)
}

function volumesReady(state: KubeletState, config: KubeletConfig, worker: PodWorker, pass: Pass, cx: KubeletCx): boolean {
  let asking = false
  for (const { volume, kind, name, optional } of volumeReferences(worker.pod)) {
    const found = reference(state, worker, kind, name, cx)
    if (found.state === 'asking') asking = true
    if (found.state !== 'missing' || optional) continue
    const { namespace } = worker.pod.metadata
    podEvent(state, config, worker, 'Warning', 'FailedMount', `MountVolume.SetUp failed for volume "${volume}" : ${kind === 'configmaps' ? 'configmap' : 'secret'} "${name}" not found`, cx)
    cx.fact({ fact: 'waits-for', waiter: worker.key, what: 'volume', uid: worker.uid, volume, missing: `${kind}/${namespace}/${name}` })
    pass.failed = true
    pass.steps.length = 0
    return true
  }
  return !asking
}

const SYNC_BACK_OFF_US = 10 * SECOND
const TRANSIENT_BACK_OFF_US = SECOND

/** Models completeWork: after a change the runtime's events bring the next sync; after a failure a timer does. */
function finish(state: KubeletState, config: KubeletConfig, worker: PodWorker, pass: Pass, cx: KubeletCx): void {
  worker.pass = undefined
  if (worker.again || (pass.changed && !pass.failed)) return syncPod(state, config, worker, cx)
  if (!pass.failed) return
  // A crash is seen as such for a moment, before the wait for the next start is told.
  if (!worker.echo || pass.retryAtUs === 0) publish(state, config, worker, cx)
  if (worker.echo) {
    worker.echo = false
    worker.syncTimer = cx.after(SECOND, { type: 'kubelet-timer', timer: 'sync', uid: worker.uid })
    return
  }
  syncLater(worker, pass.retryAtUs > 0 ? Math.min(60 * SECOND * 5, Math.max(0, pass.retryAtUs - cx.now)) : SYNC_BACK_OFF_US, cx)
}

function networkNotReady(state: KubeletState, config: KubeletConfig, worker: PodWorker, cx: KubeletCx): void {
  worker.pass = undefined
  podEvent(state, config, worker, 'Warning', 'NetworkNotReady', `network is not ready: ${state.networkMessage}`, cx)
  cx.fact({ fact: 'waits-for', waiter: worker.key, what: 'network-plugin', uid: worker.uid })
  syncLater(worker, TRANSIENT_BACK_OFF_US, cx)
}

export const graceOf = ({ pod }: PodWorker): number => pod.metadata.deletionGracePeriodSeconds ?? pod.spec.terminationGracePeriodSeconds ?? 30
