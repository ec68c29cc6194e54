import { MILLISECOND, type Micros } from '../../../kernel/index.ts'
import type { ProcessIo, Program } from './program.ts'

/** A server that does nothing until it is asked: what the public images of that name show from outside. */
interface ServerDefinition {
  /** Empty: every port, for control-plane components whose ports their flags choose. */
  readonly ports: readonly number[]
  readonly startUs: Micros
  readonly memoryBytes: number
  readonly firstLines: readonly string[]
  readonly lastLines: readonly string[]
  /** Without one the first process of a container ignores SIGTERM. */
  readonly exitOnTerm: number | undefined
  readonly stopUs: Micros
  readonly page: string
  readonly logsRequests: boolean
}

const NGINX_PAGE = '<!DOCTYPE html>\n<html>\n<head>\n<title>Welcome to nginx!</title>\n</head>\n<body>\n<h1>Welcome to nginx!</h1>\n</body>\n</html>\n'

const DEFINITIONS: Readonly<Record<string, ServerDefinition>> = {
  httpd: {
    ports: [80], startUs: 60 * MILLISECOND, memoryBytes: 8_000_000, page: '<html><body><h1>It works!</h1></body></html>\n', logsRequests: true,
    firstLines: ['AH00558: httpd: Could not reliably determine the server\'s fully qualified domain name', 'AH00094: Command line: \'httpd -D FOREGROUND\''],
    lastLines: ['AH00491: caught SIGTERM, shutting down'], exitOnTerm: 0, stopUs: 30 * MILLISECOND,
  },
  nginx: {
    ports: [80], startUs: 40 * MILLISECOND, memoryBytes: 4_500_000, page: NGINX_PAGE, logsRequests: true,
    firstLines: ['/docker-entrypoint.sh: Configuration complete; ready for start up', 'start worker processes'], lastLines: ['signal 3 (SIGQUIT) received, shutting down'],
    exitOnTerm: 0, stopUs: 20 * MILLISECOND,
  },
  redis: {
    ports: [6379], startUs: 30 * MILLISECOND, memoryBytes: 9_000_000, page: '', logsRequests: false,
    firstLines: ['1:C * oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo', '1:M * Ready to accept connections tcp'],
    lastLines: ['1:signal-handler Received SIGTERM scheduling shutdown...', '1:M * Redis is now ready to exit, bye bye...'], exitOnTerm: 0, stopUs: 20 * MILLISECOND,
  },
  mysql: {
    ports: [3306], startUs: 9000 * MILLISECOND, memoryBytes: 380_000_000, page: '', logsRequests: false, firstLines: ['[Entrypoint]: Entrypoint script for MySQL Server started.', 'mysqld: ready for connections.'],
    lastLines: ['mysqld: Shutdown complete'], exitOnTerm: 0, stopUs: 1500 * MILLISECOND,
  },
  postgres: {
    ports: [5432], startUs: 2500 * MILLISECOND, memoryBytes: 40_000_000, page: '', logsRequests: false, firstLines: ['LOG:  database system is ready to accept connections'],
    lastLines: ['LOG:  received smart shutdown request', 'LOG:  database system is shut down'], exitOnTerm: 0, stopUs: 100 * MILLISECOND,
  },
  coredns: {
    ports: [53, 8080, 8181, 9153], startUs: 150 * MILLISECOND, memoryBytes: 14_000_000, page: 'OK', logsRequests: false, firstLines: ['.:53', 'CoreDNS-1.14', 'linux/amd64'],
    lastLines: ['[INFO] SIGTERM: Shutting down servers then terminating', '[INFO] plugin/health: Going into lameduck mode for 5s'], exitOnTerm: 0, stopUs: 5000 * MILLISECOND,
  },
  pause: { ports: [], startUs: 0, memoryBytes: 300_000, page: '', logsRequests: false, firstLines: [], lastLines: ['Shutting down, got signal: Terminated'], exitOnTerm: 0, stopUs: 0 },
  daemon: { ports: [], startUs: 300 * MILLISECOND, memoryBytes: 30_000_000, page: 'ok', logsRequests: false, firstLines: [], lastLines: [], exitOnTerm: 0, stopUs: 100 * MILLISECOND },
}

export interface ServerState {
  readonly definition: string
  ready: boolean
  stopping: boolean
}

const READY = 1
const STOPPED = 2

export const server = (name: string): Program<ServerState> => ({
  name,
  begin: () => ({ definition: name, ready: false, stopping: false }),
  hear(state, input, io) {
    const definition = DEFINITIONS[state.definition]!
    switch (input.on) {
      case 'start':
        io.useMemory(definition.memoryBytes)
        return definition.startUs > 0 ? io.wake(definition.startUs, READY) : becomeReady(state, definition, io)
      case 'timer':
        if (input.timer === STOPPED) return io.exit(definition.exitOnTerm ?? 0)
        return state.stopping ? undefined : becomeReady(state, definition, io)
      case 'signal':
        if (!STOPS.includes(input.signal) || definition.exitOnTerm === undefined || state.stopping) return
        state.stopping = true
        for (const line of definition.lastLines) io.print(line)
        return definition.stopUs > 0 ? io.wake(definition.stopUs, STOPPED) : io.exit(definition.exitOnTerm)
      case 'connection': {
        const listens = state.ready && (definition.ports.length === 0 ? name === 'daemon' : definition.ports.includes(input.port))
        if (!listens) return io.refuse()
        if (!input.http) return io.reply(0, '')
        return answer(definition, input.http.path, io)
      }
    }
  },
})

const STOPS: readonly string[] = ['TERM', 'INT', 'QUIT', 'WINCH']

export const isServer = (name: string): boolean => Object.hasOwn(DEFINITIONS, name)

function becomeReady(state: ServerState, definition: ServerDefinition, io: ProcessIo): void {
  state.ready = true
  for (const port of definition.ports) io.listen(port)
  for (const line of definition.firstLines) io.print(line, 'stderr')
}

/** Static pages from the document root, where a volume or a shell may have put other ones. */
function answer({ page, logsRequests }: ServerDefinition, path: string, io: ProcessIo): void {
  const name = path === '/' ? '/index.html' : path.split('?')[0]!
  const file = io.files.get(`/usr/local/apache2/htdocs${name}`) ?? io.files.get(`/usr/share/nginx/html${name}`)
  const found = file ?? (name === '/index.html' || !logsRequests ? page : undefined)
  const code = found === undefined ? 404 : 200
  if (logsRequests) io.print(`"GET ${path} HTTP/1.1" ${code}`)
  io.reply(code, found ?? '<html><body><h1>Not Found</h1></body></html>\n')
}
