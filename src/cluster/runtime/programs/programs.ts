import { unreachable } from '../../../kernel/index.ts'
import type { ContainerConfig } from '../cri.ts'
import { glassApp, type AppState } from './glass-app.ts'
import type { ProcessInput, ProcessIo } from './program.ts'
import { isServer, server, type ServerState } from './servers.ts'
import { shell, type ShellState } from './shell.ts'

/** The first process of a container, as plain data. */
export type Process =
  | { readonly program: 'shell'; readonly state: ShellState }
  | { readonly program: 'app'; readonly state: AppState }
  | { readonly program: 'server'; readonly name: string; readonly state: ServerState }

/** The process that `command` and `args` start in an image, or undefined if the image has no such command. */
export function beginProcess(imageProgram: string, config: ContainerConfig): Process | undefined {
  const argv = argvOf(imageProgram, config)
  const name = argv[0]!.slice(argv[0]!.lastIndexOf('/') + 1)
  if (imageProgram === 'glass-app' && (name === 'glass-app' || name === 'app')) return { program: 'app', state: glassApp.begin(config, argv) }
  if (imageProgram === 'hello-world') return { program: 'shell', state: shell.begin(config, ['echo', 'Hello from Docker!']) }
  const served = SERVER_COMMANDS[name]
  if (served !== undefined && (served === imageProgram || imageProgram === 'agnhost')) return { program: 'server', name: served, state: server(served).begin(config, argv) }
  // Control-plane images hold one binary whose name is its command.
  if (imageProgram === 'daemon') return { program: 'server', name: 'daemon', state: server('daemon').begin(config, argv) }
  if (!hasShell(imageProgram) || !APPLETS.includes(name)) return undefined
  return { program: 'shell', state: shell.begin(config, argv) }
}

export function hearProcess(process: Process, input: ProcessInput, io: ProcessIo): void {
  switch (process.program) {
    case 'shell': return shell.hear(process.state, input, io)
    case 'app': return glassApp.hear(process.state, input, io)
    case 'server': return server(process.name).hear(process.state, input, io)
    default: unreachable(process)
  }
}

/** Distroless images and pause have no shell to exec into. */
export const hasShell = (imageProgram: string): boolean => imageProgram !== 'daemon' && imageProgram !== 'pause' && imageProgram !== 'coredns' && imageProgram !== 'hello-world'

export function argvOf(imageProgram: string, { command, args }: ContainerConfig): readonly string[] {
  if (command && command.length > 0) return [...command, ...(args ?? [])]
  const entry = ENTRYPOINTS[imageProgram] ?? (isServer(imageProgram) ? [imageProgram] : ['sh'])
  // Images with an entrypoint take args as its arguments; images with only a default command have it replaced.
  if (args && args.length > 0) return HAS_ENTRYPOINT.includes(imageProgram) && !APPLETS.includes(args[0]!) ? [...entry, ...args] : args
  return entry
}

const ENTRYPOINTS: Readonly<Record<string, readonly string[]>> = {
  httpd: ['httpd-foreground'], nginx: ['nginx', '-g', 'daemon off;'], redis: ['redis-server'], mysql: ['mysqld'], postgres: ['postgres'], busybox: ['sh'], 'glass-app': ['glass-app'],
  agnhost: ['pause'], 'hello-world': ['/hello'],
}
const HAS_ENTRYPOINT = ['redis', 'mysql', 'postgres', 'coredns', 'daemon', 'pause', 'glass-app', 'agnhost']
const SERVER_COMMANDS: Readonly<Record<string, string>> = {
  httpd: 'httpd', 'httpd-foreground': 'httpd', nginx: 'nginx', 'redis-server': 'redis', mysqld: 'mysql', postgres: 'postgres', pause: 'pause', coredns: 'coredns', daemon: 'daemon',
}
const APPLETS: readonly string[] = ['sh', 'ash', 'bash', 'sleep', 'echo', 'cat', 'env', 'true', 'false', 'date', 'printf', 'printenv', 'hostname', 'test', 'ls', 'seq', 'tail', 'touch',
  'mkdir', 'cp', 'mv', 'rm', 'id', 'whoami', 'uname', 'head', 'grep', 'wc', 'sort', 'chmod', 'chown']
