import { MILLISECOND, SECOND, unreachable, type Address, type Component, type Delivery, type Message } from '../../kernel/index.ts'
import { answer, containerStatus, refuse, sandboxStatus, tell, type RuntimeCx } from './answers.ts'
import { createContainer, endProcess, grown, killTimer, processTimer, removeContainer, startContainer, stopContainer, toProcess } from './containers.ts'
import type { CriRequest, ImageStatus, PodRequest, PodResponse } from './cri.ts'
import { execInContainer } from './programs/shell.ts'
import { hasShell } from './programs/programs.ts'
import { preload, pullImage, pullTimeout, pullTimer, registryAnswered, registryLost, removeImage } from './pulls.ts'
import { cniAnswered, pluginLost, removePodSandbox, runPodSandbox, stopPodSandbox } from './sandboxes.ts'
import { drip, leak, tellMemory } from './memory.ts'
import { NO_LEAK, type ContainerRecord, type KillContainer, type LeakMemory, type RuntimeConfig, type RuntimeMessage, type RuntimeState, type RuntimeTimer } from './state.ts'
import { lasts, RUNTIME_TIMING } from './timing.ts'

/** containerd and the processes under it. Containers are records in its state; a crashed kubelet does not touch them. */
export const runtime = (config: RuntimeConfig): Component<RuntimeState, RuntimeMessage> => ({
  kind: 'runtime',
  // Images, sandboxes and containers are on the node's disk; the processes are not, see start.
  durable: true,

  init() {
    const state: RuntimeState = {
      boots: 0, networkReady: false, sandboxes: new Map(), containers: new Map(), images: new Map(), layers: new Set(), pulls: new Map(), registryCalls: new Map(),
      execs: new Map(), byIp: new Map(), nextId: 1, memoryTenthsTold: 0,
    }
    preload(state, config.images ?? [])
    return state
  },

  start(state, cx) {
    state.boots++
    state.pulls.clear()
    state.registryCalls.clear()
    state.execs.clear()
    state.networkReady = false
    if (state.boots > 1) foundDead(state, cx)
  },

  step(state, delivery, cx) {
    const { msg } = delivery
    switch (msg.type) {
      case 'cri-request': return called(state, config, msg, cx)
      case 'cri-follow': {
        const container = state.containers.get(msg.container)
        if (container) container.followed = msg.follow
        return
      }
      case 'kill-container':
        for (const { id } of named(state, msg)) endProcess(state, config, id, 137, 'Error', cx)
        return
      case 'leak-memory':
        for (const container of named(state, msg)) leak(container, msg.bytesPerSecond, cx)
        return tellMemory(state, config, cx)
      case 'pod-request': return connected(state, config, delivery as Delivery<PodRequest>, cx)
      case 'cni-response': return cniAnswered(state, config, msg, cx)
      case 'cni-configured':
        if (state.networkReady === msg.ready) return
        state.networkReady = msg.ready
        return tell(config, cx, { type: 'cri-event', event: 'NETWORK', ...network(state) })
      case 'registry-response': return registryAnswered(state, config, msg, cx)
      case 'runtime-timer': return woken(state, config, msg, cx)
      default: unreachable(msg)
    }
  },

  disconnected(state, peer, cx) {
    if (peer === config.registry) registryLost(state, config, cx)
    if (peer === config.cni) pluginLost(state, config, cx)
    if (peer === config.kubelet) for (const container of state.containers.values()) container.followed = false
  },
})

/** The containers of that name that run; of earlier attempts there may be dead ones. */
function named(state: RuntimeState, { namespace, pod, container }: KillContainer | LeakMemory): readonly ContainerRecord[] {
  return [...state.containers.values()].filter((one) => {
    const of = state.sandboxes.get(one.sandbox)?.config
    return one.state === 'running' && one.config.name === container && of?.name === pod && of.namespace === namespace
  })
}

function called(state: RuntimeState, config: RuntimeConfig, msg: CriRequest, cx: RuntimeCx): void {
  switch (msg.method) {
    case 'RunPodSandbox': return runPodSandbox(state, config, msg, cx)
    case 'StopPodSandbox': return stopPodSandbox(state, config, msg, cx)
    case 'RemovePodSandbox': return removePodSandbox(state, config, msg, cx)
    case 'PullImage': return pullImage(state, config, msg, cx)
    case 'RemoveImage': return removeImage(state, config, msg, cx)
    case 'CreateContainer': return createContainer(state, config, msg, cx)
    case 'StartContainer': return startContainer(state, config, msg, cx)
    case 'StopContainer': return stopContainer(state, config, msg, cx)
    case 'RemoveContainer': return removeContainer(state, config, msg, cx)
    case 'ExecSync': return execSync(state, config, msg, cx)
    case 'Logs': {
      const container = state.containers.get(msg.container)
      if (!container) return refuse(config, cx, msg.id, 'Logs', 'NotFound', `an error occurred when try to find container "${msg.container}": not found`)
      const { log, logDropped } = container
      const lines = log.slice(Math.max(0, msg.fromLine - logDropped))
      return answer(config, cx, msg.id, { method: 'Logs', lines, nextLine: logDropped + log.length, ended: container.state === 'exited' })
    }
    case 'List': {
      const sandboxes = [...state.sandboxes.values()].map(sandboxStatus)
      const containers = [...state.containers.values()].map((container) => containerStatus(state, container))
      answer(config, cx, msg.id, { method: 'List', ...network(state), sandboxes, containers, images: imagesOf(state) })
      // Who asks has begun anew.
      return tellMemory(state, config, cx)
    }
    case 'Status': return answer(config, cx, msg.id, { method: 'Status', ...network(state) })
    default: unreachable(msg)
  }
}

const network = ({ networkReady }: RuntimeState): { networkReady: boolean; networkMessage: string } => ({
  networkReady,
  networkMessage: networkReady ? '' : 'container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized',
})

function imagesOf(state: RuntimeState): readonly ImageStatus[] {
  const images = new Map<string, ImageStatus>()
  for (const { status } of state.images.values()) images.set(status.id, status)
  return [...images.values()]
}

/** Runs in the container without touching its first process. Health commands of images without our shell are answered by name. */
function execSync(state: RuntimeState, config: RuntimeConfig, msg: CriRequest & { method: 'ExecSync' }, cx: RuntimeCx): void {
  const container = state.containers.get(msg.container)
  if (container?.state !== 'running') return refuse(config, cx, msg.id, 'ExecSync', 'Unknown', `failed to exec in container: container is in CONTAINER_${container ? 'EXITED' : 'UNKNOWN'} state`)
  const delayUs = lasts((config.timing ?? RUNTIME_TIMING).exec, cx)
  const name = msg.command[0] ?? ''
  const health = HEALTH_COMMANDS[name.slice(name.lastIndexOf('/') + 1)]
  if (health && health.program === container.imageProgram) {
    const alive = container.ports.length > 0
    return answer(config, cx, msg.id, { method: 'ExecSync', exitCode: alive ? 0 : 1, stdout: alive ? health.says : '', stderr: alive ? '' : 'connection refused\n' }, delayUs, true)
  }
  if (!hasShell(container.imageProgram)) {
    const words = `failed to exec in container: failed to start exec: OCI runtime exec failed: exec failed: unable to start container process: exec: "${name}": executable file not found in $PATH`
    return refuse(config, cx, msg.id, 'ExecSync', 'Unknown', words, delayUs)
  }
  const result = execInContainer(container.config, msg.command, {
    nowUs: cx.now, clockUs: cx.clock, files: container.files, below: (bound) => cx.below(bound), print: () => {}, exit: () => {}, wake: () => {}, useMemory: () => {},
    listen: () => {}, reply: () => {}, refuse: () => {},
  })
  const limitUs = msg.timeoutSeconds > 0 ? msg.timeoutSeconds * SECOND : Number.MAX_SAFE_INTEGER
  const { exitCode, stdout, stderr } = result
  if (result.sleepUs <= 100 * MILLISECOND) return answer(config, cx, msg.id, { method: 'ExecSync', exitCode, stdout, stderr }, delayUs, true)
  const exec = state.nextId++
  const inTime = result.sleepUs <= limitUs
  state.execs.set(exec, { call: msg.id, container: container.id, command: msg.command.join(' '), result: inTime ? { exitCode, stdout, stderr } : undefined })
  cx.after(inTime ? result.sleepUs + delayUs : limitUs, { type: 'runtime-timer', timer: 'exec', exec })
}

const HEALTH_COMMANDS: Readonly<Record<string, { readonly program: string; readonly says: string }>> = {
  'redis-cli': { program: 'redis', says: 'PONG\n' }, pg_isready: { program: 'postgres', says: 'accepting connections\n' }, mysqladmin: { program: 'mysql', says: 'mysqld is alive\n' },
}

/** A packet for one of this node's pods has arrived. */
function connected(state: RuntimeState, config: RuntimeConfig, { msg, from }: Delivery<PodRequest>, cx: RuntimeCx): void {
  const to = from as Address<PodResponse & Message>
  const sandboxes = state.byIp.get(msg.ip)
  if (!sandboxes) return void cx.send(to, { type: 'pod-response', id: msg.id, code: 0, body: '', error: 'no route to host' }, { noise: true })
  for (const container of running(state, sandboxes)) {
    const http = msg.protocol === 'http' ? { method: msg.method ?? 'GET', path: msg.path ?? '/', headers: msg.headers ?? {} } : undefined
    const reply = toProcess(state, config, container, { on: 'connection', port: msg.port, protocol: msg.protocol, http }, cx)
    if (!reply.refused) return void cx.send(to, { type: 'pod-response', id: msg.id, code: reply.code, body: reply.body }, { noise: true })
  }
  cx.send(to, { type: 'pod-response', id: msg.id, code: 0, body: '', error: 'connection refused' }, { noise: true })
}

/** Those that listen on named ports first: a daemon that answers everywhere must not speak for them. */
function running(state: RuntimeState, sandboxes: ReadonlySet<string>): readonly ContainerRecord[] {
  const found: ContainerRecord[] = []
  for (const sandbox of sandboxes) {
    for (const id of state.sandboxes.get(sandbox)?.containers ?? []) {
      const container = state.containers.get(id)
      if (container?.state === 'running') found.push(container)
    }
  }
  return found.length < 2 ? found : found.sort((a, b) => b.ports.length - a.ports.length)
}

function woken(state: RuntimeState, config: RuntimeConfig, msg: RuntimeTimer, cx: RuntimeCx): void {
  switch (msg.timer) {
    case 'pulled': return pullTimer(state, config, msg.pull, cx)
    case 'pull-timeout': return pullTimeout(state, config, msg.pull, cx)
    case 'process': return processTimer(state, config, msg.container, msg.number, cx)
    case 'kill': return killTimer(state, config, msg.container, cx)
    case 'leak': {
      const container = state.containers.get(msg.container)
      if (container && drip(container, cx)) grown(state, config, container, cx)
      return
    }
    case 'exec': {
      const exec = state.execs.get(msg.exec)
      state.execs.delete(msg.exec)
      if (exec?.result) answer(config, cx, exec.call, { method: 'ExecSync', ...exec.result })
      else if (exec) refuse(config, cx, exec.call, 'ExecSync', 'DeadlineExceeded', `command "${exec.command}" timed out`)
      return
    }
    default: unreachable(msg)
  }
}

/** The machine was off: containerd finds tasks without processes and reports exit code 255. */
function foundDead(state: RuntimeState, cx: RuntimeCx): void {
  for (const sandbox of [...state.sandboxes.values()]) {
    sandbox.run = undefined
    sandbox.stops.length = 0
    if (sandbox.state === 'creating') state.sandboxes.delete(sandbox.id)
    else sandbox.state = 'not-ready'
  }
  state.byIp.clear()
  for (const container of state.containers.values()) {
    container.stops.length = 0
    container.followed = false
    if (container.state !== 'running') continue
    container.state = 'exited'
    container.process = undefined
    container.exitCode = 255
    container.reason = 'Unknown'
    container.finishedAtUs = cx.clock
    container.memoryBytes = 0
    container.leak = NO_LEAK
    container.ports = []
  }
}
