import { SECOND, unreachable, type Component } from '../../kernel/index.ts'
import type { Pod, PodStatus } from '../../api/index.ts'
import { all, createClient, hear, isSynced, lost, startInformer, type News } from '../client/client.ts'
import { createRecorder, recorderNews } from '../client/event-recorder.ts'
import { kubeletOf } from '../identity.ts'
import type { CriEvent, CriResponse, PodResponse } from '../runtime/cri.ts'
import { ask, containerNamed } from './asking.ts'
import { evictionTimer, memoryHeard, noMemoryNews, sayPressure, systemOom } from './eviction.ts'
import { imagePulled } from './image-pulls.ts'
import { callerLost, logEnded, logLines, logsRead, requested, unfollow } from './logs.ts'
import { initialNode, KUBELET_VERSION } from './node-status.ts'
import { knownNodeAnswered, leaseAnswered, leaseTimer, postStatus, register, registerAnswered, statusAnsweredForNode, statusTimer } from './node.ts'
import { probeAnswered, probeTimer } from './probes.ts'
import { referenceAnswered } from './references.ts'
import { podEvent, publish, report, statusAnswered } from './reporting.ts'
import { containerCreated, containerStarted, createContainer } from './start-container.ts'
import type { CriWait, KubeletConfig, KubeletCx, KubeletMessage, KubeletState, KubeletTimer, PodWorker } from './state.ts'
import { createMirror, mirrorGone, mirrorSeen, staticPod } from './static-pods.ts'
import { advance, graceOf, sandboxMade, syncPod } from './sync-pod.ts'
import { beginKill, continueTermination, hookEnded, killTimer } from './termination.ts'
import { addPod, containerEnded, deadlineReached, forgetIfOver, isMirror, podGone, podWanted } from './workers.ts'

export type { KubeletConfig, KubeletMessage, KubeletState } from './state.ts'

/** The agent of one node. It watches for pods with its node's name; nobody calls it but for logs. */
export const kubelet = (config: KubeletConfig): Component<KubeletState, KubeletMessage> => ({
  kind: 'kubelet',

  init: () => ({
    client: createClient({
      apiserver: config.apiserver, credentials: kubeletOf(config.nodeName), userAgent: `kubelet/${KUBELET_VERSION} (linux/amd64) kubernetes`,
      ...(config.qps === Infinity ? undefined : { qps: config.qps ?? 50, burst: 2 * (config.qps ?? 50) }),
    }),
    recorder: createRecorder('kubelet', { host: config.nodeName }),
    node: { name: config.nodeName, registered: false, object: undefined, conditions: [], postedAtUs: 0, lease: undefined, leaseUnderWay: false, statusUnderWay: false, wasReady: false },
    memory: noMemoryNews(), pods: new Map(), uids: new Map(), usage: { requests: {}, pods: 0, ports: new Set() }, images: new Map(), pullQueue: [], pulling: undefined, calls: new Map(), nextCall: 1,
    runtimeKnown: false, found: new Map(), networkReady: false, networkMessage: 'container runtime status check may not have completed yet', follows: new Map(), references: new Map(),
    exchanges: new Map(), startedAtUs: 0,
  }),

  start(state, cx) {
    state.startedAtUs = cx.now
    // Later lives go on with larger numbers: an answer to an earlier one is recognised.
    state.nextCall = cx.now + 1
    state.node.object = initialNode(state, config, cx.clock)
    ask(state, config, cx, { method: 'List' }, { for: 'start' })
    startInformer(state.client, cx, { name: 'pods', group: '', version: 'v1', resource: 'pods', fieldSelector: `spec.nodeName=${config.nodeName}` })
    if (config.serviceLinks !== false) startInformer(state.client, cx, { name: 'services', group: '', version: 'v1', resource: 'services', indexes: ['namespace'] })
    // Nodes do not beat in step: each has its own phase.
    cx.after(SECOND + cx.below(10 * SECOND), { type: 'kubelet-timer', timer: 'lease' }, { noise: true })
    cx.after(cx.below(10 * SECOND), { type: 'kubelet-timer', timer: 'node-status' }, { noise: true })
  },

  step(state, delivery, cx) {
    const { msg } = delivery
    switch (msg.type) {
      case 'cri-response': return criAnswered(state, config, msg, cx)
      case 'cri-event': return criHappened(state, config, msg, cx)
      case 'pod-response': return connected(state, config, msg, cx)
      case 'kubelet-request': return requested(state, config, msg, delivery.from, cx)
      case 'kubelet-cancel': return unfollow(state, config, delivery.from, msg.id, cx)
      case 'kubelet-timer': return woken(state, config, msg, cx)
      case 'api-response': case 'watch-event': case 'watch-end': case 'api-chunk': case 'client-timer': case 'cache-lag':
        return heard(state, config, hear(state.client, cx, msg), cx)
      default: unreachable(msg)
    }
  },

  disconnected(state, peer, cx) {
    heard(state, config, lost(state.client, cx, peer), cx)
    if (peer === config.runtime) runtimeLost(state, cx)
    // The API server is a caller, too: it follows logs for its clients, and counts its calls from one again in its next life.
    else callerLost(state, config, peer, cx)
  },
})

function heard(state: KubeletState, config: KubeletConfig, news: readonly News[], cx: KubeletCx): void {
  for (const item of news) {
    if (recorderNews(state.recorder, state.client, cx, item)) continue
    switch (item.news) {
      case 'added': case 'updated':
        if (item.informer === 'pods') podNews(state, config, item.object as unknown as Pod, cx)
        continue
      case 'deleted':
        if (item.informer === 'pods') podDeleted(state, config, item.object as unknown as Pod, cx)
        continue
      case 'synced':
        if (item.informer === 'pods' && state.runtimeKnown) removeOrphans(state, config, cx)
        continue
      case 'answer': answered(state, config, item, cx)
    }
  }
}

function podNews(state: KubeletState, config: KubeletConfig, pod: Pod, cx: KubeletCx): void {
  if (!state.runtimeKnown) return // All of them are gone through when the runtime has answered.
  if (!isMirror(pod)) return podWanted(state, config, pod, cx)
  const worker = staticWorker(state, pod)
  if (worker) mirrorSeen(state, worker, pod, cx)
}

function podDeleted(state: KubeletState, config: KubeletConfig, pod: Pod, cx: KubeletCx): void {
  if (!isMirror(pod)) return podGone(state, config, pod, cx)
  const worker = staticWorker(state, pod)
  if (worker) mirrorGone(state, worker, cx)
}

function staticWorker(state: KubeletState, { metadata: { namespace, name } }: Pod): PodWorker | undefined {
  const worker = state.pods.get(state.uids.get(`${namespace}/${name}`) ?? '')
  return worker?.isStatic ? worker : undefined
}

function answered(state: KubeletState, config: KubeletConfig, item: News & { news: 'answer' }, cx: KubeletCx): void {
  const { tag, code, body } = item
  const worker = state.pods.get((tag['uid'] as string | undefined) ?? '')
  switch (tag.for) {
    case 'register': return registerAnswered(state, config, item, cx)
    case 'register-known': return knownNodeAnswered(state, config, item, cx)
    case 'node-status': return statusAnsweredForNode(state, config, item, cx)
    case 'lease-get': case 'lease-put': case 'lease-post': return leaseAnswered(state, config, item, cx)
    case 'reference': {
      const known = state.references.get(tag['key'] as string)
      if (known) for (const uid of referenceAnswered(known, code, body)) referenceRead(state, config, uid, cx)
      return
    }
    case 'pod-status': {
      if (!worker) return
      statusAnswered(state, worker, code, tag['status'] as PodStatus, body, cx)
      return
    }
    case 'pod-delete':
      if (!worker) return
      if (code === 200 || code === 404) return // The watch tells when it is gone.
      worker.deleteUnderWay = false
      return void cx.after(10 * SECOND, { type: 'kubelet-timer', timer: 'patches' })
    case 'mirror':
      if (!worker) return
      worker.patchUnderWay = false
      if (code === 201) return mirrorSeen(state, worker, body as Pod, cx)
      return void cx.after(5 * SECOND, { type: 'kubelet-timer', timer: 'housekeeping' })
    case 'mirror-delete':
      if (worker) worker.deleteUnderWay = false
  }
}

/** A pass that stopped because a ConfigMap or Secret had to be read first. */
function referenceRead(state: KubeletState, config: KubeletConfig, uid: string, cx: KubeletCx): void {
  const worker = state.pods.get(uid)
  const step = worker?.pass?.doing
  if (!worker || !step) return
  if (step.do === 'volumes') {
    worker.pass!.steps.unshift(step)
    return advance(state, config, worker, cx)
  }
  if (step.do !== 'start') return
  const container = containerNamed(worker, step.container)!
  if (createContainer(state, config, worker, worker.pass!, container, cx) === 'done') advance(state, config, worker, cx)
}

function criAnswered(state: KubeletState, config: KubeletConfig, msg: CriResponse, cx: KubeletCx): void {
  const wait = state.calls.get(msg.id)
  if (!wait) return // For an earlier life of this kubelet, or given up.
  state.calls.delete(msg.id)
  const worker = 'uid' in wait ? state.pods.get(wait.uid) : undefined
  switch (wait.for) {
    case 'nothing': return
    case 'start': return runtimeListed(state, config, msg, cx)
    case 'network':
      if (msg.ok && msg.result.method === 'Status') networkChanged(state, config, msg.result.networkReady, msg.result.networkMessage, cx)
      return
    case 'pull': {
      const pulled = imagePulled(state, config, msg, cx)
      if (!pulled) return
      if (pulled.outcome === 'present' && createContainer(state, config, pulled.worker, pulled.worker.pass!, pulled.container, cx) === 'waiting') return
      if (pulled.outcome === 'failed') {
        pulled.worker.pass!.failed = true
        if (pulled.container.role === 'init') pulled.worker.pass!.steps.length = 0
      }
      return advance(state, config, pulled.worker, cx)
    }
    case 'logs': return logsRead(state, wait, msg, cx)
  }
  if (!worker) return
  switch (wait.for) {
    case 'sandbox': return sandboxMade(state, config, worker, msg, cx)
    case 'sandbox-stopped': return sandboxStopped(state, config, worker, msg, cx)
    case 'created': return containerCreated(state, config, worker, wait.container, msg, cx) === 'done' ? advance(state, config, worker, cx) : undefined
    case 'started': return containerStarted(state, config, worker, wait.container, msg, cx) === 'done' ? advance(state, config, worker, cx) : undefined
    case 'stopped': {
      // The event of its end came first on the same connection, so the record is up to date.
      if (worker.pass?.doing?.do === 'kill' && worker.pass.doing.container === wait.container) advance(state, config, worker, cx)
      return
    }
    case 'probe': return probed(state, config, worker, wait, msg, cx)
    case 'pre-stop': return hookEnded(state, config, worker, wait.container, !msg.ok || (msg.result.method === 'ExecSync' && msg.result.exitCode !== 0), cx)
    case 'post-start': return postStarted(state, config, worker, wait.container, !msg.ok || (msg.result.method === 'ExecSync' && msg.result.exitCode !== 0), cx)
    default: unreachable(wait)
  }
}

function connected(state: KubeletState, config: KubeletConfig, msg: PodResponse, cx: KubeletCx): void {
  const wait = state.exchanges.get(msg.id)
  state.exchanges.delete(msg.id)
  if (!wait || !('uid' in wait) || !('container' in wait)) return
  const worker = state.pods.get(wait.uid)
  if (!worker) return
  const failed = msg.error !== undefined || msg.code >= 400
  if (wait.for === 'probe') probed(state, config, worker, wait, msg, cx)
  else if (wait.for === 'pre-stop') hookEnded(state, config, worker, wait.container, failed, cx)
  else if (wait.for === 'post-start') postStarted(state, config, worker, wait.container, failed, cx)
}

function probed(state: KubeletState, config: KubeletConfig, worker: PodWorker, wait: CriWait & { for: 'probe' }, msg: CriResponse | PodResponse, cx: KubeletCx): void {
  const effect = probeAnswered(state, config, worker, wait.container, wait.probe, msg, cx)
  if (effect === 'publish') publish(state, config, worker, cx)
  else if (effect === 'sync') syncPod(state, config, worker, cx)
}

/** A failed postStart hook kills its container. */
function postStarted(state: KubeletState, config: KubeletConfig, worker: PodWorker, name: string, failed: boolean, cx: KubeletCx): void {
  const container = containerNamed(worker, name)
  if (container && failed) {
    podEvent(state, config, worker, 'Warning', 'FailedPostStartHook', 'PostStartHook failed', cx, container)
    container.waiting = { reason: 'PostStartHookError', message: 'PostStartHook failed' }
    if (container.state === 'running' && !container.kill) beginKill(state, config, worker, container, 'FailedPostStartHook', 'post-start', graceOf(worker), cx)
  }
  if (worker.pass?.doing?.do === 'start' && worker.pass.doing.container === name) advance(state, config, worker, cx)
}

function sandboxStopped(state: KubeletState, config: KubeletConfig, worker: PodWorker, msg: CriResponse, cx: KubeletCx): void {
  if (!worker.sandbox) return
  if (!msg.ok) {
    podEvent(state, config, worker, 'Warning', 'FailedKillPod', `error killing pod: failed to "KillPodSandbox" for "${worker.uid}" with KillPodSandboxError: "rpc error: code = ${msg.code} desc = ${msg.error}"`, cx)
    worker.sandbox.state = 'ready'
    if (worker.termination) worker.termination.stage = 'killing'
    worker.syncTimer = cx.after(10 * SECOND, { type: 'kubelet-timer', timer: 'sync', uid: worker.uid })
    return
  }
  worker.sandbox.state = 'stopped'
  continueTermination(state, config, worker, cx)
  forgetIfOver(state, config, worker, cx)
}

function containerStopped(state: KubeletState, config: KubeletConfig, stopped: (CriEvent & { event: 'CONTAINER_STOPPED_EVENT' })['container'], cx: KubeletCx): void {
  logEnded(state, stopped.id, cx)
  const worker = state.pods.get(stopped.podUid)
  const container = worker && containerNamed(worker, stopped.name)
  if (!worker || !container || container.id !== stopped.id || container.state === 'exited') return
  const { exitCode, reason, finishedAtUs, startedAtUs, message, lastLines } = stopped
  container.state = 'exited'
  container.exitCode = exitCode
  container.reason = reason
  container.startedAtUs = startedAtUs
  container.finishedAtUs = finishedAtUs
  container.message = message || (container.spec.terminationMessagePolicy === 'FallbackToLogsOnError' ? lastLines : '')
  if (container.waiting?.reason !== 'PostStartHookError') container.waiting = undefined
  container.started = false
  cx.fact({ fact: 'container-exited', pod: worker.key, uid: worker.uid, container: container.name, exitCode, reason })
  containerEnded(state, config, worker, container, cx)
}

function criHappened(state: KubeletState, config: KubeletConfig, msg: CriEvent, cx: KubeletCx): void {
  switch (msg.event) {
    case 'NETWORK': return networkChanged(state, config, msg.networkReady, msg.networkMessage, cx)
    case 'LOG': return logLines(state, msg.container, msg.lines, cx)
    case 'MEMORY': return memoryHeard(state, msg, cx)
    case 'SYSTEM_OOM': return systemOom(state, config, msg, cx)
    case 'SANDBOX_STOPPED_EVENT': return
    case 'CONTAINER_STOPPED_EVENT': return containerStopped(state, config, msg.container, cx)
    default: unreachable(msg)
  }
}

/** Models the runtime state: the first time all is well it is told at once, later with the next beat. */
function networkChanged(state: KubeletState, config: KubeletConfig, ready: boolean, message: string, cx: KubeletCx): void {
  state.networkReady = ready
  state.networkMessage = message
  if (ready && !state.node.wasReady) postStatus(state, config, cx)
}

function runtimeListed(state: KubeletState, config: KubeletConfig, msg: CriResponse, cx: KubeletCx): void {
  if (!msg.ok || msg.result.method !== 'List') return
  const { sandboxes, containers, images, networkReady, networkMessage } = msg.result
  for (const image of images) for (const name of [...image.tags, ...image.digests]) state.images.set(name, image)
  for (const sandbox of sandboxes) foundFor(state, sandbox.config.uid).sandboxes.push(sandbox)
  for (const container of containers) foundFor(state, container.podUid).containers.push(container)
  const isFirst = !state.runtimeKnown
  state.runtimeKnown = true
  networkChanged(state, config, networkReady, networkMessage, cx)
  if (!isFirst) return runtimeBack(state, config, cx)
  for (const manifest of config.staticPods ?? []) {
    const pod = staticPod(manifest, config.nodeName)
    addPod(state, config, pod, pod.metadata.uid, cx)
  }
  register(state, config, cx)
  for (const pod of all<Pod>(state.client, 'pods')) podNews(state, config, pod, cx)
  if (isSynced(state.client, 'pods')) removeOrphans(state, config, cx)
}

function foundFor(state: KubeletState, uid: string): { sandboxes: unknown[]; containers: unknown[] } {
  let found = state.found.get(uid)
  if (!found) state.found.set(uid, (found = { sandboxes: [], containers: [] }))
  return found
}

/** Sandboxes of pods that nobody knows any more, found after a restart. Models housekeeping. */
function removeOrphans(state: KubeletState, config: KubeletConfig, cx: KubeletCx): void {
  for (const { sandboxes } of state.found.values()) {
    for (const { id } of sandboxes) {
      ask(state, config, cx, { method: 'StopPodSandbox', sandbox: id }, { for: 'nothing', method: 'StopPodSandbox' })
      ask(state, config, cx, { method: 'RemovePodSandbox', sandbox: id }, { for: 'nothing', method: 'RemovePodSandbox' })
    }
  }
  state.found.clear()
}

/** The line to the runtime is gone: calls under way have failed, and what runs is not known until it answers again. */
function runtimeLost(state: KubeletState, cx: KubeletCx): void {
  state.calls.clear()
  state.exchanges.clear()
  state.pulling = undefined
  state.pullQueue.length = 0
  state.networkReady = false
  state.networkMessage = 'container runtime is down'
  cx.after(SECOND, { type: 'kubelet-timer', timer: 'runtime' })
}

/** The runtime is back with what it has on disk: every pod looks again. */
function runtimeBack(state: KubeletState, config: KubeletConfig, cx: KubeletCx): void {
  for (const worker of [...state.pods.values()]) {
    worker.pass = undefined
    const found = state.found.get(worker.uid)
    state.found.delete(worker.uid)
    const sandbox = found?.sandboxes.find(({ id }) => id === worker.sandbox?.id)
    if (worker.sandbox && sandbox?.state !== 'ready') {
      if (worker.sandbox.id === '') worker.sandbox = undefined
      else worker.sandbox.state = worker.termination ? 'ready' : 'stopped'
    }
    for (const container of worker.containers) {
      container.kill = undefined
      const status = found?.containers.find(({ id }) => id === container.id)
      if (!status || status.state === container.state) continue
      Object.assign(container, { state: status.state, exitCode: status.exitCode, reason: status.reason, startedAtUs: status.startedAtUs, finishedAtUs: status.finishedAtUs })
    }
    if (worker.termination?.stage === 'stopping-sandbox') worker.termination.stage = 'killing'
    syncPod(state, config, worker, cx)
  }
  state.found.clear()
}

function woken(state: KubeletState, config: KubeletConfig, msg: KubeletTimer, cx: KubeletCx): void {
  const worker = 'uid' in msg ? state.pods.get(msg.uid) : undefined
  switch (msg.timer) {
    case 'sync': return worker && worker.syncTimer === cx.event ? syncPod(state, config, worker, cx) : undefined
    case 'probe': return worker && probeTimer(state, config, worker, msg.container, msg.probe, cx)
    case 'pre-stop': return worker && killTimer(state, config, worker, msg.container, cx)
    case 'deadline': return worker && deadlineReached(state, config, worker, cx)
    case 'lease': return leaseTimer(state, config, cx)
    case 'node-status':
      sayPressure(state, config, cx)
      return statusTimer(state, config, cx)
    case 'eviction': return evictionTimer(state, config, cx)
    case 'register': return register(state, config, cx)
    case 'runtime': return void ask(state, config, cx, { method: 'List' }, { for: 'start' })
    case 'housekeeping':
      for (const each of state.pods.values()) if (each.isStatic) createMirror(state, each, cx)
      return
    // Models the status manager's batch: what could not be reported is tried again.
    case 'patches':
      for (const each of [...state.pods.values()]) report(state, each, cx)
      return
    default: unreachable(msg)
  }
}
