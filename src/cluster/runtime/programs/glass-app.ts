import { SECOND, type Micros } from '../../../kernel/index.ts'
import type { ContainerConfig } from '../cri.ts'
import type { ProcessIo, Program } from './program.ts'

/**
 * `glass/app`: an application that behaves as its arguments or environment say, for lessons.
 * `--port=8080 --start=2s --ready-after=5s --unready-after=30s --exit-after=20s --exit-code=1 --memory=64Mi --leak=1Mi --log-every=10s --log=text --ignore-term --term=3s`
 * or PORT, START, READY_AFTER, UNREADY_AFTER, EXIT_AFTER, EXIT_CODE, MEMORY, LEAK, LOG_EVERY, LOG, IGNORE_TERM, TERM. `leak` is added every second.
 * It answers / always once started, /ready by ready-after and unready-after, /healthz until unhealthy-after; /exit?code=3 ends it and /memory?size=100Mi changes its size.
 */
export interface AppState {
  readonly options: ReadonlyMap<string, string>
  readonly port: number
  startedAt: Micros
  listening: boolean
  memory: number
  stopping: boolean
}

const START = 1
const EXIT = 2
const LOG = 3
const LEAK = 4
const STOP = 5

export const glassApp: Program<AppState> = {
  name: 'glass-app',
  begin(config, argv) {
    const options = optionsOf(config, argv)
    return { options, port: Number(options.get('port') ?? 8080), startedAt: 0, listening: false, memory: bytes(options.get('memory') ?? '16Mi'), stopping: false }
  },
  hear(state, input, io) {
    const { options } = state
    switch (input.on) {
      case 'start':
        state.startedAt = io.nowUs
        io.useMemory(state.memory)
        io.wake(duration(options.get('start') ?? '0'), START)
        if (options.has('exit-after')) io.wake(duration(options.get('exit-after')!), EXIT)
        if (options.has('log-every')) io.wake(duration(options.get('log-every')!), LOG)
        if (options.has('leak')) io.wake(SECOND, LEAK)
        return
      case 'timer': return timer(state, input.timer, io)
      case 'signal':
        if ((input.signal !== 'TERM' && input.signal !== 'INT') || options.has('ignore-term') || state.stopping) return
        state.stopping = true
        io.print('stopping')
        return io.wake(duration(options.get('term') ?? '0'), STOP)
      case 'connection':
        if (!state.listening || input.port !== state.port) return io.refuse()
        if (!input.http) return io.reply(0, '')
        return answer(state, input.http.path, io)
    }
  },
}

function timer(state: AppState, which: number, io: ProcessIo): void {
  const { options } = state
  switch (which) {
    case START:
      state.listening = true
      io.listen(state.port)
      return io.print(options.get('message') ?? `listening on ${state.port}`)
    case EXIT: return io.exit(Number(options.get('exit-code') ?? 0))
    case STOP: return io.exit(0)
    case LOG:
      io.print(options.get('log') ?? `still here after ${Math.round((io.nowUs - state.startedAt) / SECOND)}s`)
      return io.wake(duration(options.get('log-every')!), LOG)
    case LEAK:
      state.memory += bytes(options.get('leak')!)
      io.useMemory(state.memory)
      return io.wake(SECOND, LEAK)
  }
}

function answer(state: AppState, url: string, io: ProcessIo): void {
  const [path, query = ''] = url.split('?') as [string, string?]
  const parameters = new Map(query.split('&').map((pair): [string, string] => [pair.split('=')[0]!, pair.split('=')[1] ?? '']))
  const age = io.nowUs - state.startedAt
  const past = (option: string, otherwise: boolean): boolean => (state.options.has(option) ? age >= duration(state.options.get(option)!) : otherwise)
  switch (path) {
    case '/ready': case '/readyz': {
      const ready = past('ready-after', true) && !past('unready-after', false)
      return io.reply(ready ? 200 : 503, ready ? 'ready\n' : 'not ready\n')
    }
    case '/healthz': case '/livez': return past('unhealthy-after', false) ? io.reply(500, 'broken\n') : io.reply(200, 'ok\n')
    case '/exit':
      io.reply(200, 'bye\n')
      return io.exit(Number(parameters.get('code') ?? 1))
    case '/memory':
      state.memory = bytes(parameters.get('size') ?? '16Mi')
      io.reply(200, `${state.memory}\n`)
      return io.useMemory(state.memory)
    default: return io.reply(Number(state.options.get('answer') ?? 200), `${state.options.get('body') ?? 'hello from glass/app'}\n`)
  }
}

const NAMES = ['port', 'start', 'ready-after', 'unready-after', 'unhealthy-after', 'exit-after', 'exit-code', 'memory', 'leak', 'log-every', 'log', 'ignore-term', 'term',
  'message', 'answer', 'body']

function optionsOf(config: ContainerConfig, argv: readonly string[]): Map<string, string> {
  const options = new Map<string, string>()
  const env = new Map(config.env.map(({ name, value }): [string, string] => [name, value]))
  for (const name of NAMES) {
    const value = env.get(name.toUpperCase().replaceAll('-', '_'))
    if (value !== undefined) options.set(name, value)
  }
  for (const arg of argv.slice(1)) {
    const [, name, value] = /^--([a-z-]+)(?:=(.*))?$/s.exec(arg) ?? []
    if (name !== undefined) options.set(name, value ?? 'true')
  }
  return options
}

/** '5s', '300ms', '2m', or seconds without a unit. */
function duration(text: string): Micros {
  const [, number = '0', unit = 's'] = /^([0-9.]+)(ms|s|m|h)?$/.exec(text) ?? []
  return Math.round(Number(number) * { ms: 1000, s: SECOND, m: 60 * SECOND, h: 3600 * SECOND }[unit as 'ms' | 's' | 'm' | 'h'])
}

function bytes(text: string): number {
  const [, number = '0', unit = ''] = /^([0-9.]+)(Ki|Mi|Gi|k|M|G)?$/.exec(text) ?? []
  return Math.round(Number(number) * { '': 1, Ki: 1024, Mi: 1_048_576, Gi: 1_073_741_824, k: 1e3, M: 1e6, G: 1e9 }[unit as 'Ki'])
}
