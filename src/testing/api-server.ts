import { apiServer, type ApiServerConfig, type ApiServerMessage, type ApiServerState } from '../cluster/apiserver/apiserver.ts'
import { KUBEADM_ADMINS } from '../cluster/apiserver/bootstrap/system.ts'
import { SUPER_ADMIN } from '../cluster/identity.ts'
import type { ApiAnswer, ApiCancel, ApiRequest, ApiResponse, ApiServerAddress, Credentials, EtcdClientMessage, WatchEvent } from '../cluster/messages.ts'
import { createKernel, SECOND, type Address, type Component, type Kernel, type Observer } from '../kernel/index.ts'
import { singleEtcd } from './single-etcd.ts'
import './late-parts.ts'

/** A client that says what it is told to say and remembers all answers. */
interface TestClient { answers: Map<number, ApiAnswer[]> }
type ClientMessage = ApiAnswer | { readonly type: 'say'; readonly message: ApiRequest | ApiCancel }

export interface Asked { readonly query?: Readonly<Record<string, string>>; readonly headers?: Readonly<Record<string, string>> }
export type Answered = ApiResponse & { readonly body: any } // Bodies are looked into freely by tests.

export interface TestApiServer {
  readonly kernel: Kernel
  readonly apiserver: ApiServerAddress
  state(): ApiServerState
  /** Sends a request and runs the kernel until it is answered. */
  request(credentials: Credentials, method: ApiRequest['method'], path: string, body?: unknown, query?: Readonly<Record<string, string>>, headers?: Readonly<Record<string, string>>): Answered
  /** Sends without waiting; `answers(id)` are what came back so far. */
  send(credentials: Credentials, method: ApiRequest['method'], path: string, body?: unknown, query?: Readonly<Record<string, string>>, headers?: Readonly<Record<string, string>>): number
  answers(id: number): readonly ApiAnswer[]
  cancel(id: number): void
  /** Opens a watch; the function returned runs a little and gives all its events so far. */
  watch(credentials: Credentials, path: string, query?: Readonly<Record<string, string>>, headers?: Readonly<Record<string, string>>): () => readonly WatchEvent[]
  /** Lets virtual time pass. */
  run(us: number): void
}

export interface TestApiServerOptions {
  readonly seed?: number
  readonly config?: Partial<ApiServerConfig>
  readonly observers?: readonly Observer[]
  /** false: the kernel has not run yet when this returns. */
  readonly ready?: boolean
  /** Namespaces get their `default` service account, as the controller would do. True unless told. */
  readonly accounts?: boolean
}

/** A kernel with one in-memory etcd and a real API server that has finished its bootstrap. Spawn components of your own on `kernel`. */
export function testApiServer({ seed = 1, config, observers = [], ready = true, accounts = true }: TestApiServerOptions = {}): TestApiServer {
  const kernel = createKernel({ seed, observers })
  const etcd = kernel.spawn('etcd-0', 'cp-1', singleEtcd()) as Address<EtcdClientMessage>
  const apiserver = kernel.spawn<ApiServerState, ApiServerMessage>('apiserver', 'cp-1', apiServer({
    etcd: [etcd], hostName: 'cp-1', advertiseAddress: '192.168.0.10', serviceCidr: '10.96.0.0/12', tokenKey: 'test key', installed: [KUBEADM_ADMINS], ...config,
  })) as ApiServerAddress
  kernel.spawn('client', 'laptop', testClient(apiserver))
  let nextId = 1
  const client = (): TestClient => kernel.inspect('client') as TestClient
  const test: TestApiServer = {
    kernel, apiserver,
    state: () => kernel.inspect('apiserver') as ApiServerState,
    send(credentials, method, path, body, query, headers) {
      const id = nextId++
      const message: ApiRequest = { type: 'api-request', id, method, path, query, headers: { 'user-agent': 'test/1.0', ...(body !== undefined && method !== 'PATCH' && { 'content-type': 'application/json' }), ...headers }, body, credentials }
      kernel.input({ type: 'message', to: 'client', msg: { type: 'say', message } as ClientMessage })
      return id
    },
    answers: (id) => client().answers.get(id) ?? [],
    cancel: (id) => void kernel.input({ type: 'message', to: 'client', msg: { type: 'say', message: { type: 'api-cancel', id } } as ClientMessage }),
    request(...args) {
      const id = test.send(...args)
      const until = kernel.now + 70 * SECOND
      while (kernel.now < until) {
        if (!kernel.step()) break
        const response = test.answers(id).find((answer) => answer.type === 'api-response')
        if (response) return response as Answered
      }
      throw new Error(`no answer to ${args[1]} ${args[2]}`)
    },
    watch(credentials, path, query, headers) {
      const id = test.send(credentials, 'GET', path, undefined, { ...query, watch: 'true' }, headers)
      test.run(SECOND / 10)
      return () => {
        test.run(SECOND / 10)
        return test.answers(id).filter((answer) => answer.type === 'watch-event') as readonly WatchEvent[]
      }
    },
    run: (us) => void kernel.run(kernel.now + us),
  }
  if (!ready) return test
  while (test.state().boot.stage !== 'ready') if (!kernel.step() || kernel.now > 60 * SECOND) throw new Error(`the API server does not get ready: ${test.state().boot.stage}`)
  if (accounts) for (const namespace of ['default', 'kube-system']) test.request(SUPER_ADMIN, 'POST', `/api/v1/namespaces/${namespace}/serviceaccounts`, { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default' } })
  test.run(SECOND / 100)
  return test
}

const testClient = (apiserver: ApiServerAddress): Component<TestClient, ClientMessage> => ({
  kind: 'client',
  init: () => ({ answers: new Map() }),
  step(state, { msg }, cx) {
    if (msg.type === 'say') return void cx.send(apiserver, msg.message)
    const answers = state.answers.get(msg.id)
    if (answers) answers.push(msg)
    else state.answers.set(msg.id, [msg])
  },
})
