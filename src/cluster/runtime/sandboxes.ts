import { assert } from '../../kernel/index.ts'
import type { CniResponse } from '../network/cni.ts'
import { answer, hexId, refuse, type RuntimeCx } from './answers.ts'
import { endProcess } from './containers.ts'
import type { CriRequest } from './cri.ts'
import type { RuntimeConfig, RuntimeState, SandboxRecord } from './state.ts'
import { lasts, RUNTIME_TIMING } from './timing.ts'

/** An empty pod: namespaces and an address. The address comes first, as in containerd; the kubelet never speaks to the plugin. */
export function runPodSandbox(state: RuntimeState, config: RuntimeConfig, msg: CriRequest & { method: 'RunPodSandbox' }, cx: RuntimeCx): void {
  const sandbox: SandboxRecord = {
    id: hexId(cx), config: msg.config, state: 'creating', ip: '', createdAtUs: cx.clock, containers: [], run: msg.id, stops: [],
  }
  state.sandboxes.set(sandbox.id, sandbox)
  if (msg.config.hostNetwork) return sandboxReady(state, config, sandbox, config.hostIP, cx)
  if (!state.networkReady) return sandboxFailed(state, config, sandbox, 'cni plugin not initialized', cx)
  cx.fact({ fact: 'waits-for', waiter: sandbox.id, what: 'cni', pod: podOf(sandbox) })
  cx.send(config.cni, { type: 'cni-request', id: state.nextId++, command: 'ADD', sandbox: sandbox.id, namespace: msg.config.namespace, pod: msg.config.name })
}

/** Its containers are killed, then the address is handed back; only when the plugin has said so does the call return. */
export function stopPodSandbox(state: RuntimeState, config: RuntimeConfig, msg: CriRequest & { method: 'StopPodSandbox' }, cx: RuntimeCx): void {
  const sandbox = state.sandboxes.get(msg.sandbox)
  const timing = config.timing ?? RUNTIME_TIMING
  if (!sandbox || sandbox.state === 'not-ready') return answer(config, cx, msg.id, { method: 'StopPodSandbox' })
  for (const id of sandbox.containers) endProcess(state, config, id, 137, 'Error', cx)
  sandbox.stops.push(msg.id)
  if (sandbox.state === 'stopping') return
  sandbox.state = 'stopping'
  if (sandbox.config.hostNetwork || sandbox.ip === '') return sandboxStopped(state, config, sandbox, cx, lasts(timing.stopSandbox, cx))
  cx.send(config.cni, { type: 'cni-request', id: state.nextId++, command: 'DEL', sandbox: sandbox.id, namespace: sandbox.config.namespace, pod: sandbox.config.name })
}

export function removePodSandbox(state: RuntimeState, config: RuntimeConfig, msg: CriRequest & { method: 'RemovePodSandbox' }, cx: RuntimeCx): void {
  const sandbox = state.sandboxes.get(msg.sandbox)
  if (sandbox) {
    for (const id of sandbox.containers) state.containers.delete(id)
    forgetAddress(state, sandbox)
    state.sandboxes.delete(sandbox.id)
  }
  answer(config, cx, msg.id, { method: 'RemovePodSandbox' })
}

export function cniAnswered(state: RuntimeState, config: RuntimeConfig, msg: CniResponse, cx: RuntimeCx): void {
  const sandbox = state.sandboxes.get(msg.sandbox)
  if (!sandbox) return
  if (msg.command === 'DEL') {
    const timing = config.timing ?? RUNTIME_TIMING
    if (sandbox.state === 'stopping') sandboxStopped(state, config, sandbox, cx, lasts(timing.stopSandbox, cx))
    return
  }
  // Stopped by a kubelet that restarted while the plugin worked: the address goes straight back.
  if (sandbox.state !== 'creating') {
    if (msg.ok) cx.send(config.cni, { type: 'cni-request', id: state.nextId++, command: 'DEL', sandbox: sandbox.id, namespace: sandbox.config.namespace, pod: sandbox.config.name })
    return
  }
  if (!msg.ok) return sandboxFailed(state, config, sandbox, `plugin type="flannel" failed (add): ${msg.error}`, cx)
  sandboxReady(state, config, sandbox, msg.ip, cx)
}

/** The plugin died under way: what was to be made has failed; what was to be taken away is tried again by the kubelet. */
export function pluginLost(state: RuntimeState, config: RuntimeConfig, cx: RuntimeCx): void {
  for (const sandbox of [...state.sandboxes.values()]) {
    if (sandbox.state === 'creating') sandboxFailed(state, config, sandbox, 'plugin type="flannel" failed (add): signal: killed', cx)
    if (sandbox.state !== 'stopping') continue
    sandbox.state = 'ready'
    const words = `failed to destroy network for sandbox "${sandbox.id}": plugin type="flannel" failed (delete): signal: killed`
    for (const id of sandbox.stops) refuse(config, cx, id, 'StopPodSandbox', 'Unknown', words)
    sandbox.stops.length = 0
  }
}

function sandboxReady(state: RuntimeState, config: RuntimeConfig, sandbox: SandboxRecord, ip: string, cx: RuntimeCx): void {
  sandbox.state = 'ready'
  sandbox.ip = ip
  let sharing = state.byIp.get(ip)
  if (!sharing) state.byIp.set(ip, (sharing = new Set()))
  assert(sandbox.config.hostNetwork || sharing.size === 0, `the address ${ip} was given to two pods`)
  sharing.add(sandbox.id)
  if (sandbox.run === undefined) return
  answer(config, cx, sandbox.run, { method: 'RunPodSandbox', sandbox: sandbox.id, ip }, lasts((config.timing ?? RUNTIME_TIMING).sandbox, cx))
  sandbox.run = undefined
}

/** containerd takes a half-made sandbox away again. */
function sandboxFailed(state: RuntimeState, config: RuntimeConfig, sandbox: SandboxRecord, error: string, cx: RuntimeCx): void {
  state.sandboxes.delete(sandbox.id)
  if (sandbox.run === undefined) return
  refuse(config, cx, sandbox.run, 'RunPodSandbox', 'Unknown', `failed to setup network for sandbox "${sandbox.id}": ${error}`)
}

function sandboxStopped(state: RuntimeState, config: RuntimeConfig, sandbox: SandboxRecord, cx: RuntimeCx, delayUs: number): void {
  sandbox.state = 'not-ready'
  forgetAddress(state, sandbox)
  for (const id of sandbox.stops) answer(config, cx, id, { method: 'StopPodSandbox' }, delayUs)
  sandbox.stops.length = 0
}

function forgetAddress(state: RuntimeState, sandbox: SandboxRecord): void {
  const sharing = state.byIp.get(sandbox.ip)
  sharing?.delete(sandbox.id)
  if (sharing?.size === 0) state.byIp.delete(sandbox.ip)
}

const podOf = ({ config }: SandboxRecord): string => `${config.namespace}/${config.name}`
