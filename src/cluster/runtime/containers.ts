import { SECOND, type Micros } from '../../kernel/index.ts'
import { answer, containerStatus, hexId, refuse, tell, type RuntimeCx } from './answers.ts'
import type { CriRequest, LogLine } from './cri.ts'
import { normalReference } from './image-reference.ts'
import type { ProcessInput, ProcessIo, Signal } from './programs/program.ts'
import { beginProcess, hearProcess } from './programs/programs.ts'
import { tellMemory, usedBytes, victimOf } from './memory.ts'
import { NO_LEAK, type ContainerRecord, type RuntimeConfig, type RuntimeState } from './state.ts'
import { lasts, RUNTIME_TIMING } from './timing.ts'

export function createContainer(state: RuntimeState, config: RuntimeConfig, msg: CriRequest & { method: 'CreateContainer' }, cx: RuntimeCx): void {
  const sandbox = state.sandboxes.get(msg.sandbox)
  if (!sandbox || sandbox.state !== 'ready') {
    return refuse(config, cx, msg.id, 'CreateContainer', 'NotFound', `failed to find sandbox id "${msg.sandbox}": not found`)
  }
  const reference = normalReference(msg.config.image) ?? msg.config.image
  const image = state.images.get(reference)
  if (!image) return refuse(config, cx, msg.id, 'CreateContainer', 'NotFound', `failed to get image from containerd "${reference}": image "${reference}": not found`)
  const container: ContainerRecord = {
    id: hexId(cx), sandbox: sandbox.id, config: msg.config, image: reference, imageId: image.status.digests[0] ?? image.status.id, imageProgram: image.program, state: 'created',
    process: undefined, files: new Map(Object.entries(msg.config.files ?? {})), createdAtUs: cx.clock, startedAtUs: 0, finishedAtUs: 0, exitCode: 0, reason: '', memoryBytes: 0,
    leak: NO_LEAK, ports: [], log: [], logDropped: 0, followed: false, stops: [], kill: 0,
  }
  container.files.set('/etc/hostname', `${sandbox.config.hostname}\n`)
  state.containers.set(container.id, container)
  sandbox.containers = sandbox.containers.concat(container.id)
  answer(config, cx, msg.id, { method: 'CreateContainer', container: container.id, imageId: container.imageId }, lasts((config.timing ?? RUNTIME_TIMING).createContainer, cx))
}

export function startContainer(state: RuntimeState, config: RuntimeConfig, msg: CriRequest & { method: 'StartContainer' }, cx: RuntimeCx): void {
  const container = state.containers.get(msg.container)
  if (!container) return refuse(config, cx, msg.id, 'StartContainer', 'NotFound', `an error occurred when try to find container "${msg.container}": not found`)
  const tookUs = lasts((config.timing ?? RUNTIME_TIMING).startContainer, cx)
  const process = beginProcess(container.imageProgram, container.config)
  container.startedAtUs = cx.clock + tookUs
  if (!process) return cannotStart(config, container, msg.id, tookUs, cx)
  container.process = process
  container.state = 'running'
  // The answer goes first: an exit in the first instruction is told after it, on the same connection.
  answer(config, cx, msg.id, { method: 'StartContainer', startedAtUs: container.startedAtUs }, tookUs)
  toProcess(state, config, container, { on: 'start' }, cx, tookUs)
}

/** The image has no such program. */
function cannotStart(config: RuntimeConfig, container: ContainerRecord, call: number, tookUs: Micros, cx: RuntimeCx): void {
  container.state = 'exited'
  container.exitCode = 128
  container.reason = 'StartError'
  container.finishedAtUs = container.startedAtUs
  container.startedAtUs = 0
  const command = container.config.command?.[0] ?? container.config.args?.[0] ?? ''
  refuse(config, cx, call, 'StartContainer', 'Unknown', `failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create `
    + `failed: unable to start container process: error during container init: exec: "${command}": executable file not found in $PATH`, tookUs)
}

/** SIGTERM, then SIGKILL when the time is up. Answers when the process has ended. */
export function stopContainer(state: RuntimeState, config: RuntimeConfig, msg: CriRequest & { method: 'StopContainer' }, cx: RuntimeCx): void {
  const container = state.containers.get(msg.container)
  if (!container || container.state !== 'running') {
    if (container?.state === 'created') container.state = 'exited'
    return answer(config, cx, msg.id, { method: 'StopContainer' })
  }
  container.stops.push(msg.id)
  if (msg.timeoutSeconds <= 0) return endProcess(state, config, container.id, 137, 'Error', cx)
  container.kill = cx.after(msg.timeoutSeconds * SECOND, { type: 'runtime-timer', timer: 'kill', container: container.id })
  const signal = (container.config.stopSignal ?? (container.imageProgram === 'nginx' ? 'QUIT' : 'TERM')).replace(/^SIG/, '') as Signal
  toProcess(state, config, container, { on: 'signal', signal }, cx)
}

export function killTimer(state: RuntimeState, config: RuntimeConfig, id: string, cx: RuntimeCx): void {
  const container = state.containers.get(id)
  if (container?.state === 'running' && container.kill === cx.event) endProcess(state, config, id, 137, 'Error', cx)
}

export function processTimer(state: RuntimeState, config: RuntimeConfig, id: string, number: number, cx: RuntimeCx): void {
  const container = state.containers.get(id)
  if (container?.state === 'running') toProcess(state, config, container, { on: 'timer', timer: number }, cx)
}

export function removeContainer(state: RuntimeState, config: RuntimeConfig, msg: CriRequest & { method: 'RemoveContainer' }, cx: RuntimeCx): void {
  const container = state.containers.get(msg.container)
  if (container) {
    const sandbox = state.sandboxes.get(container.sandbox)
    if (sandbox) sandbox.containers = sandbox.containers.filter((id) => id !== container.id)
    state.containers.delete(container.id)
  }
  answer(config, cx, msg.id, { method: 'RemoveContainer' })
}

/** The process has ended: everybody who waits hears of it, and so does the kubelet's stream of events. */
export function endProcess(state: RuntimeState, config: RuntimeConfig, id: string, exitCode: number, reason: string, cx: RuntimeCx): void {
  const container = state.containers.get(id)
  if (!container || container.state !== 'running') return
  container.state = 'exited'
  container.process = undefined
  container.exitCode = exitCode
  container.reason = reason
  container.finishedAtUs = Math.max(cx.clock, container.startedAtUs)
  container.memoryBytes = 0
  container.leak = NO_LEAK
  container.ports = []
  const reapUs = lasts((config.timing ?? RUNTIME_TIMING).reap, cx)
  tell(config, cx, { type: 'cri-event', event: 'CONTAINER_STOPPED_EVENT', container: containerStatus(state, container) }, reapUs)
  // Memory only falls here: as long as nothing was told, nothing is to be told.
  if (state.memoryTenthsTold > 0) tellMemory(state, config, cx)
  for (const call of container.stops) answer(config, cx, call, { method: 'StopContainer' }, reapUs)
  container.stops.length = 0
  for (const [exec, { call, container: of }] of state.execs) {
    if (of !== id) continue
    state.execs.delete(exec)
    answer(config, cx, call, { method: 'ExecSync', exitCode: 137, stdout: '', stderr: '' })
  }
}

export interface Reply { code: number; body: string; refused: boolean }

/** One step of the program: it prints, sleeps, answers, exits. `afterUs`: the step happens that much later than now. */
export function toProcess(state: RuntimeState, config: RuntimeConfig, container: ContainerRecord, input: ProcessInput, cx: RuntimeCx, afterUs: Micros = 0): Reply {
  const reply: Reply = { code: 0, body: '', refused: true }
  const lines: LogLine[] = []
  let exit: number | undefined
  let grew = false
  const io: ProcessIo = {
    nowUs: cx.now + afterUs, clockUs: cx.clock + afterUs, files: container.files,
    below: (bound) => cx.below(bound),
    print: (text, stream = 'stdout') => { lines.push({ atUs: cx.clock + afterUs, stream, text }) },
    exit: (code) => { exit ??= code },
    wake: (us, number) => { cx.after(us + afterUs, { type: 'runtime-timer', timer: 'process', container: container.id, number }) },
    useMemory: (bytes) => {
      grew ||= bytes > container.memoryBytes - container.leak.bytes
      container.memoryBytes = bytes + container.leak.bytes
    },
    listen: (port) => { if (!container.ports.includes(port)) container.ports = container.ports.concat(port) },
    reply: (code, body) => { reply.code = code; reply.body = body; reply.refused = false },
    refuse: () => { reply.refused = true },
  }
  hearProcess(container.process!, input, io)
  if (lines.length > 0) keepLog(config, container, lines, cx)
  if (grew) grown(state, config, container, cx)
  if (exit !== undefined) endProcess(state, config, container.id, exit, exit === 0 ? 'Completed' : 'Error', cx)
  return reply
}

/** A container has taken memory: its own limit comes first, then the machine's end. */
export function grown(state: RuntimeState, config: RuntimeConfig, container: ContainerRecord, cx: RuntimeCx): void {
  const { memoryLimitBytes } = container.config
  if (memoryLimitBytes && container.memoryBytes > memoryLimitBytes) return endProcess(state, config, container.id, 137, 'OOMKilled', cx)
  let used = usedBytes(state)
  for (let victim = victimOf(state, config, used); victim; victim = victimOf(state, config, used)) {
    tell(config, cx, { type: 'cri-event', event: 'SYSTEM_OOM', process: victim.config.command?.[0] ?? victim.imageProgram })
    endProcess(state, config, victim.id, 137, 'OOMKilled', cx)
    used = usedBytes(state)
  }
  tellMemory(state, config, cx, used)
}

/** NB: a log is kept by lines and not by bytes (10Mi × 5 files) because a simulation must stay small. */
const LOG_LINES_MAX = 2_000

function keepLog(config: RuntimeConfig, container: ContainerRecord, lines: readonly LogLine[], cx: RuntimeCx): void {
  // Most containers speak once, when they begin: a list that grows from nothing would keep room for 17 lines.
  if (container.log.length === 0) container.log = lines.slice()
  else container.log.push(...lines)
  if (container.log.length > LOG_LINES_MAX * 1.25) {
    const dropped = container.log.length - LOG_LINES_MAX
    container.log.splice(0, dropped)
    container.logDropped += dropped
  }
  if (container.followed) tell(config, cx, { type: 'cri-event', event: 'LOG', container: container.id, lines })
}
