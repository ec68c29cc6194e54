import type { ApiObject, Pod } from '../api/index.ts'
import { buildCluster, isWarm, KUBERNETES_ADMIN, objectsOf, transcriptOf, type ApiAnswer, type ApiRequest, type ApiResponse, type ClusterOptions, type ClusterPlan } from '../cluster/index.ts'
import { SECOND, type Component, type Kernel, type Message } from '../kernel/index.ts'
import './late-parts.ts'

/** A whole booted cluster with a user at a laptop, for tests. */
export interface TestCluster {
  readonly kernel: Kernel
  readonly plan: ClusterPlan
  /** Sends a request as kubernetes-admin and runs until it is answered. */
  ask(method: ApiRequest['method'], path: string, body?: unknown, headers?: Readonly<Record<string, string>>): ApiResponse
  /** Sends without waiting. */
  say(method: ApiRequest['method'], path: string, body?: unknown): void
  list<T>(group: string, resource: string): readonly T[]
  pods(namespace?: string): readonly Pod[]
  /** Types a line in the terminal and runs until it is done (or `limitUs` passed). Returns what it printed. */
  kubectl(line: string, files?: Readonly<Record<string, string>>, limitUs?: number): { readonly stdout: string; readonly stderr: string; readonly exitCode: number }
  run(us: number): void
  /** Runs until a condition holds; false when `limitUs` passed before. */
  runUntil(holds: () => boolean, limitUs: number): boolean
}

interface User { readonly answers: Map<number, ApiAnswer> }
type UserMessage = ApiAnswer | { readonly type: 'say'; readonly request: ApiRequest }

export function testCluster({ seed = 1, workers = 3, etcd = 3, observers = [], ...shape }: Partial<ClusterOptions> = {}): TestCluster {
  const { kernel, plan } = buildCluster({ seed, workers, etcd, observers, ...shape })
  kernel.spawn('tester', 'laptop', user)
  let next = 1
  const cluster: TestCluster = {
    kernel, plan,
    say(method, path, body) {
      const contentType = method === 'PATCH' ? 'application/strategic-merge-patch+json' : 'application/json'
      const request: ApiRequest = { type: 'api-request', id: next++, method, path, body, headers: { 'content-type': contentType, 'user-agent': 'tester/1' }, credentials: KUBERNETES_ADMIN }
      kernel.input({ type: 'message', to: 'tester', msg: { type: 'say', request } as Message })
    },
    ask(method, path, body, headers) {
      const id = next++
      const request: ApiRequest = { type: 'api-request', id, method, path, body, headers: { 'content-type': method === 'PATCH' ? 'application/strategic-merge-patch+json' : 'application/json', 'user-agent': 'tester/1', ...headers }, credentials: KUBERNETES_ADMIN }
      kernel.input({ type: 'message', to: 'tester', msg: { type: 'say', request } as Message })
      const { answers } = kernel.inspect('tester') as User
      if (!cluster.runUntil(() => answers.has(id), 70 * SECOND)) throw new Error(`nobody answered ${method} ${path}`)
      return answers.get(id) as ApiResponse
    },
    list: <T>(group: string, resource: string) => [...(objectsOf(kernel.inspect('apiserver') as never, group, resource) as Iterable<ApiObject>)] as unknown as T[],
    pods: (namespace = 'default') => cluster.list<Pod>('', 'pods').filter(({ metadata }) => metadata.namespace === namespace),
    kubectl(line, files, limitUs = 120 * SECOND) {
      const state = kernel.inspect('kubectl') as Parameters<typeof transcriptOf>[0]
      const from = transcriptOf(state).length
      kernel.input({ type: 'message', to: 'kubectl', msg: { type: 'kubectl-command', line, files } as Message })
      const done = (): boolean => transcriptOf(state).slice(from).some(({ entry }) => entry === 'done')
      cluster.runUntil(done, limitUs)
      const entries = transcriptOf(state).slice(from)
      const text = (stream: string): string => entries.map((one) => (one.entry === 'text' && one.stream === stream ? one.text : '')).join('')
      const end = entries.find((one) => one.entry === 'done')
      return { stdout: text('stdout'), stderr: text('stderr'), exitCode: end?.entry === 'done' ? end.exitCode : -1 }
    },
    run: (us) => void kernel.run(kernel.now + us),
    runUntil(holds, limitUs) {
      const limit = kernel.now + limitUs
      for (let count = 0; !holds(); count++) if (kernel.nextAt() > limit || !kernel.step()) return holds()
      return true
    },
  }
  while (!isWarm(kernel, plan)) {
    kernel.run(kernel.now + SECOND)
    if (kernel.now > 600 * SECOND) throw new Error(`the cluster of seed ${seed} did not boot`)
  }
  return cluster
}

const user: Component<User, UserMessage> = {
  kind: 'tester',
  init: () => ({ answers: new Map() }),
  step(state, { msg }, cx) {
    if (msg.type === 'say') cx.send('apiserver', msg.request)
    else if (msg.type === 'api-response') state.answers.set(msg.id, msg)
  },
  disconnected(state) {
    state.answers.set(-1, { type: 'api-response', id: -1, code: 0, body: undefined })
  },
}

export const deployment = (name: string, replicas: number, image = 'httpd', more: Readonly<Record<string, unknown>> = {}): unknown => ({
  apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name, namespace: 'default', labels: { app: name } },
  spec: { replicas, selector: { matchLabels: { app: name } }, template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: 'main', image }], ...more } } },
})
