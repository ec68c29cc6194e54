import { MILLISECOND, type Micros } from '../../../kernel/index.ts'
import type { ContainerConfig } from '../cri.ts'
import type { ExecResult, ProcessInput, ProcessIo, Program, Signal } from './program.ts'
import { runCommand, type Ran, type ShellWorld } from './shell-commands.ts'
import { compileShell, type Instruction, type SimpleCommand } from './shell-syntax.ts'
import { expandAll, expandOne, type Expander } from './shell-words.ts'

/** A running script: where it is, what it knows, what it waits for. */
export interface ShellState {
  readonly frames: Frame[]
  readonly variables: Map<string, string>
  readonly exported: Set<string>
  status: number
  errExit: boolean
  /** Signal name or EXIT → script. An empty script ignores the signal. */
  readonly traps: Map<string, string>
  readonly pending: Signal[]
  /** The foreground command under way. `wait` can be interrupted by a trap; a child process cannot. */
  waiting: { readonly timer: number; readonly interruptible: boolean; readonly thenExit: boolean } | undefined
  /** When each background job ends. */
  readonly jobs: Micros[]
  nextTimer: number
  /** The process is the program itself, not a shell around it. */
  readonly isPlainCommand: boolean
  readonly error: string
  exited: boolean
}

interface Frame {
  readonly code: readonly Instruction[]
  pc: number
  readonly slots: Map<number, { readonly items: readonly string[]; at: number }>
}

export const shell: Program<ShellState> = {
  name: 'busybox',
  begin: (config, argv) => beginShell(config, argv),
  hear(state, input, io) {
    switch (input.on) {
      case 'start':
        io.useMemory(1_200_000)
        if (state.error) {
          io.print(`sh: ${state.error}`, 'stderr')
          return exit(state, io, 2)
        }
        return proceed(state, io)
      case 'timer': return timer(state, input.timer, io)
      case 'signal': return signal(state, input, io)
      // A shell does not listen.
      case 'connection': return io.refuse()
    }
  },
}

/** Runs a command in a container that already runs, as `exec` and exec probes do; sleeps are added up instead of waited for. */
export function execInContainer(config: ContainerConfig, command: readonly string[], io: ProcessIo): ExecResult {
  let stdout = ''
  let stderr = ''
  let sleepUs = 0
  let exitCode: number | undefined
  const inner: ProcessIo = {
    nowUs: io.nowUs, clockUs: io.clockUs, files: io.files, below: io.below,
    print: (text, stream) => { if (stream === 'stderr') stderr += `${text}\n`; else stdout += `${text}\n` },
    exit: (code) => { exitCode = code },
    wake: (afterUs) => { sleepUs += afterUs },
    useMemory: () => {}, listen: () => {}, reply: () => {}, refuse: () => {},
  }
  const state = beginShell({ ...config, workingDir: config.workingDir }, command)
  shell.hear(state, { on: 'start' }, inner)
  // Each sleep and each pause of a busy loop is one round; an hour of either is more than any caller waits.
  for (let round = 0; round < 1000 && exitCode === undefined && state.waiting; round++) timer(state, state.waiting.timer, inner)
  return { exitCode: exitCode ?? 137, stdout, stderr, sleepUs }
}

function beginShell(config: ContainerConfig, argv: readonly string[]): ShellState {
  const script = scriptOf(argv)
  const compiled = compileShell(script.text)
  const variables = new Map<string, string>([['PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'], ['HOME', '/root'], ['PWD', config.workingDir ?? '/']])
  const exported = new Set(['PATH', 'HOME'])
  for (const { name, value } of config.env) {
    variables.set(name, value)
    exported.add(name)
  }
  script.parameters.forEach((value, index) => variables.set(String(index), value))
  const error = 'error' in compiled ? compiled.error : ''
  const code = 'code' in compiled ? compiled.code : []
  return {
    frames: [{ code, pc: 0, slots: new Map() }], variables, exported, status: 0, errExit: script.errExit, traps: new Map(), pending: [], waiting: undefined,
    jobs: [], nextTimer: 1, isPlainCommand: script.isPlainCommand, error, exited: false,
  }
}

/** `sh -c script name args…`, or a single command whose words are taken literally. */
function scriptOf(argv: readonly string[]): { text: string; parameters: readonly string[]; errExit: boolean; isPlainCommand: boolean } {
  const name = argv[0]?.slice(argv[0].lastIndexOf('/') + 1) ?? ''
  if (name !== 'sh' && name !== 'ash' && name !== 'bash') {
    return { text: argv.map((word) => `'${word.replaceAll('\'', '\'\\\'\'')}'`).join(' '), parameters: [], errExit: false, isPlainCommand: true }
  }
  const option = argv.findIndex((arg, index) => index > 0 && /^-[a-z]*c[a-z]*$/.test(arg))
  if (option < 0) return { text: '', parameters: [], errExit: false, isPlainCommand: false }
  const errExit = argv.slice(1, option + 1).some((arg) => arg.startsWith('-') && arg.includes('e'))
  return { text: argv[option + 1] ?? '', parameters: argv.slice(option + 2), errExit, isPlainCommand: false }
}

/** A loop that never sleeps burns a processor: it gets this many commands, then pauses a little. */
const COMMANDS_PER_SLICE = 2_000
const SLICE_US = 20 * MILLISECOND

function proceed(state: ShellState, io: ProcessIo): void {
  for (let spent = 0; !state.exited; spent++) {
    if (runPendingTrap(state)) continue
    const frame = state.frames[state.frames.length - 1]!
    const instruction = frame.code[frame.pc]
    if (!instruction) {
      if (state.frames.length === 1) return exit(state, io, state.status)
      state.frames.pop()
      continue
    }
    if (spent > COMMANDS_PER_SLICE) return wait(state, io, SLICE_US, false)
    frame.pc++
    step(state, frame, instruction, io)
    if (state.waiting) return
  }
}

function step(state: ShellState, frame: Frame, instruction: Instruction, io: ProcessIo): void {
  switch (instruction.op) {
    case 'jump': frame.pc = instruction.to; return
    case 'jump-if-failed': if (state.status !== 0) frame.pc = instruction.to; return
    case 'jump-if-ok': if (state.status === 0) frame.pc = instruction.to; return
    case 'status': state.status = instruction.value; return
    case 'for':
      frame.slots.set(instruction.slot, { items: expandAll(instruction.words, expander(state, io)), at: 0 })
      return
    case 'for-next': {
      const slot = frame.slots.get(instruction.slot)!
      const item = slot.items[slot.at++]
      if (item === undefined) frame.pc = instruction.to
      else state.variables.set(instruction.name, item)
      return
    }
    case 'run': {
      runPipeline(state, instruction.pipeline, instruction.background, io)
      if (instruction.not && !state.waiting) state.status = state.status === 0 ? 1 : 0
      const next = frame.code[frame.pc]
      const isTested = instruction.not || next?.op === 'jump-if-failed' || next?.op === 'jump-if-ok'
      if (state.errExit && state.status !== 0 && !isTested && !state.waiting) exit(state, io, state.status)
      return
    }
  }
}

function runPipeline(state: ShellState, pipeline: readonly SimpleCommand[], background: boolean, io: ProcessIo): void {
  let input = ''
  for (const [index, command] of pipeline.entries()) {
    const ran = runSimple(state, command, input, io)
    state.status = ran.status
    const output = redirected(state, command, ran, io)
    for (const line of linesOf(output.stderr)) io.print(line, 'stderr')
    if (index < pipeline.length - 1) input = output.stdout
    else for (const line of linesOf(output.stdout)) io.print(line)
    if (ran.sleepUs !== undefined) {
      if (background) state.jobs.push(io.nowUs + ran.sleepUs)
      else wait(state, io, ran.sleepUs, ran.interruptible ?? false, ran.thenExit ?? false)
      return
    }
  }
}

interface ShellRan extends Ran { readonly interruptible?: boolean; readonly thenExit?: boolean }

function runSimple(state: ShellState, command: SimpleCommand, input: string, io: ProcessIo): ShellRan {
  const expand = expander(state, io)
  const argv = expandAll(command.words, expand)
  for (const { name, value } of command.assignments) state.variables.set(name, expandOne(value, expand))
  if (argv.length === 0) return { status: command.words.length > 0 ? 0 : state.status, stdout: '', stderr: '' }
  if (command.input) input = io.files.get(expandOne(command.input, expand)) ?? ''
  return builtin(state, argv, input, io) ?? runCommand(argv, input, world(state, io))
    ?? { status: 127, stdout: '', stderr: `sh: ${argv[0]}: not found\n` }
}

/** The commands that change the shell itself. */
function builtin(state: ShellState, argv: readonly string[], input: string, io: ProcessIo): ShellRan | undefined {
  const ok: ShellRan = { status: 0, stdout: '', stderr: '' }
  switch (argv[0]) {
    case 'exit':
      exit(state, io, argv[1] === undefined ? state.status : Number(argv[1]) & 255)
      return { ...ok, status: state.status }
    case 'export': case 'local': case 'readonly':
      for (const arg of argv.slice(1)) {
        const [name, ...value] = arg.split('=')
        if (value.length > 0) state.variables.set(name!, value.join('='))
        if (argv[0] === 'export') state.exported.add(name!)
      }
      return ok
    case 'unset': for (const name of argv.slice(1)) state.variables.delete(name); return ok
    case 'cd': state.variables.set('PWD', argv[1] ?? '/'); return ok
    case 'set':
      if (argv[1]?.startsWith('-') && argv[1].includes('e')) state.errExit = true
      if (argv[1]?.startsWith('+') && argv[1].includes('e')) state.errExit = false
      return ok
    case 'trap':
      for (const name of argv.slice(2)) state.traps.set(name.replace(/^SIG/, ''), argv[1]!)
      return ok
    case 'wait': {
      const until = Math.max(io.nowUs, ...state.jobs)
      state.jobs.length = 0
      return { ...ok, sleepUs: until - io.nowUs, interruptible: true }
    }
    case 'exec': {
      const ran = builtin(state, argv.slice(1), input, io) ?? runCommand(argv.slice(1), input, world(state, io))
      if (!ran) return { status: 127, stdout: '', stderr: `sh: exec: ${argv[1]}: not found\n` }
      return { ...ran, sleepUs: ran.sleepUs ?? 0, thenExit: true }
    }
    case 'sh': case '/bin/sh': case 'eval': {
      const compiled = compileShell(argv[0] === 'eval' ? argv.slice(1).join(' ') : argv[2] ?? '')
      if ('error' in compiled) return { status: 2, stdout: '', stderr: `sh: ${compiled.error}\n` }
      state.frames.push({ code: compiled.code, pc: 0, slots: new Map() })
      return { ...ok, status: state.status }
    }
    default: return undefined
  }
}

/** /dev/stdout and /dev/stderr are the container's log, /dev/null is nothing, anything else is a file. */
function redirected(state: ShellState, command: SimpleCommand, ran: Ran, io: ProcessIo): { stdout: string; stderr: string } {
  let { stdout, stderr } = ran
  for (const { from, to, append } of command.redirects) {
    const path = expandOne(to, expander(state, io))
    const text = from === 1 ? stdout : stderr
    if (from === 1) stdout = ''
    else stderr = ''
    if (path === '/dev/stdout' || path === '/proc/1/fd/1') stdout += text
    else if (path === '/dev/stderr' || path === '/proc/1/fd/2') stderr += text
    else if (path !== '/dev/null') io.files.set(path, append ? (io.files.get(path) ?? '') + text : text)
  }
  return { stdout, stderr }
}

function wait(state: ShellState, io: ProcessIo, us: Micros, interruptible: boolean, thenExit = false): void {
  state.waiting = { timer: state.nextTimer++, interruptible, thenExit }
  io.wake(us, state.waiting.timer)
}

function timer(state: ShellState, number: number, io: ProcessIo): void {
  if (state.waiting?.timer !== number) return
  const { thenExit } = state.waiting
  state.waiting = undefined
  if (thenExit) return exit(state, io, state.status)
  proceed(state, io)
}

/** The first process of a container has no default action for signals: without a trap it does not hear them. */
function signal(state: ShellState, input: ProcessInput & { on: 'signal' }, io: ProcessIo): void {
  if (!state.traps.get(input.signal) || state.isPlainCommand) return
  state.pending.push(input.signal)
  // A shell runs its trap when the child in the foreground has ended; only `wait` returns at once.
  if (state.waiting && !state.waiting.interruptible) return
  state.waiting = undefined
  proceed(state, io)
}

function runPendingTrap(state: ShellState): boolean {
  const signalName = state.pending.shift()
  if (!signalName) return false
  const compiled = compileShell(state.traps.get(signalName) ?? '')
  if ('code' in compiled) state.frames.push({ code: compiled.code, pc: 0, slots: new Map() })
  return true
}

function exit(state: ShellState, io: ProcessIo, code: number): void {
  const last = state.traps.get('EXIT')
  state.status = code
  if (last) {
    state.traps.delete('EXIT')
    const compiled = compileShell(last)
    if ('code' in compiled) {
      state.frames.length = 0
      state.frames.push({ code: [...compiled.code, { op: 'status', value: code }], pc: 0, slots: new Map() })
      return proceed(state, io)
    }
  }
  state.exited = true
  io.exit(code)
}

const world = (state: ShellState, io: ProcessIo): ShellWorld =>
  ({ variables: state.variables, exported: state.exported, files: io.files, clockUs: io.clockUs, below: io.below })

const expander = (state: ShellState, io: ProcessIo): Expander => ({
  variable: (name) => (name === '?' ? String(state.status) : name === '$' ? '1' : state.variables.get(name)),
  command: (text) => substituted(state, text, io),
})

/** `$(…)`: simple commands and pipelines; their output without the last line break. */
function substituted(state: ShellState, text: string, io: ProcessIo): string {
  const compiled = compileShell(text)
  if ('error' in compiled) return ''
  let output = ''
  for (const instruction of compiled.code) {
    if (instruction.op !== 'run') continue
    let input = ''
    for (const command of instruction.pipeline) {
      const ran = runSimple(state, command, input, io)
      state.status = ran.status
      input = redirected(state, command, ran, io).stdout
    }
    output += input
  }
  return output.replace(/\n+$/, '')
}

const linesOf = (text: string): readonly string[] => (text === '' ? [] : (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n'))
